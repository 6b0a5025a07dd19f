// The tables of the folder `lexicons`, taken in at compile time (C23 #embed), so that the binary needs no files.
#include "CLexicons.h"

// Swift's clang takes #embed in every C standard, and warns where it is older than C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char ru_sentiment_tsv[] = {
#embed "../../lexicons/ru/sentiment.tsv"
};
static const unsigned char ru_drivers_tsv[] = {
#embed "../../lexicons/ru/drivers.tsv"
};
static const unsigned char ru_markers_tsv[] = {
#embed "../../lexicons/ru/markers.tsv"
};
static const unsigned char ru_rules_tsv[] = {
#embed "../../lexicons/ru/rules.tsv"
};
static const unsigned char ru_tests_tsv[] = {
#embed "../../lexicons/ru/tests.tsv"
};
static const unsigned char id_sentiment_tsv[] = {
#embed "../../lexicons/id/sentiment.tsv"
};
static const unsigned char id_drivers_tsv[] = {
#embed "../../lexicons/id/drivers.tsv"
};
static const unsigned char id_markers_tsv[] = {
#embed "../../lexicons/id/markers.tsv"
};
static const unsigned char id_rules_tsv[] = {
#embed "../../lexicons/id/rules.tsv"
};
static const unsigned char id_tests_tsv[] = {
#embed "../../lexicons/id/tests.tsv"
};
static const unsigned char fi_sentiment_tsv[] = {
#embed "../../lexicons/fi/sentiment.tsv"
};
static const unsigned char fi_drivers_tsv[] = {
#embed "../../lexicons/fi/drivers.tsv"
};
static const unsigned char fi_markers_tsv[] = {
#embed "../../lexicons/fi/markers.tsv"
};
static const unsigned char fi_rules_tsv[] = {
#embed "../../lexicons/fi/rules.tsv"
};
static const unsigned char fi_tests_tsv[] = {
#embed "../../lexicons/fi/tests.tsv"
};
static const unsigned char it_sentiment_tsv[] = {
#embed "../../lexicons/it/sentiment.tsv"
};
static const unsigned char it_drivers_tsv[] = {
#embed "../../lexicons/it/drivers.tsv"
};
static const unsigned char it_markers_tsv[] = {
#embed "../../lexicons/it/markers.tsv"
};
static const unsigned char it_rules_tsv[] = {
#embed "../../lexicons/it/rules.tsv"
};
static const unsigned char it_tests_tsv[] = {
#embed "../../lexicons/it/tests.tsv"
};
static const unsigned char fr_sentiment_tsv[] = {
#embed "../../lexicons/fr/sentiment.tsv"
};
static const unsigned char fr_drivers_tsv[] = {
#embed "../../lexicons/fr/drivers.tsv"
};
static const unsigned char fr_markers_tsv[] = {
#embed "../../lexicons/fr/markers.tsv"
};
static const unsigned char fr_rules_tsv[] = {
#embed "../../lexicons/fr/rules.tsv"
};
static const unsigned char fr_tests_tsv[] = {
#embed "../../lexicons/fr/tests.tsv"
};
static const unsigned char neutral_symbols_tsv[] = {
#embed "../../lexicons/neutral/symbols.tsv"
};
static const unsigned char neutral_rules_tsv[] = {
#embed "../../lexicons/neutral/rules.tsv"
};
static const unsigned char languages_ru_txt[] = {
#embed "../../lexicons/languages/ru.txt"
};
static const unsigned char languages_id_txt[] = {
#embed "../../lexicons/languages/id.txt"
};
static const unsigned char languages_fi_txt[] = {
#embed "../../lexicons/languages/fi.txt"
};
static const unsigned char languages_it_txt[] = {
#embed "../../lexicons/languages/it.txt"
};
static const unsigned char languages_fr_txt[] = {
#embed "../../lexicons/languages/fr.txt"
};
static const unsigned char languages_en_txt[] = {
#embed "../../lexicons/languages/en.txt"
};
static const unsigned char languages_es_txt[] = {
#embed "../../lexicons/languages/es.txt"
};
static const unsigned char languages_pt_txt[] = {
#embed "../../lexicons/languages/pt.txt"
};
static const unsigned char languages_nl_txt[] = {
#embed "../../lexicons/languages/nl.txt"
};
static const unsigned char languages_de_txt[] = {
#embed "../../lexicons/languages/de.txt"
};
static const unsigned char languages_sv_txt[] = {
#embed "../../lexicons/languages/sv.txt"
};
static const unsigned char languages_et_txt[] = {
#embed "../../lexicons/languages/et.txt"
};
static const unsigned char languages_bg_txt[] = {
#embed "../../lexicons/languages/bg.txt"
};
static const unsigned char languages_uk_txt[] = {
#embed "../../lexicons/languages/uk.txt"
};
static const unsigned char languages_ms_txt[] = {
#embed "../../lexicons/languages/ms.txt"
};

#define TABLE(name, bytes) {name, bytes, sizeof(bytes)}

static const voc_builtin_table tables[] = {
  TABLE("ru/sentiment.tsv", ru_sentiment_tsv),
  TABLE("ru/drivers.tsv", ru_drivers_tsv),
  TABLE("ru/markers.tsv", ru_markers_tsv),
  TABLE("ru/rules.tsv", ru_rules_tsv),
  TABLE("ru/tests.tsv", ru_tests_tsv),
  TABLE("id/sentiment.tsv", id_sentiment_tsv),
  TABLE("id/drivers.tsv", id_drivers_tsv),
  TABLE("id/markers.tsv", id_markers_tsv),
  TABLE("id/rules.tsv", id_rules_tsv),
  TABLE("id/tests.tsv", id_tests_tsv),
  TABLE("fi/sentiment.tsv", fi_sentiment_tsv),
  TABLE("fi/drivers.tsv", fi_drivers_tsv),
  TABLE("fi/markers.tsv", fi_markers_tsv),
  TABLE("fi/rules.tsv", fi_rules_tsv),
  TABLE("fi/tests.tsv", fi_tests_tsv),
  TABLE("it/sentiment.tsv", it_sentiment_tsv),
  TABLE("it/drivers.tsv", it_drivers_tsv),
  TABLE("it/markers.tsv", it_markers_tsv),
  TABLE("it/rules.tsv", it_rules_tsv),
  TABLE("it/tests.tsv", it_tests_tsv),
  TABLE("fr/sentiment.tsv", fr_sentiment_tsv),
  TABLE("fr/drivers.tsv", fr_drivers_tsv),
  TABLE("fr/markers.tsv", fr_markers_tsv),
  TABLE("fr/rules.tsv", fr_rules_tsv),
  TABLE("fr/tests.tsv", fr_tests_tsv),
  TABLE("neutral/symbols.tsv", neutral_symbols_tsv),
  TABLE("neutral/rules.tsv", neutral_rules_tsv),
  TABLE("languages/ru.txt", languages_ru_txt),
  TABLE("languages/id.txt", languages_id_txt),
  TABLE("languages/fi.txt", languages_fi_txt),
  TABLE("languages/it.txt", languages_it_txt),
  TABLE("languages/fr.txt", languages_fr_txt),
  TABLE("languages/en.txt", languages_en_txt),
  TABLE("languages/es.txt", languages_es_txt),
  TABLE("languages/pt.txt", languages_pt_txt),
  TABLE("languages/nl.txt", languages_nl_txt),
  TABLE("languages/de.txt", languages_de_txt),
  TABLE("languages/sv.txt", languages_sv_txt),
  TABLE("languages/et.txt", languages_et_txt),
  TABLE("languages/bg.txt", languages_bg_txt),
  TABLE("languages/uk.txt", languages_uk_txt),
  TABLE("languages/ms.txt", languages_ms_txt),
};

size_t voc_builtin_table_count(void) { return sizeof(tables) / sizeof(tables[0]); }

voc_builtin_table voc_builtin_table_at(size_t index) { return tables[index]; }

#!/usr/bin/env python3
"""A list of word forms with their weights, out of voc's own lexicons, for peers that look words up and do no more.

Takes the plain words of lexicons/<language>/sentiment.tsv: each alternative of a term that is one word, written out in
full (`word` or `=form`). Prefixes, suffixes and phrases need more than a look-up and are left out.

usage: make_lexicon.py OUT.tsv [--lexicons DIR]
"""
import argparse
import pathlib

LANGUAGES = ("ru", "id", "fi", "it", "fr")
DEFAULT_LEXICONS = pathlib.Path(__file__).resolve().parent.parent / "lexicons"


def plain_words(term):
    """The words of a term that stand for themselves; none for a phrase."""
    if " " in term:
        return
    for alternative in term.split("|"):
        word = alternative.removeprefix("=").lower()
        if word and "*" not in word and word.isalpha():
            yield word


def read_words(table):
    """Word to weight; the first row of a word counts."""
    words = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) != 4 or cells[0] == "term" or not cells[1]:
            continue
        for word in plain_words(cells[0]):
            words.setdefault(word, float(cells[1]))
    return words


def write_lexicon(output, lexicons=DEFAULT_LEXICONS):
    """Writes `language, form, valence`, sorted; how many forms."""
    count = 0
    with open(output, "w", encoding="utf-8") as file:
        file.write("language\tform\tvalence\n")
        for language in LANGUAGES:
            words = read_words(pathlib.Path(lexicons) / language / "sentiment.tsv")
            for word, weight in sorted(words.items()):
                file.write(f"{language}\t{word}\t{weight:g}\n")
            count += len(words)
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", metavar="OUT.tsv")
    parser.add_argument("--lexicons", default=DEFAULT_LEXICONS, help="folder of the lexicons (default: the project's)")
    arguments = parser.parse_args()
    print(write_lexicon(arguments.output, arguments.lexicons), "forms")

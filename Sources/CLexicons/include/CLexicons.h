#pragma once
#include <stddef.h>

// A table of the folder `lexicons`, as bytes of the binary.
typedef struct {
  // Path below `lexicons`, for example "fi/sentiment.tsv".
  const char *name;
  const unsigned char *bytes;
  size_t count;
} voc_builtin_table;

// How many tables there are.
size_t voc_builtin_table_count(void);

// Table `index`, which must be below the count; the order is fixed.
voc_builtin_table voc_builtin_table_at(size_t index);

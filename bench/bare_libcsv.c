// Reads CSV files with libcsv and does nothing with them: the least that reading can cost on one core.
//
// usage: bare_libcsv FILE...      prints the records of each file, one number a line, the header counted
// cc -O2 -o bare_libcsv bare_libcsv.c -lcsv
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20 };

static char buffer[BUFFER_BYTES];

static void end_field(void *field, size_t length, void *context) {
  (void)field;
  (void)length;
  (void)context;
}

// Counts, so that the result can be checked: one addition a record.
static void end_record(int terminator, void *records) {
  (void)terminator;
  ++*(size_t *)records;
}

static int read_file(const char *path) {
  struct csv_parser parser;
  size_t records = 0;
  int file = open(path, O_RDONLY);
  if (file < 0 || csv_init(&parser, 0) != 0) {
    fprintf(stderr, "bare_libcsv: %s: %s\n", path, strerror(errno));
    return 1;
  }
  for (;;) {
    ssize_t count = read(file, buffer, BUFFER_BYTES);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      fprintf(stderr, "bare_libcsv: %s: %s\n", path, strerror(errno));
      return 1;
    }
    if (count == 0) break;
    if (csv_parse(&parser, buffer, (size_t)count, end_field, end_record, &records) != (size_t)count) {
      fprintf(stderr, "bare_libcsv: %s: %s\n", path, csv_strerror(csv_error(&parser)));
      return 1;
    }
  }
  csv_fini(&parser, end_field, end_record, &records);
  csv_free(&parser);
  close(file);
  printf("%zu\n", records);
  return 0;
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: bare_libcsv FILE...\n");
    return 64;
  }
  for (int index = 1; index < count; ++index) {
    if (read_file(arguments[index]) != 0) return 1;
  }
  return 0;
}

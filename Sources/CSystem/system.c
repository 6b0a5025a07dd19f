#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>

int voc_exchange_paths(const char *first, const char *second) {
  return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE) == 0 ? 0 : errno;
}

int voc_rename_new(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

int voc_affinity_count(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}

int voc_ignores_signal(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void *voc_remap(void *address, unsigned long old_bytes, unsigned long new_bytes) {
  void *moved = mremap(address, old_bytes, new_bytes, MREMAP_MAYMOVE);
  return moved == MAP_FAILED ? NULL : moved;
}

void voc_trim_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

// 64 bytes side by side, in as many registers as they need, and a bit for each.
typedef uint8_t wide_lanes __attribute__((ext_vector_type(64)));
typedef _Bool wide_bits __attribute__((ext_vector_type(64)));

// A macro, since the instructions follow from the function that it stands in.
#define FIND_STRUCTURE(address, quote, delimiter)                                   \
  do {                                                                              \
    wide_lanes lanes;                                                               \
    memcpy(&lanes, address, sizeof lanes);                                          \
    voc_structure found;                                                            \
    wide_bits bits = __builtin_convertvector(lanes == (wide_lanes)(quote), wide_bits); \
    memcpy(&found.quotes, &bits, sizeof bits);                                      \
    bits = __builtin_convertvector(lanes == (wide_lanes)(delimiter), wide_bits);    \
    memcpy(&found.delimiters, &bits, sizeof bits);                                  \
    bits = __builtin_convertvector(lanes == '\n' | lanes == '\r', wide_bits);       \
    memcpy(&found.line_ends, &bits, sizeof bits);                                   \
    bits = __builtin_convertvector(lanes == ' ' | lanes == '\t', wide_bits);        \
    memcpy(&found.blanks, &bits, sizeof bits);                                      \
    return found;                                                                   \
  } while (0)

#ifdef __x86_64__
__attribute__((target("avx512bw,avx512vl"))) static voc_structure find_by_512(
    const void *bytes, uint8_t quote, uint8_t delimiter) {
  FIND_STRUCTURE(bytes, quote, delimiter);
}

__attribute__((target("avx2"))) static voc_structure find_by_256(
    const void *bytes, uint8_t quote, uint8_t delimiter) {
  FIND_STRUCTURE(bytes, quote, delimiter);
}
#endif

static voc_structure find_by_128(const void *bytes, uint8_t quote, uint8_t delimiter) {
  FIND_STRUCTURE(bytes, quote, delimiter);
}

int voc_lane_width(void) {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) return 512;
  if (__builtin_cpu_supports("avx2")) return 256;
#endif
  return 128;
}

voc_structure voc_find_structure(const void *bytes, uint8_t quote, uint8_t delimiter, int lane_width) {
#ifdef __x86_64__
  if (lane_width == 512) return find_by_512(bytes, quote, delimiter);
  if (lane_width == 256) return find_by_256(bytes, quote, delimiter);
#endif
  return find_by_128(bytes, quote, delimiter);
}

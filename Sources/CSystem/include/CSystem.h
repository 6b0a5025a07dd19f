#pragma once
// System calls and instructions of the processor that Swift's modules do not show.

#include <stdint.h>
#include <string.h>

// Exchanges two paths in one step (`renameat2` with `RENAME_EXCHANGE`).
// Returns 0, or the value of `errno`.
int voc_exchange_paths(const char *first, const char *second);

// How many processors the process's affinity mask has, or 0 where it is not known.
int voc_affinity_count(void);

// Renames `from` to `to` only if `to` does not exist (`RENAME_NOREPLACE`).
// Returns 0, or the value of `errno`.
int voc_rename_new(const char *from, const char *to);

// Whether a signal is ignored, as for a program that `nohup` began: 1 or 0.
int voc_ignores_signal(int number);

// Has the processor fetch the memory at an address that will be needed soon; the address may be any.
static inline void voc_prefetch(const void *address) { __builtin_prefetch(address); }

// Gives a private anonymous mapping another length; it may move, and what it held stays.
// Returns a null pointer where there is no memory; the mapping is then as it was.
void *voc_remap(void *address, unsigned long old_bytes, unsigned long new_bytes);

// Gives memory that the allocator holds and nobody uses back to the system, as far as it can.
void voc_trim_memory(void);

// Sixteen bytes side by side, which the compiler keeps in one register.
typedef uint8_t voc_lanes __attribute__((vector_size(16)));

// One bit for each lane, the first lowest, of lanes that are all ones or all zeros.
static inline uint64_t voc_gather_lanes(voc_lanes lanes) {
#ifdef __SSE2__
  typedef char signed_lanes __attribute__((vector_size(16)));
  return (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128((signed_lanes)lanes);
#else
  // The product moves the lowest bits of eight bytes next to each other into the highest byte.
  uint64_t halves[2];
  voc_lanes lowest = lanes & 1;
  memcpy(halves, &lowest, sizeof halves);
  const uint64_t factor = 0x0102040810204080;
  return halves[0] * factor >> 56 | halves[1] * factor >> 56 << 8;
#endif
}

static inline voc_lanes voc_load_lanes(const void *bytes) {
  voc_lanes lanes;
  memcpy(&lanes, bytes, sizeof lanes);
  return lanes;
}

// One bit for each of 64 bytes, the first lowest: whether it is `byte`.
static inline uint64_t voc_equal64(const void *bytes, uint8_t byte) {
  const uint8_t *first = (const uint8_t *)bytes;
  return voc_gather_lanes((voc_lanes)(voc_load_lanes(first) == byte)) |
         voc_gather_lanes((voc_lanes)(voc_load_lanes(first + 16) == byte)) << 16 |
         voc_gather_lanes((voc_lanes)(voc_load_lanes(first + 32) == byte)) << 32 |
         voc_gather_lanes((voc_lanes)(voc_load_lanes(first + 48) == byte)) << 48;
}

// One bit for each of 64 bytes, the first lowest: whether it is `byte` or greater.
static inline uint64_t voc_at_least64(const void *bytes, uint8_t byte) {
  const uint8_t *first = (const uint8_t *)bytes;
  return voc_gather_lanes((voc_lanes)(voc_load_lanes(first) >= byte)) |
         voc_gather_lanes((voc_lanes)(voc_load_lanes(first + 16) >= byte)) << 16 |
         voc_gather_lanes((voc_lanes)(voc_load_lanes(first + 32) >= byte)) << 32 |
         voc_gather_lanes((voc_lanes)(voc_load_lanes(first + 48) >= byte)) << 48;
}

// Which of 64 bytes are what a CSV file is made of: one bit a byte, the first lowest.
typedef struct {
  uint64_t quotes;
  uint64_t delimiters;
  uint64_t line_ends;
  uint64_t blanks;
} voc_structure;

// How wide the processor's lanes are that `voc_find_structure` may use: for its last argument.
int voc_lane_width(void);

// Looks at 64 bytes. Longer lanes than all processors of a kind have make it three times as fast.
voc_structure voc_find_structure(const void *bytes, uint8_t quote, uint8_t delimiter, int lane_width);

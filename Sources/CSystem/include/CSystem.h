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

// One bit for each of 64 bytes of UTF-8, the first lowest: whether it belongs to a letter of ASCII, or to one of the letters of two bytes
// that begin with C3, C4, C5 (Latin, U+00C0…U+017F), D0 or D1 (Cyrillic, U+0400…U+047F); the few signs among them count as well.
// `*open`: 1 where the byte before the first begins such a letter; afterwards, where the last one does.
static inline uint64_t voc_letters64(const void *bytes, uint64_t *open) {
  const uint8_t *first = (const uint8_t *)bytes;
  uint64_t ascii = 0, leads = 0, continuations = 0, high = 0;
#pragma clang loop unroll(full)
  for (int part = 0; part < 4; part++) {
    voc_lanes lanes = voc_load_lanes(first + 16 * part);
    ascii |= voc_gather_lanes((voc_lanes)((lanes | 0x20) - 'a' < 26)) << 16 * part;
    high |= voc_gather_lanes((voc_lanes)(lanes >= 0x80)) << 16 * part;
  }
  if (!(high | *open)) return ascii;
#pragma clang loop unroll(full)
  for (int part = 0; part < 4; part++) {
    voc_lanes lanes = voc_load_lanes(first + 16 * part);
    voc_lanes pairs = lanes & 0xfe;
    leads |= voc_gather_lanes((voc_lanes)((lanes == 0xc3) | (pairs == 0xc4) | (pairs == 0xd0))) << 16 * part;
    continuations |= voc_gather_lanes((voc_lanes)((lanes & 0xc0) == 0x80)) << 16 * part;
  }
  uint64_t followers = leads << 1 | *open;
  *open = leads >> 63;
  return ascii | leads | (continuations & followers);
}

// The same of fewer than 64 bytes; what is not there belongs to no letter.
static inline uint64_t voc_letters_below64(const void *bytes, unsigned long count, uint64_t *open) {
  uint8_t block[64] = {0};
  memcpy(block, bytes, count);
  return voc_letters64(block, open);
}

#pragma once
// System calls that Swift's Glibc module does not show.

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

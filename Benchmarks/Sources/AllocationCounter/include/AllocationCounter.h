#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stddef.h>

// Loaded with LD_PRELOAD, the library counts every allocation of the program in the first eight bytes of the file that
// ALLOCATION_COUNT_FILE names, where another process reads the count at any time. Linked into a program it counts as
// well, and the program asks here.

/// Allocations of this process so far.
unsigned long allocation_count(void);
/// Bytes of the heap in use.
size_t allocation_heap_bytes(void);

#endif

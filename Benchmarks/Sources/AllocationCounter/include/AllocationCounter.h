#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

// Nothing to call: loaded with LD_PRELOAD, the library counts every allocation of the program in the first eight
// bytes of the file that ALLOCATION_COUNT_FILE names, where another process reads the count at any time.

#endif

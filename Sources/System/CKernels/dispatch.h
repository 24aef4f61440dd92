#ifndef CKERNELS_DISPATCH_H
#define CKERNELS_DISPATCH_H

#define INLINE static inline __attribute__((always_inline))

// Sixteen floats that start at any float. The compiler splits them where registers are narrower.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
enum { LANES = 16 };

#if defined(__x86_64__) && defined(__linux__)
#define CK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_CLONES
#endif

#endif

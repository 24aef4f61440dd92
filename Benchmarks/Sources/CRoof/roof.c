#include "CRoof.h"

// Sixteen floats: one register with AVX-512, two with AVX2, four with SSE.
typedef float lanes __attribute__((vector_size(64)));
enum { LANES = 16 };

// As many independent sums as hide a multiply-add's latency and still fit the registers.
#define ROOF(sums)                                                                          \
  {                                                                                         \
    lanes total[sums], x = {0}, y = {0};                                                    \
    x += 0.999f, y += 0.001f;                                                               \
    for (int i = 0; i < sums; i++) total[i] = y;                                            \
    for (long round = 0; round < rounds; round++) {                                         \
      __asm__ volatile("" ::: "memory");                                                    \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) total[i] = total[i] * x + y; \
    }                                                                                       \
    lanes all = y;                                                                          \
    for (int i = 0; i < sums; i++) all += total[i];                                         \
    return all[0];                                                                          \
  }

#if defined(__x86_64__)
__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static float run_v4(long rounds) ROOF(12)
__attribute__((target("arch=x86-64-v3"))) static float run_v3(long rounds) ROOF(6)
__attribute__((noinline)) static float run_baseline(long rounds) ROOF(2)

static int level(void) {
  return __builtin_cpu_supports("avx512vl") ? 4 : __builtin_cpu_supports("avx2") ? 3 : 2;
}

float roof_run(long rounds) {
  return level() == 4 ? run_v4(rounds) : level() == 3 ? run_v3(rounds) : run_baseline(rounds);
}

long roof_operations(void) { return (level() == 4 ? 12 : level() == 3 ? 6 : 2) * LANES * 2; }
#else
float roof_run(long rounds) ROOF(6)
long roof_operations(void) { return 6 * LANES * 2; }
#endif

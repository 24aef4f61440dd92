#include "CKernels.h"
#include "dispatch.h"

enum { AHEAD = 8, LINE = 16 };

// The rows stand anywhere in a table that no cache holds, so those to come are asked for early.
CK_CLONES void ck_sum_chosen_rows(
    const float *x, const uint32_t *chosen, size_t count, float *restrict y, size_t columns) {
  for (size_t c = 0; c < columns; c++) y[c] = 0;
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count)
      for (size_t c = 0; c < columns; c += LINE) __builtin_prefetch(x + chosen[i + AHEAD] * columns + c);
    const float *row = x + chosen[i] * columns;
    for (size_t c = 0; c < columns; c++) y[c] += row[c];
  }
}

CK_CLONES void ck_adagrad(float rate, float epsilon, const float *g, float *p, float *s, size_t count) {
  for (size_t i = 0; i < count; i++) {
    s[i] += g[i] * g[i];
    p[i] -= rate * g[i] / (__builtin_elementwise_sqrt(s[i]) + epsilon);
  }
}

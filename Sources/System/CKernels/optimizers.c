#include "CKernels.h"
#include "dispatch.h"

// __builtin_elementwise_sqrt: sqrtf may set errno, which keeps the loop scalar.
CK_CLONES void ck_adam(ck_adam_rates rates, const float *g, float *p, float *m, float *v, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float gradient = g[i] + rates.decay * p[i];
    m[i] = rates.beta1 * m[i] + (1 - rates.beta1) * gradient;
    v[i] = rates.beta2 * v[i] + (1 - rates.beta2) * gradient * gradient;
    p[i] -= rates.step * m[i] / (__builtin_elementwise_sqrt(v[i]) * rates.root + rates.epsilon);
  }
}

CK_CLONES void ck_sgd(ck_sgd_rates rates, const float *g, float *p, float *m, size_t count) {
  for (size_t i = 0; i < count; i++) {
    m[i] = rates.momentum * m[i] + g[i] + rates.decay * p[i];
    p[i] -= rates.rate * m[i];
  }
}

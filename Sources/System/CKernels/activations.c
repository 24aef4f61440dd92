#include "CKernels.h"
#include "dispatch.h"

#include <math.h>

CK_CLONES void ck_relu(const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : 0;
}

CK_CLONES void ck_tanh(const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = tanhf(x[i]);
}

// Exact: x Φ(x), by the error function.
CK_CLONES void ck_gelu(const float *x, float *y, size_t count) {
  const float inverse_root_two = 0.70710678118654752f;
  for (size_t i = 0; i < count; i++) y[i] = 0.5f * x[i] * (1 + erff(x[i] * inverse_root_two));
}

CK_CLONES void ck_relu_gradient(const float *y, float *g, size_t count) {
  for (size_t i = 0; i < count; i++) g[i] = y[i] > 0 ? g[i] : 0;
}

CK_CLONES void ck_tanh_gradient(const float *y, float *g, size_t count) {
  for (size_t i = 0; i < count; i++) g[i] *= 1 - y[i] * y[i];
}

CK_CLONES void ck_gelu_gradient(const float *x, float *g, size_t count) {
  const float inverse_root_two = 0.70710678118654752f, inverse_root_two_pi = 0.39894228040143268f;
  for (size_t i = 0; i < count; i++) {
    float below = 0.5f * (1 + erff(x[i] * inverse_root_two));
    float density = inverse_root_two_pi * expf(-0.5f * x[i] * x[i]);
    g[i] *= below + x[i] * density;
  }
}

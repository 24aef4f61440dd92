#ifndef CKERNELS_H
#define CKERNELS_H

// Loops that Swift does not vectorise. Each is compiled for AVX-512, AVX2 and the baseline,
// and picks the best at load time. No kernel keeps state; every one may run on any thread.

#include <stddef.h>

// y[i] = f(x[i]); `x` and `y` may be the same buffer.
void ck_relu(const float *x, float *y, size_t count);
void ck_tanh(const float *x, float *y, size_t count);
void ck_gelu(const float *x, float *y, size_t count);

// g[i] *= f'(x[i]), where y = f(x).
void ck_relu_gradient(const float *y, float *g, size_t count);
void ck_tanh_gradient(const float *y, float *g, size_t count);
void ck_gelu_gradient(const float *x, float *g, size_t count);

// x[r, c] = (x[r, c] - mean[c]) / scale[c], from `x` into `y`.
void ck_standardize(const float *x, const float *mean, const float *scale, float *y, size_t rows, size_t columns);

// y[r, o] = bias[o] + sum_i x[r, i] w[o, i]. One row's result does not depend on the other rows.
void ck_dense(const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inputs, size_t outputs);

// c[i, j] = sum_k a[i a_row + k a_column] b[k, j], with b [depth, columns] and c [rows, columns].
void ck_product(const float *a, size_t a_row, size_t a_column, const float *b, float *c, size_t rows, size_t depth,
                size_t columns);

// Whether the products above run on vectors of 32 bytes or more.
int ck_has_wide_vectors(void);

// y[c] = sum_r x[r, c].
void ck_sum_rows(const float *x, float *y, size_t rows, size_t columns);

// y[i] += x[i].
void ck_accumulate(const float *x, float *y, size_t count);

// One step of Adam with weight decay in the gradient. `step` is the learning rate over the first moment's
// correction, `root` one over the square root of the second's.
typedef struct {
  float step, root, beta1, beta2, epsilon, decay;
} ck_adam_rates;
void ck_adam(ck_adam_rates rates, const float *g, float *p, float *m, float *v, size_t count);

// One step of SGD with momentum and weight decay in the gradient.
typedef struct {
  float rate, momentum, decay;
} ck_sgd_rates;
void ck_sgd(ck_sgd_rates rates, const float *g, float *p, float *m, size_t count);

#endif

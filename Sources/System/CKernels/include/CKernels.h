#ifndef CKERNELS_H
#define CKERNELS_H

// Loops that Swift does not vectorise. Each is compiled for AVX-512, AVX2 and the baseline,
// and picks the best at load time. No kernel keeps state; every one may run on any thread.

#include <stddef.h>
#include <stdint.h>

// y[i] = f(x[i]); `x` and `y` may be the same buffer.
void ck_relu(const float *x, float *y, size_t count);
void ck_tanh(const float *x, float *y, size_t count);
void ck_gelu(const float *x, float *y, size_t count);

// g[i] *= f'(x[i]), where y = f(x).
void ck_relu_gradient(const float *y, float *g, size_t count);
void ck_tanh_gradient(const float *y, float *g, size_t count);
void ck_gelu_gradient(const float *x, float *g, size_t count);

// y[r, c] = (x[r, c] - mean[c]) / scale[c]; both have rows `stride` floats apart and may be the same.
void ck_standardize(const float *x, const float *mean, const float *scale, float *y, size_t rows, size_t columns,
                    size_t stride);

// Element (i, k) stands at start[i row + k column].
typedef struct {
  const float *start;
  size_t row, column;
} ck_matrix;

// Columns by sixteen: element (k, j) stands at start[k row + j / 16 panel + j % 16].
typedef struct {
  float *start;
  size_t row, panel;
} ck_panels;

// c[i, j] = initial[i, j] + sum_k a[i, k] b[k, j], summed in the order of k: the same bits whatever `rows` is.
// `initial` may be `c`, or have a row step of 0.
void ck_product(ck_matrix a, ck_panels b, ck_panels initial, ck_panels c, size_t rows, size_t depth, size_t panels);

// y[j, i] = x[i, j], both in panels one after the other; columns of `y` beyond `rows` stay.
void ck_transpose(const float *x, float *y, size_t rows, size_t columns);

// y[c] += sum_r x[r stride + c], in the order of r.
void ck_add_rows(const float *x, float *y, size_t rows, size_t columns, size_t stride);

// y[r, c] = x[chosen[r], c]; rows of `x` lie close together, those of `y` `stride` floats apart.
void ck_copy_chosen_rows(const float *x, const intptr_t *chosen, size_t count, float *y, size_t columns, size_t stride);

// What the outputs for chosen rows should be: 1 for the class that is the label and the experts who gave it, -1 for those
// who gave none, else 0. Rows of `given` are `experts` apart, those of `targets` `stride`.
void ck_write_targets(const int32_t *labels, const int32_t *given, const intptr_t *chosen, size_t count,
                      size_t classes, size_t experts, float *targets, size_t stride);

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

// Losses of rows `[rows]` and their gradients times `weights[r]`. A target is from 0 to 1; one below 0 leaves the
// output out. Rows of logits and gradient are `stride` floats apart, those of targets `target_stride`, and there is
// memory up to a multiple of 16 columns; the gradient's is set to 0 there.
typedef struct {
  const float *logits, *targets, *weights;
  float *gradient, *losses;
  size_t rows, stride, target_stride;
} ck_losses;

// sum_c t log(1 + e^-g) + (1 - t) log(1 + e^g).
void ck_one_vs_all(ck_losses batch, size_t columns);

// sum_c -t log(softmax(g)_c).
void ck_softmax(ck_losses batch, size_t columns);

// Tells the processor that this thread waits for another.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
// y[c] = sum_i x[chosen[i], c], in the order of `chosen`.
void ck_sum_chosen_rows(const float *x, const uint32_t *chosen, size_t count, float *y, size_t columns);

// One step of Adagrad: s[i] += g[i]^2, p[i] -= rate g[i] / (sqrt(s[i]) + epsilon).
void ck_adagrad(float rate, float epsilon, const float *g, float *p, float *s, size_t count);

#endif

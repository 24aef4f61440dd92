#include "CKernels.h"
#include "dispatch.h"

// Sixteen lanes that start at any float. The compiler splits them where registers are narrower.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
enum { LANES = 16 };

#define INLINE static inline __attribute__((always_inline))

INLINE float sum_of_lanes(const lanes *a) {
  float t[LANES];
  __builtin_memcpy(t, a, sizeof t);
  for (int width = LANES / 2; width; width /= 2)
    for (int i = 0; i < width; i++) t[i] += t[i + width];
  return t[0];
}

// y[r, o] for R rows and O outputs. Every (r, o) is summed in the same order whatever R and O are, so a row's
// logits are the same bits alone and in a batch of any size.
INLINE void dense_tile(
    const int R, const int O, const float *x, const float *w, const float *bias, float *y, size_t inputs,
    size_t outputs) {
  lanes sums[4][4];
  for (int r = 0; r < R; r++)
    for (int o = 0; o < O; o++) sums[r][o] = (lanes){0};
  size_t i = 0;
  for (; i + LANES <= inputs; i += LANES)
    for (int o = 0; o < O; o++)
      for (int r = 0; r < R; r++)
        sums[r][o] += *(const lanes *)(x + r * inputs + i) * *(const lanes *)(w + o * inputs + i);
  if (i < inputs) {
    float xs[4][LANES] = {{0}}, ws[4][LANES] = {{0}};
    for (int r = 0; r < R; r++) __builtin_memcpy(xs[r], x + r * inputs + i, (inputs - i) * sizeof(float));
    for (int o = 0; o < O; o++) __builtin_memcpy(ws[o], w + o * inputs + i, (inputs - i) * sizeof(float));
    for (int o = 0; o < O; o++)
      for (int r = 0; r < R; r++) sums[r][o] += *(const lanes *)xs[r] * *(const lanes *)ws[o];
  }
  for (int r = 0; r < R; r++)
    for (int o = 0; o < O; o++) y[r * outputs + o] = bias[o] + sum_of_lanes(&sums[r][o]);
}

CK_CLONES void ck_dense(
    const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inputs, size_t outputs) {
  size_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float *block = x + r * inputs;
    float *out = y + r * outputs;
    size_t o = 0;
    for (; o + 4 <= outputs; o += 4)
      dense_tile(4, 4, block, w + o * inputs, bias + o, out + o, inputs, outputs);
    for (; o < outputs; o++) dense_tile(4, 1, block, w + o * inputs, bias + o, out + o, inputs, outputs);
  }
  for (; r < rows; r++) {
    size_t o = 0;
    for (; o + 4 <= outputs; o += 4)
      dense_tile(1, 4, x + r * inputs, w + o * inputs, bias + o, y + r * outputs + o, inputs, outputs);
    for (; o < outputs; o++)
      dense_tile(1, 1, x + r * inputs, w + o * inputs, bias + o, y + r * outputs + o, inputs, outputs);
  }
}

// c[i, j] for I rows and V vectors of columns.
INLINE void product_tile(
    const int I, const int V, const float *a, size_t a_row, size_t a_column, const float *b, float *c, size_t depth,
    size_t columns) {
  lanes sums[4][4];
  for (int i = 0; i < I; i++)
    for (int v = 0; v < V; v++) sums[i][v] = (lanes){0};
  for (size_t k = 0; k < depth; k++)
    for (int i = 0; i < I; i++)
      for (int v = 0; v < V; v++)
        sums[i][v] += a[i * a_row + k * a_column] * *(const lanes *)(b + k * columns + v * LANES);
  for (int i = 0; i < I; i++)
    for (int v = 0; v < V; v++) *(lanes *)(c + i * columns + v * LANES) = sums[i][v];
}

INLINE void product_panel(
    const int V, const float *a, size_t a_row, size_t a_column, const float *b, float *c, size_t rows, size_t depth,
    size_t columns) {
  size_t i = 0;
  for (; i + 4 <= rows; i += 4)
    product_tile(4, V, a + i * a_row, a_row, a_column, b, c + i * columns, depth, columns);
  for (; i < rows; i++)
    product_tile(1, V, a + i * a_row, a_row, a_column, b, c + i * columns, depth, columns);
}

CK_CLONES void ck_product(
    const float *a, size_t a_row, size_t a_column, const float *b, float *c, size_t rows, size_t depth,
    size_t columns) {
  size_t j = 0;
  for (; j + 4 * LANES <= columns; j += 4 * LANES)
    product_panel(4, a, a_row, a_column, b + j, c + j, rows, depth, columns);
  for (; j + LANES <= columns; j += LANES)
    product_panel(1, a, a_row, a_column, b + j, c + j, rows, depth, columns);
  for (; j < columns; j++)
    for (size_t i = 0; i < rows; i++) {
      float sum = 0;
      for (size_t k = 0; k < depth; k++) sum += a[i * a_row + k * a_column] * b[k * columns + j];
      c[i * columns + j] = sum;
    }
}

int ck_has_wide_vectors(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return 0;
#endif
}

#include "CKernels.h"
#include "dispatch.h"

// The block of `a` that is read again for each panel stays in the second-level cache.
enum { DEPTH_BLOCK = 512, BLOCK_FLOATS = 49152 };

typedef struct {
  ck_matrix a;
  ck_panels initial, b, c;
  size_t depth, panels;
} product;

// c[i, j] for R rows and V panels. Every element is summed in the order of k, whatever R and V are.
INLINE void tile(const int R, const int V, const product p, size_t row, size_t panel) {
  const float *a = p.a.start + row * p.a.row;
  const float *b = p.b.start + panel * p.b.panel;
  const float *initial = p.initial.start + row * p.initial.row + panel * p.initial.panel;
  float *c = p.c.start + row * p.c.row + panel * p.c.panel;
  lanes sums[R][V];
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < V; v++) sums[r][v] = *(const lanes *)(initial + r * p.initial.row + v * p.initial.panel);
  for (size_t k = 0; k < p.depth; k++)
#pragma clang loop unroll(full)
    for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
      for (int v = 0; v < V; v++)
        sums[r][v] += a[r * p.a.row + k * p.a.column] * *(const lanes *)(b + k * p.b.row + v * p.b.panel);
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < V; v++) *(lanes *)(c + r * p.c.row + v * p.c.panel) = sums[r][v];
}

// Whole tiles of R rows and V panels, then one panel, of the rows from `first`; returns the first row left over.
INLINE size_t tiles(const int R, const int V, const product p, size_t first, size_t rows) {
  size_t end = first + (rows - first) / R * R;
  size_t panel = 0;
  for (; panel + V <= p.panels; panel += V)
    for (size_t row = first; row < end; row += R) tile(R, V, p, row, panel);
  for (; panel < p.panels; panel++)
    for (size_t row = first; row < end; row += R) tile(R, 1, p, row, panel);
  return end;
}

// As many sums as fit the registers and hide a multiply-add's latency; fewer rows take more panels.
#define ROWS_OF_TILES(name, attributes, R, V, R2, V2, V1)                          \
  attributes static void name(const product p, size_t first, size_t rows) {        \
    tiles(1, V1, p, tiles(R2, V2, p, tiles(R, V, p, first, rows), rows), rows);    \
  }

#if defined(__x86_64__)
// Without the width the compiler would halve the vectors: this level's tuning prefers 32 bytes.
ROWS_OF_TILES(rows_v4, __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), 12, 2, 4, 4, 8)
ROWS_OF_TILES(rows_v3, __attribute__((target("arch=x86-64-v3"))), 6, 1, 2, 2, 4)
ROWS_OF_TILES(rows_baseline, , 2, 1, 2, 1, 2)
#else
ROWS_OF_TILES(rows_baseline, , 6, 1, 2, 2, 4)
#endif

static void rows_of_tiles(const product p, size_t first, size_t rows) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
    return rows_v4(p, first, rows);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return rows_v3(p, first, rows);
#endif
  rows_baseline(p, first, rows);
}

void ck_product(ck_matrix a, ck_panels b, ck_panels initial, ck_panels c, size_t rows, size_t depth, size_t panels) {
  for (size_t k = 0; k == 0 || k < depth; k += DEPTH_BLOCK) {
    size_t part = depth - k < DEPTH_BLOCK ? depth - k : DEPTH_BLOCK;
    product p = {
        {a.start + k * a.column, a.row, a.column}, k ? c : initial, {b.start + k * b.row, b.row, b.panel}, c, part,
        panels};
    size_t block = BLOCK_FLOATS / (part + 1);
    for (size_t first = 0; first < rows; first += block)
      rows_of_tiles(p, first, rows - first < block ? rows : first + block);
  }
}

// Sixteen numbers, four from each of four rows, turned.
INLINE void transpose_four(const float *x, size_t x_row, float *y, size_t y_row) {
  typedef float four __attribute__((vector_size(16), aligned(4), may_alias));
  four a = *(const four *)x, b = *(const four *)(x + x_row);
  four c = *(const four *)(x + 2 * x_row), d = *(const four *)(x + 3 * x_row);
  four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  four ef = __builtin_shufflevector(a, b, 2, 6, 3, 7), gh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(four *)y = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *(four *)(y + y_row) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  *(four *)(y + 2 * y_row) = __builtin_shufflevector(ef, gh, 0, 1, 4, 5);
  *(four *)(y + 3 * y_row) = __builtin_shufflevector(ef, gh, 2, 3, 6, 7);
}

void ck_transpose(const float *x, float *y, size_t rows, size_t columns) {
  for (size_t j = 0; j < columns; j++) {
    // Column j of `x` is row j of `y`; four of each at once where there are four.
    const float *from = x + j / LANES * LANES * rows + j % LANES;
    float *to = y + j * LANES;
    int four = j % 4 == 0 && j + 4 <= columns;
    size_t i = 0;
    for (; four && i + 4 <= rows; i += 4)
      transpose_four(from + i * LANES, LANES, to + i / LANES * LANES * columns + i % LANES, LANES);
    for (; i < rows; i++)
      for (size_t q = 0; q < (four ? 4 : 1); q++)
        to[q * LANES + i / LANES * LANES * columns + i % LANES] = from[i * LANES + q];
    if (four) j += 3;
  }
}

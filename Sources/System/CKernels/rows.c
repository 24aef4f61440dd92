#include "CKernels.h"
#include "dispatch.h"

CK_CLONES void ck_standardize(
    const float *x, const float *mean, const float *scale, float *y, size_t rows, size_t columns, size_t stride) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) y[r * stride + c] = (x[r * stride + c] - mean[c]) / scale[c];
}

CK_CLONES void ck_sum_rows(const float *x, float *y, size_t rows, size_t columns, size_t stride) {
  for (size_t c = 0; c < columns; c++) y[c] = 0;
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) y[c] += x[r * stride + c];
}

CK_CLONES void ck_accumulate(const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] += x[i];
}

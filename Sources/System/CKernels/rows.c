#include "CKernels.h"
#include "dispatch.h"

// Bytes of rows that are asked for ahead: as many as are on their way from memory at once.
enum { BYTES_AHEAD = 4096 };

static size_t rows_ahead(size_t bytes) { return 1 + BYTES_AHEAD / (bytes + 64); }

INLINE void ask_for(const void *start, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch((const char *)start + i);
}

void ck_copy_chosen_rows(const float *x, const intptr_t *chosen, size_t count, float *y, size_t columns, size_t stride) {
  size_t bytes = columns * sizeof *x, ahead = rows_ahead(bytes);
  for (size_t r = 0; r < count; r++) {
    if (r + ahead < count) ask_for(x + (size_t)chosen[r + ahead] * columns, bytes);
    __builtin_memcpy(y + r * stride, x + (size_t)chosen[r] * columns, bytes);
  }
}

CK_CLONES void ck_write_targets(const int32_t *labels, const int32_t *given, const intptr_t *chosen, size_t count,
                                size_t classes, size_t experts, float *targets, size_t stride) {
  size_t bytes = experts * sizeof *given, ahead = rows_ahead(bytes);
  for (size_t r = 0; r < count; r++) {
    if (r + ahead < count) {
      ask_for(labels + chosen[r + ahead], sizeof *labels);
      ask_for(given + (size_t)chosen[r + ahead] * experts, bytes);
    }
    const int32_t label = labels[chosen[r]], *own = given + (size_t)chosen[r] * experts;
    float *target = targets + r * stride;
    for (size_t k = 0; k < classes; k++) target[k] = (int32_t)k == label;
    for (size_t j = 0; j < experts; j++) target[classes + j] = own[j] < 0 ? -1.0f : own[j] == label;
  }
}

CK_CLONES void ck_standardize(
    const float *x, const float *mean, const float *scale, float *y, size_t rows, size_t columns, size_t stride) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) y[r * stride + c] = (x[r * stride + c] - mean[c]) / scale[c];
}

CK_CLONES void ck_add_rows(const float *x, float *y, size_t rows, size_t columns, size_t stride) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) y[c] += x[r * stride + c];
}

CK_CLONES void ck_accumulate(const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] += x[i];
}

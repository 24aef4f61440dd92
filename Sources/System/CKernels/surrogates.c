#include "CKernels.h"
#include "dispatch.h"

#include <math.h>

// Vectors go by address: by value they would need one calling convention for every level of the CPU.
typedef int integers __attribute__((vector_size(64), aligned(4), may_alias));

#define CHOOSE(mask, yes, no) ((lanes)(((mask) & (integers)(yes)) | (~(mask) & (integers)(no))))
#define LARGER(a, b) CHOOSE((a) > (b), a, b)

static const lanes zero = {0};

// Halves added to halves: the same order on every CPU.
INLINE float sum_of(const lanes *a) {
  float t[LANES];
  __builtin_memcpy(t, a, sizeof t);
  for (int width = LANES / 2; width; width /= 2)
    for (int i = 0; i < width; i++) t[i] += t[i + width];
  return t[0];
}

INLINE float largest_of(const lanes *a) {
  float largest = (*a)[0];
  for (int i = 1; i < LANES; i++) largest = (*a)[i] > largest ? (*a)[i] : largest;
  return largest;
}

// e^x for x <= 0, relative error 2e-7: 2^n e^r with |r| <= log(2) / 2; 0 below the normal numbers. What is no number stays so: the bound lets
// it pass, and 2^n is a factor, exact here, where adding n to the exponent would make a number of it.
INLINE void exponential(const lanes *x, lanes *y) {
  const float shift = 12582912;  // 1.5 · 2^23: adding it rounds to a whole number, which the lowest bits hold
  lanes bounded = LARGER(zero - 87, *x);
  lanes shifted = bounded * 1.44269504088896341f + shift;
  lanes n = shifted - shift;
  lanes r = bounded - n * 0.693359375f + n * 2.12194440e-4f;
  lanes p = r * 1.38368458e-3f + 8.37481581e-3f;
  p = p * r + 4.16682251e-2f;
  p = p * r + 1.66664198e-1f;
  p = p * r + 4.99999911e-1f;
  p = p * r + 1;
  p = p * r + 1;
  lanes power = (lanes)(((integers)shifted << 23) + 0x3f800000);
  *y = CHOOSE(*x < -87, zero, p * power);
}

// log(1 + z) for 0 <= z <= 1, relative error 2e-7: 2 artanh(z / (2 + z)).
INLINE void log_one_plus(const lanes *z, lanes *y) {
  lanes w = *z / (*z + 2), q = w * w;
  lanes p = q * 1.40891671e-1f + 1.39803007e-1f;
  p = p * q + 2.00124547e-1f;
  p = p * q + 3.33331585e-1f;
  p = p * q + 1;
  *y = 2 * w * p;
}

// Row r, sixteen columns from c; `seen` has all bits of those that are among `columns` and have a target.
#define LOAD_ROW(r, c)                                                                            \
  lanes g = *(const lanes *)(batch.logits + (r) * batch.stride + (c));                            \
  lanes t = *(const lanes *)(batch.targets + (r) * batch.target_stride + (c));                    \
  lanes *slope = (lanes *)(batch.gradient + (r) * batch.stride + (c));                            \
  integers seen = (t >= 0) & (column < (int)columns - (int)(c))

static const integers column = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

CK_CLONES void ck_one_vs_all(ck_losses batch, size_t columns) {
  for (size_t r = 0; r < batch.rows; r++) {
    lanes sum = zero;
    for (size_t c = 0; c < columns; c += LANES) {
      LOAD_ROW(r, c);
      lanes below = (lanes)((integers)g | 0x80000000), power, softplus;  // -|g|
      exponential(&below, &power);
      log_one_plus(&power, &softplus);
      lanes likely = 1 / (1 + power), unlikely = power * likely;
      lanes up = CHOOSE(g > 0, likely, unlikely), down = CHOOSE(g > 0, unlikely, likely);  // σ(g), σ(-g)
      lanes loss = (1 - t) * LARGER(g, zero) + t * LARGER(-g, zero) + softplus;
      sum += CHOOSE(seen, loss, zero);
      *slope = CHOOSE(seen, ((1 - t) * up - t * down) * batch.weights[r], zero);
    }
    batch.losses[r] = sum_of(&sum);
  }
}

CK_CLONES void ck_softmax(ck_losses batch, size_t columns) {
  for (size_t r = 0; r < batch.rows; r++) {
    lanes most = zero - INFINITY;
    for (size_t c = 0; c < columns; c += LANES) {
      LOAD_ROW(r, c);
      *slope = CHOOSE(seen, g, zero - INFINITY);
      most = LARGER(*slope, most);
    }
    float largest = largest_of(&most);

    lanes sum = zero, target_sum = zero, distance = zero;
    for (size_t c = 0; c < columns; c += LANES) {
      LOAD_ROW(r, c);
      lanes below = *slope - largest;
      exponential(&below, slope);
      sum += *slope;
      target_sum += CHOOSE(seen, t, zero);
      distance += CHOOSE(seen & (t > 0), t * (g - largest), zero);
    }
    float whole = sum_of(&sum), count = sum_of(&target_sum);
    batch.losses[r] = count * logf(whole) - sum_of(&distance);

    for (size_t c = 0; c < columns; c += LANES) {
      LOAD_ROW(r, c);
      *slope = CHOOSE(seen, (*slope * (count / whole) - t) * batch.weights[r], zero);
    }
  }
}

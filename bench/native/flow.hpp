// Matrix times vector and tanh, as assembly/matvec.ts and assembly/elementary.ts have them: the same steps, with as many lanes
// as the vectors have. With two lanes sums come out with the same bits as there, with more to rounding.
#pragma once

#include "vector.hpp"

constexpr int LANES64 = BYTES / 8;
typedef double f64v __attribute__((vector_size(BYTES)));
typedef int64_t i64v __attribute__((vector_size(BYTES)));

inline double total(f64v v) {
  double sum = 0;
  for (int k = 0; k < LANES64; k++) sum += v[k];
  return sum;
}

/** out = matrix · x of rows `stride` apart, a multiple of 16, zero beyond the columns. */
template <int ROWS>
inline void denseRows(const double *matrix, const double *x, double *out, int stride) {
  f64v sums[ROWS] = {};
  for (int j = 0; j < stride; j += 2 * LANES64) {
    const f64v x0 = load<f64v>(x + j);
    const f64v x1 = load<f64v>(x + j + LANES64);
    for (int r = 0; r < ROWS; r++) {
      const double *row = matrix + (size_t)r * stride + j;
      sums[r] = sums[r] + load<f64v>(row) * x0 + load<f64v>(row + LANES64) * x1;
    }
  }
  for (int r = 0; r < ROWS; r++) out[r] = total(sums[r]);
}

inline void denseProduct(const double *matrix, const double *x, double *out, int rows, int stride) {
  int i = 0;
  if ((size_t)rows * stride * 8 > (16 << 20)) {
    for (; i + 7 < rows; i += 8) denseRows<8>(matrix + (size_t)i * stride, x, out + i, stride);
  }
  for (; i + 3 < rows; i += 4) denseRows<4>(matrix + (size_t)i * stride, x, out + i, stride);
  for (; i < rows; i++) denseRows<1>(matrix + (size_t)i * stride, x, out + i, stride);
}

inline f64v tanhLanes(f64v x) {
  const i64v sign = (i64v)x & INT64_MIN;
  const f64v doubled = (f64v)((i64v)(x + x) & INT64_MAX);
  const f64v most = doubled - doubled + 44.0;
  const f64v y = doubled > most ? most : doubled; // NaN stays NaN
  const f64v magic = y - y + 6755399441055744.0;
  const f64v t = y * 1.4426950408889634 + magic;
  const f64v k = t - magic;
  const f64v r = y - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  const f64v r2 = r * r;
  const f64v r4 = r2 * r2;
  const f64v p01 = 0.16666666666666669 * r + 0.5000000000000001;
  const f64v p23 = 0.008333333333330062 * r + 0.04166666666662413;
  const f64v p45 = 0.00019841269863053618 * r + 0.0013888888917213717;
  const f64v p67 = 0.0000027557268459997064 * r + 0.000024801521295954376;
  const f64v p89 = 2.510038549551032e-8 * r + 2.7620088445409746e-7;
  const f64v low = p01 + r2 * p23;
  const f64v high = p45 + r2 * p67 + r4 * p89;
  const f64v p = r + r2 * (low + r4 * high);
  const f64v scale = (f64v)(((i64v)t << 52) + (int64_t)0x3ff0000000000000);
  const f64v e = scale * p + (scale - 1.0);
  return (f64v)((i64v)(e / (e + 2.0)) | sign);
}

/** out = tanh x; `count` a multiple of 8. */
inline void tanhAll(const double *x, double *out, int count) {
  for (int i = 0; i < count; i += LANES64) store(out + i, tanhLanes(load<f64v>(x + i)));
}

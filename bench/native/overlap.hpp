// The overlap matrix M = ξᵀξ by the method of four Russians. Twin of assembly/patterns.ts and assembly/overlap.ts.
#pragma once

#include <algorithm>

#include "vector.hpp"

constexpr int GROUP = 7;
constexpr int BLOCK = 64;
constexpr int TABLE_BYTES = 128 * 64;
constexpr int GROUPS_AT_ONCE = 18;
constexpr int PARTS = BLOCK / BYTES;

/** Packs patterns by sevens: bit b of codes[g][i] is set when xi[7g + b][i] = +1. */
inline void packPatterns(const int8_t *xi, uint8_t *codes, int P, int stride) {
  for (int g = 0, mu = 0; mu < P; g++, mu += GROUP) {
    const int bits = std::min(GROUP, P - mu);
    for (int i = 0; i < stride; i += BYTES) {
      i8v code{};
      for (int b = 0; b < bits; b++) {
        const i8v positive = (i8v)(load<i8v>(xi + (size_t)(mu + b) * stride + i) > 0);
        code |= positive & (int8_t)(1 << b);
      }
      store(codes + (size_t)g * stride + i, code);
    }
  }
}

/** table[code] = Σ_b ±xi[b], + where bit b of the code is set; each entry one addition from an earlier one. */
inline void buildTable(int8_t *table, const int8_t *xi, int stride, int bits) {
  i8v sum[PARTS] = {};
  for (int b = 0; b < bits; b++) {
    for (int v = 0; v < PARTS; v++) sum[v] -= load<i8v>(xi + (size_t)b * stride + v * BYTES);
  }
  for (int v = 0; v < PARTS; v++) store(table + v * BYTES, sum[v]);
  int8_t *to = table + 64;
  for (int b = 0; b < bits; b++) {
    i8v twice[PARTS];
    for (int v = 0; v < PARTS; v++) {
      const i8v row = load<i8v>(xi + (size_t)b * stride + v * BYTES);
      twice[v] = row + row;
    }
    const int8_t *end = to;
    for (const int8_t *from = table; from < end; from += 64, to += 64) {
      for (int v = 0; v < PARTS; v++) store(to + v * BYTES, load<i8v>(from + v * BYTES) + twice[v]);
    }
  }
}

/** Sums the 64 columns from 64·block on, for rows 0 … min(N, 64·(block + 1)) − 1. */
inline void overlapBlock(
    const int8_t *xi, const uint8_t *codes, int16_t *m, int8_t *tables, int P, int N, int stride, int block) {
  const int rows = std::min(N, BLOCK * (block + 1));
  const int groups = (P + GROUP - 1) / GROUP;
  const size_t column = (size_t)block * BLOCK;
  for (int g0 = 0; g0 < groups; g0 += GROUPS_AT_ONCE) {
    const int g1 = std::min(groups, g0 + GROUPS_AT_ONCE);
    for (int g = g0; g < g1; g++) {
      const int mu = g * GROUP;
      buildTable(tables + (g - g0) * TABLE_BYTES, xi + (size_t)mu * stride + column, stride, std::min(GROUP, P - mu));
    }
    const int count = g1 - g0;
    for (int i = 0; i < rows; i++) {
      const uint8_t *code = codes + (size_t)g0 * stride + i;
      const int8_t *table = tables;
      i8v a[PARTS] = {};
      for (int g = 0; g < count; g++) {
        const int8_t *entry = table + (*code << 6);
        for (int v = 0; v < PARTS; v++) a[v] += load<i8v>(entry + v * BYTES);
        code += stride;
        table += TABLE_BYTES;
      }
      int16_t *out = m + (size_t)i * stride + column;
      if (g0 > 0) {
        for (int v = 0; v < PARTS; v++) widenAdd(out + v * BYTES, a[v]);
      } else {
        for (int v = 0; v < PARTS; v++) widen(out + v * BYTES, a[v]);
      }
    }
  }
}

/** M[r + a][c + b] = M[c + b][r + a] for a < rows, b < 8. */
inline void transpose8(int16_t *m, int stride, int r, int c, int rows) {
  const int16_t *source = m + (size_t)c * stride + r;
  __m128i x[8], a[8], b[8];
  for (int k = 0; k < 8; k++) x[k] = load<__m128i>(source + (size_t)k * stride);
  for (int k = 0; k < 4; k++) {
    a[2 * k] = _mm_unpacklo_epi16(x[2 * k], x[2 * k + 1]);
    a[2 * k + 1] = _mm_unpackhi_epi16(x[2 * k], x[2 * k + 1]);
  }
  for (int half = 0; half < 2; half++) {
    const __m128i *from = a + 4 * half;
    b[4 * half] = _mm_unpacklo_epi32(from[0], from[2]);
    b[4 * half + 1] = _mm_unpackhi_epi32(from[0], from[2]);
    b[4 * half + 2] = _mm_unpacklo_epi32(from[1], from[3]);
    b[4 * half + 3] = _mm_unpackhi_epi32(from[1], from[3]);
  }
  int16_t *target = m + (size_t)r * stride + c;
  for (int k = 0; k < 8; k += 2) {
    if (rows > k) store(target + (size_t)k * stride, _mm_unpacklo_epi64(b[k / 2], b[4 + k / 2]));
    if (rows > k + 1) store(target + (size_t)(k + 1) * stride, _mm_unpackhi_epi64(b[k / 2], b[4 + k / 2]));
  }
}

/** Fills rows 64·block … 64·block + 63 left of the diagonal block with the transposed blocks above the diagonal. */
inline void mirrorOverlap(int16_t *m, int N, int stride, int block) {
  const int from = block * BLOCK;
  const int end = std::min(N, from + BLOCK);
  for (int r = from; r < end; r += 8) {
    const int rows = std::min(8, end - r);
    for (int c = 0; c < from; c += 8) transpose8(m, stride, r, c, rows);
  }
}

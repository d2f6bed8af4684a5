// Vectors as wide as the flags allow: 16 bytes with SSE4.2, 32 with AVX2, 64 with AVX-512. Element-wise arithmetic is
// GCC's; what has no operator of its own is below, once for each width.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
constexpr int BYTES = 64;
#elif defined(__AVX2__)
constexpr int BYTES = 32;
#else
constexpr int BYTES = 16;
#endif

constexpr int LANES16 = BYTES / 2;
constexpr int LANES32 = BYTES / 4;

typedef int8_t i8v __attribute__((vector_size(BYTES)));
typedef int16_t i16v __attribute__((vector_size(BYTES)));
typedef int32_t i32v __attribute__((vector_size(BYTES)));

/** A vector from any address. */
template <class V>
inline V loadAny(const void *ptr) {
  V v;
  memcpy(&v, ptr, sizeof v);
  return v;
}

/** A vector from an address that is a multiple of its size: arrays begin at multiples of 64, rows of M at 128. */
template <class V>
inline V load(const void *ptr) {
  return *(const V *)ptr;
}

template <class V>
inline void store(void *ptr, V v) {
  *(V *)ptr = v;
}

/** The smallest of eight entries. */
inline int least(__m128i x) {
  const __m128i signs = _mm_set1_epi16(INT16_MIN); // the instruction compares unsigned
  return (int16_t)(_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_xor_si128(x, signs))) ^ 0x8000);
}

#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)

/** Writes the bytes as twice as many i16. */
inline void widen(int16_t *out, i8v bytes) {
  store(out, _mm512_cvtepi8_epi16(_mm512_castsi512_si256((__m512i)bytes)));
  store(out + 32, _mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64((__m512i)bytes, 1)));
}

inline void widenAdd(int16_t *out, i8v bytes) {
  const __m512i low = _mm512_cvtepi8_epi16(_mm512_castsi512_si256((__m512i)bytes));
  const __m512i high = _mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64((__m512i)bytes, 1));
  store(out, _mm512_add_epi16(load<__m512i>(out), low));
  store(out + 32, _mm512_add_epi16(load<__m512i>(out + 32), high));
}

/** x·row1 + y·row2 of 32 entries, in order, for `pair` of (x, y). */
inline void dotRows(const int16_t *row1, const int16_t *row2, i32v pair, i32v &low, i32v &high) {
  const __m512i order = _mm512_setr_epi64(0, 4, 1, 5, 2, 6, 3, 7); // unpacking works within 16 bytes
  const __m512i v1 = _mm512_permutexvar_epi64(order, load<__m512i>(row1));
  const __m512i v2 = _mm512_permutexvar_epi64(order, load<__m512i>(row2));
  low = (i32v)_mm512_madd_epi16(_mm512_unpacklo_epi16(v1, v2), (__m512i)pair);
  high = (i32v)_mm512_madd_epi16(_mm512_unpackhi_epi16(v1, v2), (__m512i)pair);
}

/** cost − round(scaled·row·pull / 2¹⁵) − noise, saturated, of 32 entries; noise from any address. */
inline i16v values(const int16_t *row, const int16_t *scaled, const int16_t *cost, const int16_t *noise, i16v pull) {
  const __m512i product = _mm512_mullo_epi16(load<__m512i>(row), load<__m512i>(scaled));
  const __m512i rest = _mm512_subs_epi16(load<__m512i>(cost), _mm512_mulhrs_epi16(product, (__m512i)pull));
  return (i16v)_mm512_subs_epi16(rest, loadAny<__m512i>(noise));
}

inline i16v smaller(i16v a, i16v b) { return (i16v)_mm512_min_epi16((__m512i)a, (__m512i)b); }

inline bool anyLess(i16v a, i16v b) { return _mm512_cmplt_epi16_mask((__m512i)a, (__m512i)b) != 0; }

inline int least(i16v x) {
  const __m256i y = _mm256_min_epi16(_mm512_castsi512_si256((__m512i)x), _mm512_extracti64x4_epi64((__m512i)x, 1));
  return least(_mm_min_epi16(_mm256_castsi256_si128(y), _mm256_extracti128_si256(y, 1)));
}

/** Place of the first equal entry, −1 where there is none. */
inline int firstEqual(i16v a, i16v b) {
  const uint32_t mask = _mm512_cmpeq_epi16_mask((__m512i)a, (__m512i)b);
  return mask ? __builtin_ctz(mask) : -1;
}

inline i16v mulRound(i16v a, i16v b) { return (i16v)_mm512_mulhrs_epi16((__m512i)a, (__m512i)b); }

/** (h·own + barrier) >> shift, saturated to i16, of 32 entries. */
inline i16v fixedCosts(i32v h0, i32v h1, const int16_t *own, const int32_t *barrier, int shift) {
  const __m512i m0 = _mm512_cvtepi16_epi32(load<__m256i>(own));
  const __m512i m1 = _mm512_cvtepi16_epi32(load<__m256i>(own + 16));
  const __m512i low = _mm512_add_epi32(_mm512_mullo_epi32((__m512i)h0, m0), load<__m512i>(barrier));
  const __m512i high = _mm512_add_epi32(_mm512_mullo_epi32((__m512i)h1, m1), load<__m512i>(barrier + 16));
  const __m128i by = _mm_cvtsi32_si128(shift);
  const __m512i packed = _mm512_packs_epi32(_mm512_sra_epi32(low, by), _mm512_sra_epi32(high, by));
  return (i16v)_mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), packed); // packing works within 16 bytes
}

inline bool anySet(i16v x) { return _mm512_test_epi64_mask((__m512i)x, (__m512i)x) != 0; }

#elif defined(__AVX2__)

inline void widen(int16_t *out, i8v bytes) {
  store(out, _mm256_cvtepi8_epi16(_mm256_castsi256_si128((__m256i)bytes)));
  store(out + 16, _mm256_cvtepi8_epi16(_mm256_extracti128_si256((__m256i)bytes, 1)));
}

inline void widenAdd(int16_t *out, i8v bytes) {
  const __m256i low = _mm256_cvtepi8_epi16(_mm256_castsi256_si128((__m256i)bytes));
  const __m256i high = _mm256_cvtepi8_epi16(_mm256_extracti128_si256((__m256i)bytes, 1));
  store(out, _mm256_add_epi16(load<__m256i>(out), low));
  store(out + 16, _mm256_add_epi16(load<__m256i>(out + 16), high));
}

/** x·row1 + y·row2 of 16 entries, in order, for `pair` of (x, y). */
inline void dotRows(const int16_t *row1, const int16_t *row2, i32v pair, i32v &low, i32v &high) {
  const __m256i v1 = _mm256_permute4x64_epi64(load<__m256i>(row1), 0xd8); // unpacking works within 16 bytes
  const __m256i v2 = _mm256_permute4x64_epi64(load<__m256i>(row2), 0xd8);
  low = (i32v)_mm256_madd_epi16(_mm256_unpacklo_epi16(v1, v2), (__m256i)pair);
  high = (i32v)_mm256_madd_epi16(_mm256_unpackhi_epi16(v1, v2), (__m256i)pair);
}

/** cost − round(scaled·row·pull / 2¹⁵) − noise, saturated, of 16 entries; noise from any address. */
inline i16v values(const int16_t *row, const int16_t *scaled, const int16_t *cost, const int16_t *noise, i16v pull) {
  const __m256i product = _mm256_mullo_epi16(load<__m256i>(row), load<__m256i>(scaled));
  const __m256i rest = _mm256_subs_epi16(load<__m256i>(cost), _mm256_mulhrs_epi16(product, (__m256i)pull));
  return (i16v)_mm256_subs_epi16(rest, loadAny<__m256i>(noise));
}

inline i16v smaller(i16v a, i16v b) { return (i16v)_mm256_min_epi16((__m256i)a, (__m256i)b); }

inline bool anyLess(i16v a, i16v b) { return _mm256_movemask_epi8(_mm256_cmpgt_epi16((__m256i)b, (__m256i)a)) != 0; }

inline int least(i16v x) {
  return least(_mm_min_epi16(_mm256_castsi256_si128((__m256i)x), _mm256_extracti128_si256((__m256i)x, 1)));
}

inline int firstEqual(i16v a, i16v b) {
  const uint32_t mask = _mm256_movemask_epi8(_mm256_cmpeq_epi16((__m256i)a, (__m256i)b));
  return mask ? __builtin_ctz(mask) / 2 : -1;
}

inline i16v mulRound(i16v a, i16v b) { return (i16v)_mm256_mulhrs_epi16((__m256i)a, (__m256i)b); }

/** (h·own + barrier) >> shift, saturated to i16, of 16 entries. */
inline i16v fixedCosts(i32v h0, i32v h1, const int16_t *own, const int32_t *barrier, int shift) {
  const __m256i m0 = _mm256_cvtepi16_epi32(load<__m128i>(own));
  const __m256i m1 = _mm256_cvtepi16_epi32(load<__m128i>(own + 8));
  const __m256i low = _mm256_add_epi32(_mm256_mullo_epi32((__m256i)h0, m0), load<__m256i>(barrier));
  const __m256i high = _mm256_add_epi32(_mm256_mullo_epi32((__m256i)h1, m1), load<__m256i>(barrier + 8));
  const __m128i by = _mm_cvtsi32_si128(shift);
  const __m256i packed = _mm256_packs_epi32(_mm256_sra_epi32(low, by), _mm256_sra_epi32(high, by));
  return (i16v)_mm256_permute4x64_epi64(packed, 0xd8); // packing works within 16 bytes
}

inline bool anySet(i16v x) { return !_mm256_testz_si256((__m256i)x, (__m256i)x); }

#else

inline void widen(int16_t *out, i8v bytes) {
  store(out, _mm_cvtepi8_epi16((__m128i)bytes));
  store(out + 8, _mm_cvtepi8_epi16(_mm_srli_si128((__m128i)bytes, 8)));
}

inline void widenAdd(int16_t *out, i8v bytes) {
  store(out, _mm_add_epi16(load<__m128i>(out), _mm_cvtepi8_epi16((__m128i)bytes)));
  store(out + 8, _mm_add_epi16(load<__m128i>(out + 8), _mm_cvtepi8_epi16(_mm_srli_si128((__m128i)bytes, 8))));
}

/** x·row1 + y·row2 of 8 entries, in order, for `pair` of (x, y). */
inline void dotRows(const int16_t *row1, const int16_t *row2, i32v pair, i32v &low, i32v &high) {
  const __m128i v1 = load<__m128i>(row1);
  const __m128i v2 = load<__m128i>(row2);
  low = (i32v)_mm_madd_epi16(_mm_unpacklo_epi16(v1, v2), (__m128i)pair);
  high = (i32v)_mm_madd_epi16(_mm_unpackhi_epi16(v1, v2), (__m128i)pair);
}

/** cost − round(scaled·row·pull / 2¹⁵) − noise, saturated, of 8 entries; noise from any address. */
inline i16v values(const int16_t *row, const int16_t *scaled, const int16_t *cost, const int16_t *noise, i16v pull) {
  const __m128i product = _mm_mullo_epi16(load<__m128i>(row), load<__m128i>(scaled));
  const __m128i rest = _mm_subs_epi16(load<__m128i>(cost), _mm_mulhrs_epi16(product, (__m128i)pull));
  return (i16v)_mm_subs_epi16(rest, loadAny<__m128i>(noise));
}

inline i16v smaller(i16v a, i16v b) { return (i16v)_mm_min_epi16((__m128i)a, (__m128i)b); }

inline bool anyLess(i16v a, i16v b) { return _mm_movemask_epi8(_mm_cmplt_epi16((__m128i)a, (__m128i)b)) != 0; }

inline int least(i16v x) { return least((__m128i)x); }

inline int firstEqual(i16v a, i16v b) {
  const uint32_t mask = _mm_movemask_epi8(_mm_cmpeq_epi16((__m128i)a, (__m128i)b));
  return mask ? __builtin_ctz(mask) / 2 : -1;
}

inline i16v mulRound(i16v a, i16v b) { return (i16v)_mm_mulhrs_epi16((__m128i)a, (__m128i)b); }

/** (h·own + barrier) >> shift, saturated to i16, of 8 entries. */
inline i16v fixedCosts(i32v h0, i32v h1, const int16_t *own, const int32_t *barrier, int shift) {
  const __m128i m0 = _mm_cvtepi16_epi32(_mm_loadl_epi64((const __m128i *)own));
  const __m128i m1 = _mm_cvtepi16_epi32(_mm_loadl_epi64((const __m128i *)(own + 4)));
  const __m128i low = _mm_add_epi32(_mm_mullo_epi32((__m128i)h0, m0), load<__m128i>(barrier));
  const __m128i high = _mm_add_epi32(_mm_mullo_epi32((__m128i)h1, m1), load<__m128i>(barrier + 4));
  const __m128i by = _mm_cvtsi32_si128(shift);
  return (i16v)_mm_packs_epi32(_mm_sra_epi32(low, by), _mm_sra_epi32(high, by));
}

inline bool anySet(i16v x) { return !_mm_testz_si128((__m128i)x, (__m128i)x); }

#endif

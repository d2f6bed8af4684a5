// Philox4x32-10 and a reader of its streams. Twin of assembly/philox.ts and assembly/stream.ts.
#pragma once

#include "vector.hpp"

constexpr uint32_t MULTIPLIER_0 = 0xd2511f53;
constexpr uint32_t MULTIPLIER_1 = 0xcd9e8d57;
constexpr uint32_t WEYL_0 = 0x9e3779b9;
constexpr uint32_t WEYL_1 = 0xbb67ae85;
constexpr int ROUNDS = 10;
constexpr int BUFFER_WORDS = 16;

/** Upper and lower halves of the products of four lanes with one factor. */
inline void multiply(__m128i x, __m128i factor, __m128i &high, __m128i &low) {
  const __m128i even = _mm_mul_epu32(x, factor);
  const __m128i odd = _mm_mul_epu32(_mm_srli_epi64(x, 32), factor);
  high = _mm_blend_epi16(_mm_srli_epi64(even, 32), odd, 0xcc);
  low = _mm_blend_epi16(even, _mm_slli_epi64(odd, 32), 0xcc);
}

/** Writes the 16 words of blocks `index` … `index + 3`. Four blocks fill 16 bytes: wider vectors have no use here. */
inline void philoxBuffer(uint32_t *out, uint32_t index, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0, uint32_t k1) {
  __m128i x0 = _mm_add_epi32(_mm_set1_epi32(index), _mm_setr_epi32(0, 1, 2, 3));
  __m128i x1 = _mm_set1_epi32(c1);
  __m128i x2 = _mm_set1_epi32(c2);
  __m128i x3 = _mm_set1_epi32(c3);
  const __m128i m0 = _mm_set1_epi32(MULTIPLIER_0);
  const __m128i m1 = _mm_set1_epi32(MULTIPLIER_1);
  for (int round = 0; round < ROUNDS; round++) {
    __m128i top0, top1, low0, low1;
    multiply(x0, m0, top0, low0);
    multiply(x2, m1, top1, low1);
    x0 = _mm_xor_si128(_mm_xor_si128(top1, x1), _mm_set1_epi32(k0));
    x2 = _mm_xor_si128(_mm_xor_si128(top0, x3), _mm_set1_epi32(k1));
    x1 = low1;
    x3 = low0;
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  const __m128i a = _mm_unpacklo_epi32(x0, x1);
  const __m128i b = _mm_unpacklo_epi32(x2, x3);
  const __m128i c = _mm_unpackhi_epi32(x0, x1);
  const __m128i d = _mm_unpackhi_epi32(x2, x3);
  store(out, _mm_unpacklo_epi64(a, b));
  store(out + 4, _mm_unpackhi_epi64(a, b));
  store(out + 8, _mm_unpacklo_epi64(c, d));
  store(out + 12, _mm_unpackhi_epi64(c, d));
}

/** Fills a multiple of 16 words of one stream, beginning with block 0. */
inline void randomWords(uint32_t *out, int count, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0, uint32_t k1) {
  for (int i = 0; i < count; i += BUFFER_WORDS) philoxBuffer(out + i, i / 4, c1, c2, c3, k0, k1);
}

constexpr uint32_t DOMAIN_ANNEAL = 3;

class Stream {
  uint32_t index, lane, item, domain, key0, key1;
  int used;
  alignas(64) uint32_t buffer[BUFFER_WORDS];

  __attribute__((noinline)) void fill() {
    philoxBuffer(buffer, index, lane, item, domain, key0, key1);
    index += 4;
    used = 0;
  }

public:
  void open(uint32_t domain, uint32_t item, uint32_t lane, uint32_t key0, uint32_t key1) {
    index = 0;
    this->lane = lane;
    this->item = item;
    this->domain = domain;
    this->key0 = key0;
    this->key1 = key1;
    used = BUFFER_WORDS;
  }

  uint32_t next() {
    if (used == BUFFER_WORDS) fill();
    return buffer[used++];
  }

  /** A uniform integer in [0, bound) without bias: Lemire's multiplication with rejection. */
  uint32_t below(uint32_t bound) {
    uint64_t product = (uint64_t)next() * bound;
    if ((uint32_t)product < bound) {
      const uint32_t floor = -bound % bound;
      while ((uint32_t)product < floor) product = (uint64_t)next() * bound;
    }
    return product >> 32;
  }
};

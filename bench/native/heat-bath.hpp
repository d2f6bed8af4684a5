// Heat bath over whole rows in 16-bit fixed point, narrow integers only. Twin of assembly/heat-bath.ts.
#pragma once

#include "annealer.hpp"

constexpr uint32_t NOISE_MASK = 8191;
constexpr double NOISE_UNIT = 2048;
constexpr int FAR = 1 << 30; // barrier of what is no candidate
constexpr int MOST_SHIFT = 13;
constexpr double RESOLUTION = 64;
constexpr double Q15 = 32768;
constexpr int ROW_BLOCK = 32;

/** The first k with the lowest value; blocks of 32 keep the search for its place off the pass. */
inline int lowest(const Annealer &a, int j, const int16_t *noise, int pull) {
  const int16_t *row = rowOf(a, j);
  const int16_t *scaled = a.scaled;
  const int16_t *cost = a.cost;
  const i16v pulls = i16v{} + (int16_t)pull;
  i16v lowest = i16v{} + (int16_t)0x7fff;
  int found = 0;
  const auto at = [&](int l) { return values(row + l, scaled + l, cost + l, noise + l, pulls); };
  for (int l = 0; l < a.width; l += ROW_BLOCK) {
    i16v v = at(l);
    for (int part = LANES16; part < ROW_BLOCK; part += LANES16) v = smaller(v, at(l + part));
    if (anyLess(v, lowest)) {
      lowest = i16v{} + (int16_t)least(v);
      found = l;
    }
  }
  for (;; found += LANES16) {
    const int place = firstEqual(at(found), lowest);
    if (place >= 0) return found + place;
  }
}

/** T/2·G in units q, from the integers 2048·G. */
inline void scaleNoise(Annealer &a, int heat) {
  const i16v factor = i16v{} + (int16_t)heat;
  for (int k = 0; k < (int)NOISE_MASK + 1 + a.width; k += LANES16) {
    store(a.noise + k, mulRound(load<i16v>(a.integerGumbels + k), factor));
  }
}

inline void exclude(Annealer &a, int l) {
  a.barrier[l] = FAR;
  a.scaled[l] = 0;
}

/** Barriers around the costs that compete, and the costs. */
inline void deriveFixedCosts(Annealer &a, int shift) {
  const double linear = (a.P - a.twiceKappa) * 0.5;
  double sum = 0;
  for (int s = 0; s < a.c; s++) {
    const int j = a.members[s];
    const double m = a.own[j];
    sum += m * (a.fields[j] - (linear + a.twiceKappa) * m);
  }
  a.base = nearest(sum / a.c);
  for (int l = 0; l < a.width; l++) {
    const double m = a.own[l];
    a.barrier[l] = nearest(linear * m * m) - a.base;
    a.scaled[l] = (int16_t)(a.stretch * a.own[l]);
  }
  for (int l = a.N; l < a.width; l++) exclude(a, l);
  for (int s = 0; s < a.c; s++) exclude(a, a.members[s]);
  exclude(a, a.neuron);
  for (int l = 0; l < a.width; l += LANES16) {
    const i32v low = load<i32v>(a.fields + l);
    const i32v high = load<i32v>(a.fields + l + LANES32);
    store(a.cost + l, fixedCosts(low, high, a.own + l, a.barrier + l, shift));
  }
}

/** Fields and costs after the swap j → k. */
inline void swapFixed(Annealer &a, int j, int k, int shift) {
  const double m = a.own[j];
  a.barrier[j] = nearest((a.P - a.twiceKappa) * 0.5 * m * m) - a.base;
  a.scaled[j] = (int16_t)(a.stretch * a.own[j]);
  exclude(a, k);
  const i32v pair = i32v{} + (int32_t)((a.own[k] & 0xffff) | ((uint32_t)-a.own[j] << 16));
  const int16_t *row1 = rowOf(a, k);
  const int16_t *row2 = rowOf(a, j);
  int32_t *fields = a.fields;
  for (int l = 0; l < a.width; l += LANES16) {
    i32v low, high;
    dotRows(row1 + l, row2 + l, pair, low, high);
    low += load<i32v>(fields + l);
    high += load<i32v>(fields + l + LANES32);
    store(fields + l, low);
    store(fields + l + LANES32, high);
    store(a.cost + l, fixedCosts(low, high, a.own + l, a.barrier + l, shift));
  }
}

inline void narrowLevel(Annealer &a, int steps, double temperature) {
  const double half = temperature * 0.5;
  int shift = 0;
  while (shift < MOST_SHIFT && (2 << shift) * RESOLUTION <= half) shift++;
  const double unit = Q15 / a.stretch;
  while (shift < MOST_SHIFT && unit * a.largestOwn > 32767.0 * (1 << shift)) shift++;
  const double perUnit = 1.0 / (1 << shift);
  if (a.costsAt != temperature) {
    a.costsAt = temperature;
    scaleNoise(a, nearest(std::min(32767.0, half * perUnit * Q15 / NOISE_UNIT)));
    deriveFixedCosts(a, shift);
  }
  for (int step = 0; step < steps; step++) {
    const int position = ((uint64_t)a.stream.next() * a.c) >> 32;
    const uint32_t word = a.stream.next();
    const int j = a.members[position];
    const int pull = nearest(std::max(-32767.0, std::min(32767.0, a.own[j] * unit * perUnit)));
    const int k = lowest(a, j, a.noise + (word & NOISE_MASK), pull);
    if (a.barrier[k] == FAR) continue; // every candidate lies beyond the window
    const double change = swapChange(a, j, k);
    const double stay = a.gumbels[(word >> 16) & NOISE_MASK];
    const double move = a.gumbels[(word & NOISE_MASK) + k];
    if (change < temperature * (move - stay)) {
      noteSwap(a, position, k, change);
      swapFixed(a, j, k, shift);
    }
  }
}

/** Runs `levels` temperatures of `steps` draws each; returns the temperature after the last. */
inline double heatBath(Annealer &a, int levels, int steps, double temperature, double factor) {
  if (a.N - 1 == a.c) return temperature;
  a.listed = false;
  for (int level = 0; level < levels; level++) {
    narrowLevel(a, steps, temperature);
    temperature *= factor;
  }
  return temperature;
}

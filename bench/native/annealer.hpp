// One neuron's connectivity problem, narrow fields only. Twin of assembly/annealer.ts.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "philox.hpp"

struct Annealer {
  double energy;     // c²E of the present S
  double best;       // lowest c²E left so far
  double twiceKappa; // 2κ
  double costsAt;    // temperature that the fixed-point costs belong to, −1 when to be derived anew
  const int16_t *overlap;
  const float *exponentials;     // f32[4096]
  const float *gumbels;          // f32[8192 + width]
  const int16_t *integerGumbels; // i16[8192 + width]
  int16_t *own;                  // m
  int16_t *scaled;               // stretch · m at candidates, 0 elsewhere
  int16_t *noise;                // i16[8192 + width]
  int32_t *fields;               // h
  int16_t *cost;                 // in fixed point
  int32_t *barrier;
  int32_t *members;
  int32_t *others;
  int32_t *record;
  Stream stream;
  int stride, width, N, P, c, neuron, accepted, largest, largestOwn, stretch, base;
  bool listed;
};

inline const int16_t *rowOf(const Annealer &a, int j) { return a.overlap + (size_t)j * a.stride; }

inline double annealerSquares(const Annealer &a) {
  double sum = 0;
  for (int s = 0; s < a.c; s++) {
    const double m = a.own[a.members[s]];
    sum += m * m;
  }
  return sum;
}

inline double annealerEnergy(const Annealer &a) {
  double quadratic = 0;
  for (int s = 0; s < a.c; s++) quadratic += (double)a.own[a.members[s]] * a.fields[a.members[s]];
  const double kappa = a.twiceKappa * 0.5;
  return quadratic - a.twiceKappa * annealerSquares(a) + a.P * kappa * kappa;
}

/** ΔE of the swap that drops j and adds k, in units of c²E. */
inline double swapChange(const Annealer &a, int j, int k) {
  const double mj = a.own[j];
  const double mk = a.own[k];
  const double mjk = rowOf(a, j)[k];
  const double P = a.P;
  return mk * (2 * (double)a.fields[k] + (P - a.twiceKappa) * mk - 2 * mj * mjk) +
         mj * ((P + a.twiceKappa) * mj - 2 * (double)a.fields[j]);
}

/** The nearest integer, halves upwards. */
inline int nearest(double x) { return (int)std::floor(x + 0.5); }

/** h += x·row1 + y·row2; the pair of rows goes through one dot product. */
inline void addRows(Annealer &a, const int16_t *row1, const int16_t *row2, int x, int y) {
  const i32v pair = i32v{} + (int32_t)((x & 0xffff) | ((uint32_t)y << 16));
  int32_t *fields = a.fields;
  for (int l = 0; l < a.width; l += LANES16) {
    i32v low, high;
    dotRows(row1 + l, row2 + l, pair, low, high);
    store(fields + l, load<i32v>(fields + l) + low);
    store(fields + l + LANES32, load<i32v>(fields + l + LANES32) + high);
  }
}

/** Makes the swap that drops j, at `position` of the members, and adds k, in everything but the fields. */
inline void noteSwap(Annealer &a, int position, int k, double change) {
  if (change > 0 && a.energy < a.best) {
    a.best = a.energy;
    memcpy(a.record, a.members, sizeof(int32_t) * a.c);
  }
  a.energy += change;
  a.accepted++;
  a.members[position] = k;
}

/** Derives fields and energy from the members. */
inline void derive(Annealer &a) {
  a.listed = false;
  a.costsAt = -1;
  memset(a.fields, 0, sizeof(int32_t) * a.width);
  for (int s = 0; s < a.c; s++) {
    const int j = a.members[s];
    addRows(a, rowOf(a, j), rowOf(a, j), a.own[j], 0);
  }
  a.energy = annealerEnergy(a);
}

inline void annealerBegin(Annealer &a, int neuron, uint32_t run, uint32_t key0, uint32_t key1) {
  a.stream.open(DOMAIN_ANNEAL, neuron, run, key0, key1);
  a.neuron = neuron;
  a.accepted = 0;
  a.best = std::numeric_limits<double>::infinity();
  const int16_t *row = rowOf(a, neuron);
  a.largestOwn = 1;
  for (int l = 0; l < a.N; l++) {
    a.own[l] = l == neuron ? 0 : row[l];
    a.largestOwn = std::max(a.largestOwn, std::abs((int)a.own[l]));
  }
  a.stretch = std::max(1, 32767 / (a.largestOwn * std::max(1, a.largest)));
  int32_t *scratch = a.fields; // i32[N − 1], overwritten by `derive`
  for (int l = 0; l < a.N - 1; l++) scratch[l] = l < neuron ? l : l + 1;
  for (int s = 0; s < a.c; s++) {
    const int t = s + (int)a.stream.below(a.N - 1 - s);
    a.members[s] = scratch[t];
    scratch[t] = scratch[s];
  }
  derive(a);
}

// Metropolis on swaps of a present with an absent connection. Twin of assembly/metropolis.ts.
#pragma once

#include "annealer.hpp"

constexpr uint32_t TABLE_MASK = 4095;
constexpr double TAIL = 8.317766166719343; // ln 4096

/** Lists the candidates outside S, in increasing order. */
inline void listOthers(Annealer &a) {
  int32_t *seen = a.barrier; // overwritten when the costs are derived
  memset(seen, 0, sizeof(int32_t) * a.N);
  for (int s = 0; s < a.c; s++) seen[a.members[s]] = 1;
  int count = 0;
  for (int l = 0; l < a.N; l++) {
    if (l != a.neuron && !seen[l]) a.others[count++] = l;
  }
}

/** Runs `levels` temperatures of `steps` proposals each; returns the temperature after the last. */
inline double metropolis(Annealer &a, int levels, int steps, double temperature, double factor) {
  const uint64_t c = a.c;
  const uint64_t candidates = a.N - 1 - a.c;
  if (candidates == 0) return temperature;
  if (!a.listed) listOthers(a);
  a.costsAt = -1;
  int32_t *members = a.members;
  int32_t *others = a.others;
  for (int level = 0; level < levels; level++) {
    for (int step = 0; step < steps; step++) {
      const uint64_t first = a.stream.next() * c;
      const int position = first >> 32;
      const int vacancy = ((uint64_t)(uint32_t)first * candidates) >> 32;
      const int j = members[position];
      const int k = others[vacancy];
      const double change = swapChange(a, j, k);
      uint32_t word = a.stream.next();
      if (change > 0) {
        double threshold = 0;
        while ((word & TABLE_MASK) == TABLE_MASK) {
          threshold += TAIL;
          word = a.stream.next();
        }
        threshold += a.exponentials[word & TABLE_MASK];
        if (!(change <= temperature * threshold)) continue;
      }
      others[vacancy] = j;
      noteSwap(a, position, k, change);
      addRows(a, rowOf(a, k), rowOf(a, j), a.own[k], -a.own[j]);
    }
    temperature *= factor;
  }
  a.listed = true;
  return temperature;
}

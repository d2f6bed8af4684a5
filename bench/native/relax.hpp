// Retrieval of 32 states at once, in lanes of i16; sequential and synchronous orders. Twin of assembly/relax.ts.
#pragma once

#include <algorithm>

#include "vector.hpp"

constexpr int LINE = 64; // bytes a neuron
constexpr int STATES = LINE / 2;
constexpr int VECTORS = LINE / BYTES;
constexpr int SYNCHRONOUS = 2;
constexpr int RUNNING = 0;
constexpr int CONVERGED = 1;
constexpr int TWO_CYCLE = 2;

struct Graph {
  int N;
  const int32_t *rowStart, *inputs;
  const int16_t *weights;
  const int32_t *columnStart, *targets;
  const int16_t *outWeights;
  const int32_t *sums;
};

/** One neuron's lanes. */
struct Line {
  i16v v[VECTORS];
};

struct Block {
  Line *plus, *fields, *flips; // [N]
  Line marks[3];               // lanes that changed in a sweep, whose flips differ from the last sweep's, that are done
};

inline bool anySet(const Line &line) {
  i16v all = line.v[0];
  for (int k = 1; k < VECTORS; k++) all |= line.v[k];
  return anySet(all);
}

/** Masks of the states; lanes beyond `count` repeat the last state. */
inline void loadStates(Block &block, const int8_t *states, int N, int count) {
  for (int lane = 0; lane < STATES; lane++) {
    const int8_t *state = states + (size_t)std::min(lane, count - 1) * N;
    int16_t *target = (int16_t *)block.plus + lane;
    for (int i = 0; i < N; i++) target[i * STATES] = state[i] > 0 ? -1 : 0;
  }
}

inline void storeStates(const Block &block, int8_t *states, int N, int count) {
  for (int lane = 0; lane < count; lane++) {
    int8_t *state = states + (size_t)lane * N;
    const int16_t *source = (const int16_t *)block.plus + lane;
    for (int i = 0; i < N; i++) state[i] = source[i * STATES] ? 1 : -1;
  }
}

/** h_i of all lanes: 2·Σ_{S_j = +1} w_ij − Σ_j w_ij. */
inline Line sumInputs(const Graph &graph, const Line *plus, int i) {
  const int end = graph.rowStart[i + 1];
  Line sum{};
  for (int s = graph.rowStart[i]; s < end; s++) {
    const i16v w = i16v{} + graph.weights[s];
    const Line &line = plus[graph.inputs[s]];
    for (int k = 0; k < VECTORS; k++) sum.v[k] += line.v[k] & w;
  }
  const i16v total = i16v{} + (int16_t)graph.sums[i];
  for (int k = 0; k < VECTORS; k++) sum.v[k] = sum.v[k] + sum.v[k] - total;
  return sum;
}

/** Sums the fields of every neuron; returns how many neurons are out of line with their field in some state. */
inline int denseFields(const Graph &graph, Block &block) {
  int busy = 0;
  for (int i = 0; i < graph.N; i++) {
    const Line h = sumInputs(graph, block.plus, i);
    block.fields[i] = h;
    Line wrong;
    for (int k = 0; k < VECTORS; k++) wrong.v[k] = (i16v)(h.v[k] >= 0) ^ block.plus[i].v[k];
    busy += anySet(wrong);
  }
  return busy;
}

/** Adds 2w to the fields of i's targets in lanes where i flipped up, −2w where it flipped down. */
inline void propagate(const Graph &graph, Line *fields, int i, int end, const Line &now, const Line &flip) {
  const int last = graph.columnStart[i + 1];
  Line step;
  for (int k = 0; k < VECTORS; k++) step.v[k] = flip.v[k] & (-1 - (now.v[k] + now.v[k]));
  for (int s = graph.columnStart[i]; s < last && graph.targets[s] < end; s++) {
    const i16v w = i16v{} + graph.outWeights[s];
    const i16v twice = w + w;
    Line &h = fields[graph.targets[s]];
    for (int k = 0; k < VECTORS; k++) h.v[k] += twice * step.v[k];
  }
}

/**
 * The first sequential sweep: sums each field when its turn comes, and who flips tells only those whose turn has passed;
 * so that all fields belong to the present states at the end.
 */
inline void firstSweep(const Graph &graph, Block &block) {
  Line changed{};
  for (int i = 0; i < graph.N; i++) {
    const Line h = sumInputs(graph, block.plus, i);
    block.fields[i] = h;
    Line now, flip;
    for (int k = 0; k < VECTORS; k++) {
      now.v[k] = (i16v)(h.v[k] >= 0);
      flip.v[k] = now.v[k] ^ block.plus[i].v[k];
    }
    if (!anySet(flip)) continue;
    block.plus[i] = now;
    for (int k = 0; k < VECTORS; k++) changed.v[k] |= flip.v[k];
    propagate(graph, block.fields, i, i, now, flip);
  }
  block.marks[0] = changed;
}

/** One asynchronous sweep over present fields: who flips tells its targets at once. */
inline void eventSweep(const Graph &graph, Block &block) {
  Line changed{};
  for (int i = 0; i < graph.N; i++) {
    Line now, flip;
    for (int k = 0; k < VECTORS; k++) {
      now.v[k] = (i16v)(block.fields[i].v[k] >= 0);
      flip.v[k] = now.v[k] ^ block.plus[i].v[k];
    }
    if (!anySet(flip)) continue;
    block.plus[i] = now;
    for (int k = 0; k < VECTORS; k++) changed.v[k] |= flip.v[k];
    propagate(graph, block.fields, i, graph.N, now, flip);
  }
  block.marks[0] = changed;
}

/** All neurons at once: decide on present fields, then let the flips of lanes that are not done take effect. */
inline void synchronousSweep(const Graph &graph, Block &block) {
  Line changed{}, differ{};
  const Line done = block.marks[2];
  for (int i = 0; i < graph.N; i++) {
    for (int k = 0; k < VECTORS; k++) {
      const i16v flip = ((i16v)(block.fields[i].v[k] >= 0) ^ block.plus[i].v[k]) & ~done.v[k];
      changed.v[k] |= flip;
      differ.v[k] |= flip ^ block.flips[i].v[k];
      block.flips[i].v[k] = flip;
    }
  }
  for (int i = 0; i < graph.N; i++) {
    const Line flip = block.flips[i];
    if (!anySet(flip)) continue;
    Line now;
    for (int k = 0; k < VECTORS; k++) now.v[k] = block.plus[i].v[k] ^ flip.v[k];
    block.plus[i] = now;
    propagate(graph, block.fields, i, graph.N, now, flip);
  }
  block.marks[0] = changed;
  block.marks[1] = differ;
}

/** Notes which states came to rest in a sweep; returns how many still run. */
inline int settle(Block &block, int32_t *status, int32_t *sweeps, int count, int sweep, bool synchronous) {
  int running = 0;
  const int16_t *changed = (const int16_t *)&block.marks[0];
  const int16_t *differ = (const int16_t *)&block.marks[1];
  int16_t *done = (int16_t *)&block.marks[2];
  for (int s = 0; s < count; s++) {
    if (status[s] != RUNNING) continue;
    const int found = !changed[s] ? CONVERGED : synchronous && !differ[s] ? TWO_CYCLE : RUNNING;
    if (found == RUNNING) {
      running++;
      continue;
    }
    status[s] = found;
    sweeps[s] = sweep;
    done[s] = -1;
  }
  return running;
}

/** Relaxes one block of states, in place, until a sweep changes nothing, a synchronous 2-cycle closes, or `maxSweeps`. */
inline void relaxBlock(
    const Graph &graph, Block &block, int8_t *states, int32_t *status, int32_t *sweeps, int count, int order,
    int maxSweeps) {
  const int N = graph.N;
  loadStates(block, states, N, count);
  for (int s = 0; s < count; s++) {
    status[s] = RUNNING;
    sweeps[s] = maxSweeps;
  }
  memset((void *)block.flips, 0, sizeof(Line) * N);
  if (order == SYNCHRONOUS) denseFields(graph, block);
  int running = count;
  memset((void *)block.marks, 0, sizeof block.marks);
  for (int sweep = 1; sweep <= maxSweeps && running > 0; sweep++) {
    if (order == SYNCHRONOUS) {
      synchronousSweep(graph, block);
    } else if (sweep == 1) {
      firstSweep(graph, block);
    } else {
      eventSweep(graph, block);
    }
    running = settle(block, status, sweeps, count, sweep, order == SYNCHRONOUS);
  }
  storeStates(block, states, N, count);
}

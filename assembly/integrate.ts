// Explicit Runge–Kutta methods by their tableau, integrating a flow and its tangents: fixed steps, or steps chosen by a
// PI controller (Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.4–II.6 and IV.2). The last row of
// a tableau's A makes the new state, whose derivative is the last stage and the first of the next step.
//
// Work is cut between evaluations of the field: `advance` goes on where the last call ended, and where that was never shows.
//
//   table  f64[rows × 16], rows: A (row i: weights of k_0 … k_{i−1}), one row a stage and a further stage; errors; dense
//   dense  x(t + θh) = x + θ(r₁ + (1 − θ)(r₂ + θ(r₃ + (1 − θ)(r₄ + …)))), r₁ … r₃ of a cubic through both ends, the rest
//          from the dense rows
//
// Vectors of the state are f64[size], size = blocks × stride.

import { INTEGRATION } from "../src/backend/contract/codes";
import { TABLEAU_WIDTH as WIDTH } from "../src/backend/wasm/sizes";
import { at32, at64 } from "./address";
import { exp, log } from "./elementary";
import { field, Flow } from "./flow";

/** Values of `stage` before the first step. */
const FIRST: i32 = 0; // the field at the start
const GUESS: i32 = -1; // a second evaluation to choose the first step

const EPSILON: f64 = 2.220446049250313e-16;

/** What one integration works on. The host makes it, and writes every field by its name. */
@unmanaged
class Integrator {
  flow: usize;
  blocks: i32; // 1 + tangents
  controlled: i32; // blocks whose error chooses the step
  size: i32; // blocks × stride
  stages: i32;
  further: i32; // stages for dense output alone
  errors: i32; // rows of error weights: 0 fixed steps, 1, or 2 (DOP853)
  denseRows: i32;
  table: usize;
  x: usize;
  next: usize; // state after the step
  probe: usize; // state of a stage
  k: usize; // f64[(stages + further) × size]
  dense: usize; // f64[(3 + denseRows up to 2) × size]
  terms: usize; // 16 × (address i32, pad, f64)
  direction: i32; // of crossings: 1 upwards, −1 downwards, 0 both
  normal: usize; // f64[stride] or 0
  mostEvents: i32;
  eventTimes: usize;
  eventStates: usize; // f64[mostEvents × size]
  times: usize; // f64[nTimes]
  samples: usize; // f64[nTimes × size]
  nTimes: i32;
  mostSteps: i32;
  // from here to `last` the kernel's own: 0 when an integration begins
  status: i32;
  stage: i32;
  sampled: i32; // times whose state is written
  events: i32;
  side: i32; // of the hyperplane the state is on: −1, 1, 0 not known yet
  steps: i32;
  rejected: i32;
  evaluations: i32;
  refused: i32; // the last trial was rejected
  last: i32; // the trial ends at tEnd
  t: f64;
  end: f64;
  h: f64; // proposed; 0: to be guessed
  trial: f64; // of the step under way
  relative: f64;
  absolute: f64;
  largest: f64; // |h|
  rest: f64; // |X| at or below which a state counts as an equilibrium; −1 never
  offset: f64; // of the hyperplane normal·x = offset
  exponent: f64; // of the error in the choice of the step: 1/q − ¾β
  beta: f64;
  safety: f64;
  least: f64; // factor of successive steps
  most: f64;
  memory: f64; // the last accepted error
  order: f64; // of the error estimate + 1, for the first step
  start: f64;
}

/**
 * Goes on for at most `evaluations` of the field and `steps` accepted steps; returns the status.
 *
 * @param ptr  Integrator
 */
export function advance(ptr: usize, evaluations: i32, steps: i32): i32 {
  const I = changetype<Integrator>(ptr);
  const lastStep = I.steps + steps;
  while (I.status == INTEGRATION.running && evaluations > 0) {
    if (I.stage == FIRST) {
      evaluations--;
      begin(I);
    } else if (I.stage == GUESS) {
      evaluations--;
      guess(I);
    } else if (I.stage < I.stages) {
      if (I.stage == 1) propose(I);
      evaluations--;
      const row = I.stage;
      const into = row == I.stages - 1 ? I.next : I.probe;
      combine(I, row, row, I.trial, I.x, into);
      evaluate(I, into, row);
      if (++I.stage == I.stages && !accept(I)) I.stage = 1;
      else if (I.stage == I.stages && !(I.further > 0 && needsDense(I))) finish(I);
    } else if (I.stage < I.stages + I.further) {
      evaluations--;
      const row = I.stage;
      combine(I, row, row, I.trial, I.x, I.probe);
      evaluate(I, I.probe, row);
      if (++I.stage == I.stages + I.further) finish(I);
    }
    if (I.steps == lastStep && I.stage == 1) break;
  }
  return I.status;
}

// @ts-ignore: decorator
@inline
function stageAt(I: Integrator, row: i32): usize {
  return I.k + ((<usize>row * <usize>I.size) << 3);
}

// @ts-ignore: decorator
@inline
function denseAt(I: Integrator, row: i32): usize {
  return I.dense + ((<usize>row * <usize>I.size) << 3);
}

function evaluate(I: Integrator, at: usize, row: i32): void {
  field(I.flow, at, stageAt(I, row), I.blocks);
  I.evaluations++;
}

/** The field at the start or at the place gone on from, and what is to be said of that place. */
function begin(I: Integrator): void {
  evaluate(I, I.x, 0);
  if (!finite(I.x, I.size) || !finite(I.k, I.size)) {
    I.status = INTEGRATION.notFinite;
    return;
  }
  while (I.sampled < I.nTimes && (load<f64>(at64(I.times, I.sampled)) - I.t) * (I.end - I.t) <= 0) {
    sample(I, I.x);
  }
  if (I.normal && I.side == 0) I.side = sideOf(distance(I, I.x) - I.offset);
  settle(I, I.k);
  I.stage = I.h == 0 && I.errors > 0 ? GUESS : 1;
}

/** Hairer's first step: an Euler step tells how fast the field changes. */
function guess(I: Integrator): void {
  const span = abs(I.end - I.t);
  const sign: f64 = I.end < I.t ? -1 : 1;
  const d0 = norm(I, I.x, 0, I.x);
  const d1 = norm(I, I.k, 0, I.x);
  let h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * (d0 / d1);
  if (!(h0 > 0)) h0 = 1e-6; // the norms overflow
  h0 = min(min(h0, span), I.largest);
  const into = I.probe;
  for (let i = 0; i < I.size; i += 2) {
    const moved = f64x2.mul(f64x2.splat(sign * h0), v128.load(at64(I.k, i)));
    v128.store(at64(into, i), f64x2.add(v128.load(at64(I.x, i)), moved));
  }
  evaluate(I, into, 1);
  const d2 = norm(I, stageAt(I, 1), I.k, I.x) / h0;
  const d = max(d1, d2);
  const h1 = d <= 1e-15 ? max(1e-6, h0 * 1e-3) : power(0.01 / d, 1 / I.order);
  const h = min(min(100 * h0, h1), min(span, I.largest));
  I.h = sign * (h > 0 ? h : h0); // NaN: the field overflows there; the first trial will tell
  I.stage = 1;
}

/** Root of the mean square of (a − b) in units of the tolerance at x, over the controlled vectors. */
function norm(I: Integrator, a: usize, b: usize, x: usize): f64 {
  const stride = changetype<Flow>(I.flow).stride;
  const count = I.controlled * stride;
  const relative = f64x2.splat(I.relative);
  const absolute = f64x2.splat(I.absolute);
  let sum = f64x2.splat(0);
  for (let i = 0; i < count; i += 2) {
    let value = v128.load(at64(a, i));
    if (b) value = f64x2.sub(value, v128.load(at64(b, i)));
    const unit = f64x2.add(absolute, f64x2.mul(relative, f64x2.abs(v128.load(at64(x, i)))));
    const e = f64x2.div(value, unit);
    sum = f64x2.add(sum, f64x2.mul(e, e));
  }
  return sqrt((f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)) / entries(I));
}

/** Entries of the controlled vectors, padding left out. */
// @ts-ignore: decorator
@inline
function entries(I: Integrator): f64 {
  return <f64>I.controlled * <f64>changetype<Flow>(I.flow).N;
}

/** Chooses the trial: the proposed step, or what is left. */
function propose(I: Integrator): void {
  const left = I.end - I.t;
  // a last step may stretch by 1 %, so that none is tiny; fixed steps only by rounding
  const reach = I.h * (I.errors > 0 ? 1.01 : 1.000000001);
  I.last = <i32>(abs(reach) >= abs(left));
  I.trial = I.last ? left : I.h;
}

/** Judges the trial and chooses the next step; false when it has to be made again with a smaller one. */
function accept(I: Integrator): bool {
  const bounded = finite(I.next, I.size) && finite(stageAt(I, I.stages - 1), I.size);
  if (I.errors == 0) {
    if (!bounded) {
      I.status = INTEGRATION.notFinite;
      I.stage = FIRST;
    }
    return true;
  }
  const error = bounded ? estimate(I) : NaN;
  const size = abs(I.trial);
  const sign: f64 = I.trial < 0 ? -1 : 1;
  if (error <= 1) {
    // error^exponent / memory^β, kept within the limits
    const change = power(error, I.exponent) / (I.beta > 0 ? power(I.memory, I.beta) : 1) / I.safety;
    let next = size / min(max(change, 1 / I.most), 1 / I.least);
    if (I.refused) next = min(next, size);
    // a step cut short at the end says nothing against the one proposed before
    if (I.last) next = max(next, abs(I.h));
    I.h = sign * min(next, I.largest);
    I.memory = max(error, 1e-4);
    I.refused = 0;
    return true;
  }
  I.rejected++;
  I.refused = 1;
  I.h = bounded && error > 1 ? I.trial / min(1 / I.least, power(error, I.exponent) / I.safety) : I.trial * 0.1;
  const smallest = 16 * EPSILON * max(abs(I.t), 1e-6 * abs(I.end - I.start));
  if (!(abs(I.h) > smallest)) I.status = bounded ? INTEGRATION.stepTooSmall : INTEGRATION.notFinite;
  return false;
}

/** The error of the trial in units of the tolerance. */
function estimate(I: Integrator): f64 {
  const row = I.stages + I.further;
  const first = denseAt(I, 0);
  const second = denseAt(I, 1);
  combine(I, row, I.stages, I.trial, 0, first);
  if (I.errors > 1) combine(I, row + 1, I.stages, I.trial, 0, second);
  const count = I.controlled * changetype<Flow>(I.flow).stride;
  const relative = f64x2.splat(I.relative);
  const absolute = f64x2.splat(I.absolute);
  let sum1 = f64x2.splat(0);
  let sum2 = sum1;
  for (let i = 0; i < count; i += 2) {
    const size = f64x2.max(f64x2.abs(v128.load(at64(I.x, i))), f64x2.abs(v128.load(at64(I.next, i))));
    const unit = f64x2.add(absolute, f64x2.mul(relative, size));
    const e1 = f64x2.div(v128.load(at64(first, i)), unit);
    sum1 = f64x2.add(sum1, f64x2.mul(e1, e1));
    if (I.errors > 1) {
      const e2 = f64x2.div(v128.load(at64(second, i)), unit);
      sum2 = f64x2.add(sum2, f64x2.mul(e2, e2));
    }
  }
  const error = f64x2.extract_lane(sum1, 0) + f64x2.extract_lane(sum1, 1);
  if (I.errors == 1) return sqrt(error / entries(I));
  // DOP853: the fifth-order estimate weighed against the third-order one
  const blend = error + 0.01 * (f64x2.extract_lane(sum2, 0) + f64x2.extract_lane(sum2, 1));
  return error / sqrt((blend > 0 ? blend : 1) * entries(I));
}

/** Whether anything between the ends of the trial is asked for. */
function needsDense(I: Integrator): bool {
  const reached = I.last ? I.end : I.t + I.trial;
  if (I.sampled < I.nTimes && (load<f64>(at64(I.times, I.sampled)) - reached) * I.trial < 0) return true;
  return crosses(I);
}

function crosses(I: Integrator): bool {
  if (!I.normal) return false;
  const now = sideOf(distance(I, I.next) - I.offset);
  return now != 0 && I.side != 0 && now != I.side && (I.direction == 0 || now == I.direction);
}

/** Takes the accepted step: crossings and times within it, then what is to be said of its end. */
function finish(I: Integrator): void {
  const reached = I.last ? I.end : I.t + I.trial;
  const end = stageAt(I, I.stages - 1);
  let limit = reached;
  let ready = false; // the interpolant
  if (I.normal) {
    const crossing = crosses(I);
    const now = sideOf(distance(I, I.next) - I.offset);
    if (now != 0) {
      if (crossing) {
        interpolant(I);
        ready = true;
        const theta = crossingAt(I);
        store<f64>(at64(I.eventTimes, I.events), I.t + theta * I.trial);
        const state = I.eventStates + ((<usize>I.events * <usize>I.size) << 3);
        interpolate(I, theta, state);
        I.events++;
        if (I.events == I.mostEvents) {
          I.status = INTEGRATION.crossing;
          limit = I.t + theta * I.trial;
        }
      }
      I.side = now;
    }
  }
  while (I.sampled < I.nTimes) {
    const time = load<f64>(at64(I.times, I.sampled));
    if ((time - limit) * I.trial > 0) break;
    if (time == reached) {
      sample(I, I.next);
    } else {
      if (!ready) interpolant(I);
      ready = true;
      interpolate(I, (time - I.t) / I.trial, sampleAt(I));
      I.sampled++;
    }
  }
  I.steps++;
  if (I.status == INTEGRATION.crossing) {
    memory.copy(I.x, I.eventStates + ((<usize>(I.events - 1) * <usize>I.size) << 3), (<usize>I.size) << 3);
    I.t = limit;
    I.stage = FIRST;
    return;
  }
  memory.copy(I.x, I.next, (<usize>I.size) << 3);
  memory.copy(I.k, end, (<usize>I.size) << 3);
  I.t = reached;
  I.stage = 1;
  if (I.status == INTEGRATION.running) settle(I, end);
}

/** Whether to stop at a place with the field `at`. */
function settle(I: Integrator, at: usize): void {
  if (I.t == I.end) I.status = INTEGRATION.completed;
  else if (I.steps >= I.mostSteps) I.status = INTEGRATION.maxSteps;
  if (I.rest >= 0 && largestOf(at, changetype<Flow>(I.flow).N) <= I.rest) I.status = INTEGRATION.equilibrium;
}

/** max |a_i| */
function largestOf(a: usize, count: i32): f64 {
  let most: f64 = 0;
  for (let i = 0; i < count; i++) most = max(most, abs(load<f64>(at64(a, i))));
  return most;
}

// @ts-ignore: decorator
@inline
function sampleAt(I: Integrator): usize {
  return I.samples + ((<usize>I.sampled * <usize>I.size) << 3);
}

function sample(I: Integrator, state: usize): void {
  memory.copy(sampleAt(I), state, (<usize>I.size) << 3);
  I.sampled++;
}

/** out = base + factor · Σ_j weight_j k_j over the first `count` stages; base may be 0. */
function combine(I: Integrator, row: i32, count: i32, factor: f64, base: usize, out: usize): void {
  let terms = 0;
  for (let j = 0; j < count; j++) {
    const weight = load<f64>(at64(I.table, row * WIDTH + j));
    if (weight == 0) continue;
    store<usize>(I.terms + ((<usize>terms) << 4), stageAt(I, j));
    store<f64>(I.terms + ((<usize>terms) << 4), factor * weight, 8);
    terms++;
  }
  const lastTerm = I.terms + ((<usize>terms) << 4);
  const size = I.size;
  for (let i = 0; i < size; i += 4) {
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    for (let term = I.terms; term < lastTerm; term += 16) {
      const k = at64(load<usize>(term), i);
      const weight = v128.load64_splat(term, 8);
      sum0 = f64x2.add(sum0, f64x2.mul(weight, v128.load(k)));
      sum1 = f64x2.add(sum1, f64x2.mul(weight, v128.load(k, 16)));
    }
    if (base) {
      sum0 = f64x2.add(v128.load(at64(base, i)), sum0);
      sum1 = f64x2.add(v128.load(at64(base, i), 16), sum1);
    }
    v128.store(at64(out, i), sum0);
    v128.store(at64(out, i), sum1, 16);
  }
}

/** Fills r₁ … of the step's dense output. */
function interpolant(I: Integrator): void {
  const h = f64x2.splat(I.trial);
  const end = stageAt(I, I.stages - 1);
  const r1 = denseAt(I, 0);
  const r2 = denseAt(I, 1);
  const r3 = denseAt(I, 2);
  for (let i = 0; i < I.size; i += 2) {
    const difference = f64x2.sub(v128.load(at64(I.next, i)), v128.load(at64(I.x, i)));
    const start = f64x2.sub(f64x2.mul(h, v128.load(at64(I.k, i))), difference);
    const stop = f64x2.sub(f64x2.sub(difference, f64x2.mul(h, v128.load(at64(end, i)))), start);
    v128.store(at64(r1, i), difference);
    v128.store(at64(r2, i), start);
    v128.store(at64(r3, i), stop);
  }
  const row = I.stages + I.further + I.errors;
  for (let d = 0; d < I.denseRows; d++) {
    combine(I, row + d, I.stages + I.further, I.trial, 0, denseAt(I, 3 + d));
  }
}

/** The state at t + θh. */
function interpolate(I: Integrator, theta: f64, out: usize): void {
  const at = f64x2.splat(theta);
  const before = f64x2.splat(1 - theta);
  const rows = 3 + I.denseRows;
  for (let i = 0; i < I.size; i += 2) {
    let value = f64x2.splat(0);
    for (let r = rows - 1; r >= 0; r--) {
      value = f64x2.mul(f64x2.add(v128.load(at64(denseAt(I, r), i)), value), r & 1 ? before : at);
    }
    v128.store(at64(out, i), f64x2.add(v128.load(at64(I.x, i)), value));
  }
}

/** θ where the dense output crosses the hyperplane, by bisection of the polynomial normal·x(θ). */
function crossingAt(I: Integrator): f64 {
  const rows = 3 + I.denseRows;
  const coefficients = I.terms; // f64 each
  for (let r = 0; r < rows; r++) store<f64>(at64(coefficients, r), distance(I, denseAt(I, r)));
  const base = distance(I, I.x) - I.offset;
  let low: f64 = 0;
  let high: f64 = 1;
  for (let n = 0; n < 60; n++) {
    const theta = 0.5 * (low + high);
    let value: f64 = 0;
    for (let r = rows - 1; r >= 0; r--) {
      value = (load<f64>(at64(coefficients, r)) + value) * (r & 1 ? 1 - theta : theta);
    }
    if (sideOf(base + value) == I.side) low = theta;
    else high = theta;
  }
  return high;
}

/** normal·x, over the neurons' own vector. */
function distance(I: Integrator, x: usize): f64 {
  const stride = changetype<Flow>(I.flow).stride;
  let sum = f64x2.splat(0);
  for (let i = 0; i < stride; i += 2) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(at64(I.normal, i)), v128.load(at64(x, i))));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function sideOf(value: f64): i32 {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

/** Whether all entries are: x·0 is NaN where x is not. */
function finite(a: usize, count: i32): bool {
  let sum = f64x2.splat(0);
  for (let i = 0; i < count; i += 2) sum = f64x2.add(sum, f64x2.mul(v128.load(at64(a, i)), f64x2.splat(0)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1) == 0;
}

/** x^y of x ≥ 0. */
// @ts-ignore: decorator
@inline
function power(x: f64, y: f64): f64 {
  return x > 0 ? exp(y * log(x)) : 0;
}

// Newton's method for a controlled network: the feedback of feedback.ts backward in time, a trial forward, until the control is optimal.
//
// The Hessian is exact; where it is not positive on the free entries, one step is Gauss–Newton's (terms with w g″ and w g′ dropped),
// and only when that finds no descent either a proximal term is added.
//
// A trial is a rollout with feedback, clipped to the bounds; it is halved until J descends. Free are all entries but those at a bound
// that the exact adjoint gradient presses them against.
//
// `newtonRun` does a number of instants and returns: begun anew it goes on where it was.

import { NEWTON } from "../src/backend/contract/codes";
import { Controlled, Path, adjoint, beginAdjoint, advance, finish, restart } from "./controlled";
import { copy, get, row } from "./dense";
import { beginValue, improve, tryInstant, valueGradient, valueHessian } from "./feedback";

const FORWARD: i32 = 0;
const ADJOINT: i32 = 1;
const BACKWARD: i32 = 2;
const TRIAL: i32 = 3;

const LEAST_STEP: f64 = 1 / 1024;
/** Part of the first-order descent that a step must attain. */
const DESCENT: f64 = 1e-4;
/** Changes of J below this part of it are rounding. */
const ROUNDING: f64 = 1e-13;
const MOST_STALLS: i32 = 20;

/** Begins at the present controls: they and u_0 stand in their arrays. */
export function newtonBegin(ptr: usize, tolerance: f64, maxIterations: i32): void {
  const a = changetype<Controlled>(ptr);
  a.tolerance = tolerance;
  a.maxIterations = maxIterations;
  a.iterations = 0;
  a.gradients = 0;
  a.stalls = 0;
  a.proximal = 0;
  a.gaussNewton = 0;
  a.lastResidual = Infinity;
  a.status = NEWTON.running;
  a.phase = FORWARD;
  a.stage = 0;
  restart(changetype<Path>(a.path));
}

/** Works on up to `instants` instants; returns the status, 0 while there is more to do. */
export function newtonRun(ptr: usize, instants: i32): i32 {
  const a = changetype<Controlled>(ptr);
  for (; instants > 0 && a.status == NEWTON.running; instants--) {
    if (a.phase == FORWARD) {
      const path = changetype<Path>(a.path);
      advance(a, path, a.stage++);
      if (a.stage == a.S) {
        finish(a, path);
        openAdjoint(a);
      }
    } else if (a.phase == ADJOINT) {
      adjoint(a, --a.stage);
      if (a.stage == 0) judge(a);
    } else if (a.phase == BACKWARD) {
      if (!improve(a, --a.stage)) {
        soften(a);
      } else if (a.stage == 0) {
        if (a.slope < 0) openTrial(a, 1);
        else soften(a);
      }
    } else {
      tryInstant(a, a.stage++);
      if (a.stage == a.S) decide(a);
    }
  }
  return a.status;
}

/**
 * The gradient, f64[stride], and below it the Hessian, f64[N × stride], of the minimal cost as a function of u_0, the present path
 * being optimal and its free entries staying free.
 *
 * @returns  whether the controls are a strict minimum there: 0 or 1.
 */
export function newtonValue(ptr: usize, outPtr: usize): i32 {
  const a = changetype<Controlled>(ptr);
  a.gaussNewton = 0;
  a.proximal = 0;
  openBackward(a);
  for (let n = a.S - 1; n >= 0; n--) if (!improve(a, n)) return 0;
  copy(outPtr, valueGradient(a), a.stride);
  copy(row(outPtr, 1, a.stride), valueHessian(a), a.N * a.stride);
  return 1;
}

function openAdjoint(a: Controlled): void {
  a.phase = ADJOINT;
  a.stage = a.S;
  beginAdjoint(a);
}

/** Optimal, or stuck, or another step. */
function judge(a: Controlled): void {
  a.gradientNorm = Math.sqrt(a.gradientNorm);
  let distance = a.residual;
  if (a.unweighted) distance = max(distance, a.gradientNorm);
  const path = changetype<Path>(a.path);
  const cost = path.motion + path.effort + path.rest;
  if (distance <= a.tolerance || a.gradientNorm == 0) a.status = NEWTON.converged;
  else if (a.iterations >= a.maxIterations) a.status = NEWTON.maxIterations;
  else if (a.iterations > 0 && -a.slope <= ROUNDING * cost) {
    // too near for J to tell: go on while the distance shrinks
    if (!(distance < 0.5 * a.lastResidual) && ++a.stalls >= MOST_STALLS) a.status = NEWTON.stalled;
  }
  a.lastResidual = min(distance, a.lastResidual);
  if (a.status == NEWTON.running) openBackward(a);
}

function openBackward(a: Controlled): void {
  a.phase = BACKWARD;
  a.stage = a.S;
  beginValue(a);
}

/** Exact Hessian → Gauss–Newton → proximal terms that grow. */
function soften(a: Controlled): void {
  if (!a.gaussNewton) {
    a.gaussNewton = 1;
  } else {
    const least = 1e-4 * (get(a.motion, 0) + get(a.control, 0));
    a.proximal = max(8 * a.proximal, least);
    if (a.proximal > 1e10 * least) {
      a.status = NEWTON.stalled;
      return;
    }
  }
  openBackward(a);
}

function openTrial(a: Controlled, length: f64): void {
  a.phase = TRIAL;
  a.stage = 0;
  a.stepLength = length;
  const trial = changetype<Path>(a.trial);
  restart(trial);
  copy(trial.u, changetype<Path>(a.path).u, a.stride);
}

/** The trial becomes the path if it descends, or is tried at half the length. */
function decide(a: Controlled): void {
  const path = changetype<Path>(a.path);
  const trial = changetype<Path>(a.trial);
  finish(a, trial);
  const cost = path.motion + path.effort + path.rest;
  const change = trial.motion + trial.effort + trial.rest - cost;
  const hidden = -a.slope <= ROUNDING * cost && change <= ROUNDING * cost;
  if (change <= DESCENT * a.stepLength * a.slope || hidden) {
    a.iterations++;
    a.path = changetype<usize>(trial);
    a.trial = changetype<usize>(path);
    if (a.stepLength == 1) {
      a.gaussNewton = 0;
      a.proximal = a.proximal > 1e-8 ? 0.125 * a.proximal : 0;
    }
    openAdjoint(a);
  } else if (a.stepLength > LEAST_STEP) {
    openTrial(a, 0.5 * a.stepLength);
  } else {
    soften(a);
  }
}

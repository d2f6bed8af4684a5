/** Newton's method for a controlled network in plain JavaScript, twin of assembly/newton.ts: the same steps on the same numbers. */
import { NEWTON } from "../contract/codes.ts";
import { adjoint, advance, beginAdjoint, type Controlled, finish, restart } from "./controlled.ts";
import { beginValue, improve, tryInstant, valueGradient, valueHessian } from "./feedback.ts";

const FORWARD = 0;
const ADJOINT = 1;
const BACKWARD = 2;
const TRIAL = 3;

const LEAST_STEP = 1 / 1024;
/** The part of the descent expected to first order that a step must attain. */
const DESCENT = 1e-4;
/** Changes of J below this part of J count as rounding. */
const ROUNDING = 1e-13;
const MOST_STALLS = 20;

/** Begins at the present controls: they and u_0 stand in their arrays. */
export function newtonBegin(a: Controlled, tolerance: number, maxIterations: number): void {
  a.tolerance = tolerance;
  a.maxIterations = maxIterations;
  a.iterations = 0;
  a.gradients = 0;
  a.stalls = 0;
  a.proximal = 0;
  a.gaussNewton = false;
  a.lastResidual = Number.POSITIVE_INFINITY;
  a.status = NEWTON.running;
  a.phase = FORWARD;
  a.stage = 0;
  restart(a.path);
}

/** Works on up to `instants` instants; returns the status, 0 while there is more to do. */
export function newtonRun(a: Controlled, instants: number): NEWTON {
  for (; instants > 0 && a.status === NEWTON.running; instants--) {
    if (a.phase === FORWARD) {
      const path = a.path;
      advance(a, path, a.stage++);
      if (a.stage === a.S) {
        finish(a, path);
        openAdjoint(a);
      }
    } else if (a.phase === ADJOINT) {
      adjoint(a, --a.stage);
      if (a.stage === 0) judge(a);
    } else if (a.phase === BACKWARD) {
      if (!improve(a, --a.stage)) {
        soften(a);
      } else if (a.stage === 0) {
        if (a.slope < 0) openTrial(a, 1);
        else soften(a);
      }
    } else {
      tryInstant(a, a.stage++);
      if (a.stage === a.S) decide(a);
    }
  }
  return a.status;
}

/** Gradient and Hessian of the minimal cost as a function of u_0, into `out`, f64[(1 + N) × N]. */
export function newtonValue(a: Controlled, out: Float64Array): boolean {
  const { m, N, stride } = a;
  a.gaussNewton = false;
  a.proximal = 0;
  openBackward(a);
  for (let n = a.S - 1; n >= 0; n--) if (!improve(a, n)) return false;
  out.set(m.subarray(valueGradient(a), valueGradient(a) + N));
  for (let i = 0; i < N; i++) {
    const from = valueHessian(a) + i * stride;
    out.set(m.subarray(from, from + N), (1 + i) * N);
  }
  return true;
}

function openAdjoint(a: Controlled): void {
  a.phase = ADJOINT;
  a.stage = a.S;
  beginAdjoint(a);
}

/** Decides whether the controls are optimal, no step descends any more, or another step begins. */
function judge(a: Controlled): void {
  a.gradientNorm = Math.sqrt(a.gradientNorm);
  let distance = a.residual;
  if (a.unweighted) distance = Math.max(distance, a.gradientNorm);
  const path = a.path;
  const cost = path.motion + path.effort + path.rest;
  if (distance <= a.tolerance || a.gradientNorm === 0) a.status = NEWTON.converged;
  else if (a.iterations >= a.maxIterations) a.status = NEWTON.maxIterations;
  else if (a.iterations > 0 && -a.slope <= ROUNDING * cost) {
    // too near for J to tell: go on while the distance shrinks
    if (!(distance < 0.5 * a.lastResidual) && ++a.stalls >= MOST_STALLS) a.status = NEWTON.stalled;
  }
  a.lastResidual = Math.min(distance, a.lastResidual);
  if (a.status === NEWTON.running) openBackward(a);
}

function openBackward(a: Controlled): void {
  a.phase = BACKWARD;
  a.stage = a.S;
  beginValue(a);
}

/** Changes to the next firmer model: the exact Hessian, then Gauss–Newton, then proximal terms that grow. */
function soften(a: Controlled): void {
  const { m } = a;
  if (!a.gaussNewton) {
    a.gaussNewton = true;
  } else {
    const least = 1e-4 * (m[a.motion] + m[a.control]);
    a.proximal = Math.max(8 * a.proximal, least);
    if (a.proximal > 1e10 * least) {
      a.status = NEWTON.stalled;
      return;
    }
  }
  openBackward(a);
}

function openTrial(a: Controlled, length: number): void {
  const { m } = a;
  a.phase = TRIAL;
  a.stage = 0;
  a.stepLength = length;
  const trial = a.trial;
  restart(trial);
  m.copyWithin(trial.u, a.path.u, a.path.u + a.stride);
}

/** Takes the trial as the path if it descends; otherwise tries half the length. */
function decide(a: Controlled): void {
  const path = a.path;
  const trial = a.trial;
  finish(a, trial);
  const cost = path.motion + path.effort + path.rest;
  const change = trial.motion + trial.effort + trial.rest - cost;
  const hidden = -a.slope <= ROUNDING * cost && change <= ROUNDING * cost;
  if (change <= DESCENT * a.stepLength * a.slope || hidden) {
    a.iterations++;
    a.path = trial;
    a.trial = path;
    if (a.stepLength === 1) {
      a.gaussNewton = false;
      a.proximal = a.proximal > 1e-8 ? 0.125 * a.proximal : 0;
    }
    openAdjoint(a);
  } else if (a.stepLength > LEAST_STEP) {
    openTrial(a, 0.5 * a.stepLength);
  } else {
    soften(a);
  }
}

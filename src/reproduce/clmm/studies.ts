/** The studies of CLMM by kind: each a function of plain data that runs here or on a thread. */

import type { BackendName } from "../../backend/contract/kernels.ts";
import type { Task } from "../../run/executor.ts";
import { measureDescents } from "./descent.ts";
import { measureCriticalPoints, measureHebbian, measureThresholds } from "./discrete.ts";
import { measureEarly } from "./early.ts";
import { measureFates } from "./fates.ts";
import { measureFree } from "./free.ts";
import { measureFront } from "./front.ts";
import { measureGradients } from "./gradient.ts";
import { measureLandscapes, measureSparse } from "./landscape.ts";
import { measurePresented } from "./presented.ts";
import { measureRestPoints } from "./rest-points.ts";
import { measureSequence } from "./sequence.ts";
import { measureFinalValues, measureGridValues, measureHorizons, measureProgramming } from "./value.ts";

export const STUDIES = {
  present: measurePresented,
  sequence: measureSequence,
  fates: measureFates,
  front: measureFront,
  horizons: measureHorizons,
  finalValues: measureFinalValues,
  programming: measureProgramming,
  gridValues: measureGridValues,
  restPoints: measureRestPoints,
  free: measureFree,
  early: measureEarly,
  gradients: measureGradients,
  descents: measureDescents,
  thresholds: measureThresholds,
  hebbian: measureHebbian,
  criticalPoints: measureCriticalPoints,
  landscapes: measureLandscapes,
  sparse: measureSparse,
} as const;

export type StudyKind = keyof typeof STUDIES;

export const clmmTask: Task<
  { readonly kind: StudyKind; readonly spec: unknown; readonly backend: BackendName },
  unknown
> = {
  name: "reproduce.clmm",
  run: ({ kind, spec, backend }, pause) => STUDIES[kind](spec as never, { backend, pause }),
};

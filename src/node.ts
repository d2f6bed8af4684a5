/** `palimpsest/node`: what needs Node — threads, files, pictures — beside everything of the core. */

export type {
  CommandStudy,
  Figure,
  Shown,
  Study,
} from "./experiments/kit/study.ts";
export { EXPERIMENTS, type Experiment } from "./experiments/registry.ts";
export * from "./index.ts";
export { type Binarization, binarize, type GrayImage } from "./io/binarize.ts";
export { toNpz } from "./io/columns.ts";
export type { ConnectivityOptions } from "./io/connectivity/format.ts";
export { type FoundConnectivity, readConnectivity } from "./io/connectivity/index.ts";
export { writeConnectivity } from "./io/connectivity/write.ts";
export { toCsv } from "./io/csv.ts";
export { specHash } from "./io/hash.ts";
export { readPictures } from "./io/images.ts";
export { type Ledger, type LedgerHeader, openLedger, readLedger } from "./io/ledger.ts";
export { type NpyArray, readNpy, writeNpy } from "./io/npy.ts";
export { readNpz, writeNpz } from "./io/npz.ts";
export { toParquet } from "./io/parquet.ts";
export { readPatterns } from "./io/patterns.ts";
export { svgDocument, toPng, toSvgText } from "./io/picture.ts";
export type { PictureSpec, Pictures } from "./io/picture-arrays.ts";
export { readPng } from "./io/png.ts";
export type { Row } from "./io/rows.ts";
export { type Plain, readSpecFile } from "./io/spec-file.ts";
export { readWeights } from "./io/weights.ts";
export { threads } from "./run/threads.ts";
export { type FoundLedger, type Gathered, gather, ledgersAt, type Shard } from "./sweep/ledgers.ts";
export { resultsOf, type SweepPart, type SweepResults } from "./sweep/results.ts";
export { type RunTasksOptions, runTasks } from "./sweep/run.ts";
export { planSweep, type SweepPlan } from "./sweep/spec.ts";
export { readSweepSpec } from "./sweep/spec-files.ts";
export { type SweepPoint, type SweepTask, type SweepTasks, shardOf, tasksOf } from "./sweep/tasks.ts";

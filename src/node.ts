/** `palimpsest/node`: what needs Node — threads, files, pictures — beside everything of the core. */
export * from "./index.ts";
export { toNpz } from "./io/columns.ts";
export { toCsv } from "./io/csv.ts";
export { specHash } from "./io/hash.ts";
export { type Ledger, type LedgerHeader, openLedger, readLedger } from "./io/ledger.ts";
export { type NpyArray, readNpy, writeNpy } from "./io/npy.ts";
export { readNpz, writeNpz } from "./io/npz.ts";
export { toParquet } from "./io/parquet.ts";
export { svgDocument, toPng, toSvgText } from "./io/picture.ts";
export type { Row } from "./io/rows.ts";
export { fileOfSpec, type Plain, readSpecFile } from "./io/spec-file.ts";
export { threads } from "./run/threads.ts";
export { type Figure, STUDIES, type Study, type StudyOptions } from "./studies/study.ts";
export { type FoundLedger, type Gathered, gather, ledgersAt, type Shard } from "./sweep/ledgers.ts";
export { resultsOf, type SweepPart, type SweepResults } from "./sweep/results.ts";
export { type RunTasksOptions, runTasks } from "./sweep/run.ts";
export { planSweep, type SweepPlan } from "./sweep/spec.ts";
export { type SweepPoint, type SweepTask, type SweepTasks, shardOf, tasksOf } from "./sweep/tasks.ts";

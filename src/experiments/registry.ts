/** The experiments there are: each is a folder beside this file and a line here. */
import { checkChoice } from "../check/check.ts";
import type { Study } from "./kit/study.ts";

/** Loaded when asked for, so that no experiment pays for another. */
export const STUDIES: Readonly<Record<string, () => Promise<Study>>> = {
  capacity: async () => (await import("./capacity/study.ts")).capacityStudy,
  basins: async () => (await import("./basins/study.ts")).basinsStudy,
  fields: async () => (await import("./fields/study.ts")).fieldsStudy,
  weights: async () => (await import("./weights/study.ts")).weightsStudy,
  online: async () => (await import("./online/study.ts")).onlineStudy,
  frontier: async () => (await import("./frontier/study.ts")).frontierStudy,
  recall: async () => (await import("./recall/study.ts")).recallStudy,
  flow: async () => (await import("./flow/study.ts")).flowStudy,
  control: async () => (await import("./control/study.ts")).controlStudy,
};

/** The experiment of that name. */
export function studyOf(where: string, name: unknown): Promise<Study> {
  return STUDIES[checkChoice(where, name, Object.keys(STUDIES))]();
}

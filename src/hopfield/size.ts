/** How large the problems of a network are. */
import type { BackendName } from "../backend/contract/kernels.ts";

/** Numbers of neurons N, patterns p and inputs c of a network. */
export interface NetworkSize {
  readonly nNeurons: number;
  readonly nPatterns: number;
  readonly nInputs: number;
}

/** Size and backend of a search, from which the length of its calls is planned. */
export interface ProblemSize extends NetworkSize {
  readonly backend: BackendName;
}

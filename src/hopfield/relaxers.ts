/** Relaxers of the networks used last: a network whose states are relaxed one call after another is packed once. */
import type { BackendName, Graph, Relaxer } from "../backend/contract/kernels.ts";
import { lendKernels } from "../backend/load.ts";

interface Idle {
  readonly backend: BackendName;
  readonly graph: Graph;
  readonly relaxer: Relaxer;
  /** Gives the kernels that hold the relaxer back. */
  readonly close: () => void;
}

const idle: Idle[] = [];
/** Two, for networks that are compared in turns. */
const KEEP = 2;

/**
 * Lends the relaxer of a graph to one piece of work; work that interleaves never shares one. A graph must not change once it was
 * used.
 */
export async function withRelaxer<T>(
  backend: BackendName,
  graph: Graph,
  work: (relaxer: Relaxer) => Promise<T> | T,
): Promise<T> {
  const at = idle.findIndex((entry) => entry.backend === backend && entry.graph === graph);
  const lent = at >= 0 ? idle.splice(at, 1)[0] : await open(backend, graph);
  try {
    return await work(lent.relaxer);
  } finally {
    idle.push(lent);
    if (idle.length > KEEP) idle.shift()!.close();
  }
}

async function open(backend: BackendName, graph: Graph): Promise<Idle> {
  const { kernels, close } = await lendKernels(backend);
  try {
    return { backend, graph, relaxer: kernels.relaxer(graph), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Kernels of both backends, for tests that compare them. */
import type { BackendName, Kernels } from "../../src/backend/contract/kernels.ts";
import { loadKernels } from "../../src/backend/load.ts";

export const BACKENDS: readonly BackendName[] = ["wasm", "js"];

/** Fresh kernels of both backends, each with a memory of its own. */
export async function bothBackends(): Promise<{ wasm: Kernels; js: Kernels; all: readonly Kernels[] }> {
  const wasm = await loadKernels({ backend: "wasm" });
  const js = await loadKernels({ backend: "js" });
  return { wasm, js, all: [wasm, js] };
}

/** Runs `body`, then releases the memory that it allocated. */
export function inScratch<T>(kernels: Kernels, body: () => T): T {
  const position = kernels.arena.mark();
  try {
    return body();
  } finally {
    kernels.arena.release(position);
  }
}

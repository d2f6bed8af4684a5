/** Lends the kernels of either backend to a piece of work, and keeps those that are idle for the next. */
import type { BackendName, Kernels } from "./contract/kernels.ts";
import type { KernelModule } from "./wasm/module.ts";

/**
 * A fresh set of kernels with a memory of its own: two of them never disturb each other.
 *
 * @param options.backend  "wasm" (default) or "js"; both give the same bits.
 * @param options.module   a compiled `kernels.wasm`, instead of the copy inlined in this package.
 * @throws TypeError for an unknown backend; Error on an engine without WebAssembly SIMD.
 */
export async function loadKernels(options: { backend?: BackendName; module?: KernelModule } = {}): Promise<Kernels> {
  const { backend = "wasm", module } = options;
  // either backend is loaded when first asked for: help of the command line, which asks for none, reads neither
  if (backend === "js") return (await import("./js/kernels.ts")).jsKernels();
  if (backend !== "wasm")
    throw new TypeError(`loadKernels: backend must be "wasm" or "js", got ${JSON.stringify(backend)}`);
  const { wasmKernels } = await import("./wasm/kernels.ts");
  const { compileKernels, instantiateKernels } = await import("./wasm/module.ts");
  return wasmKernels(await instantiateKernels(module ?? (await compileKernels())));
}

const idle: Record<BackendName, Kernels[]> = { wasm: [], js: [] };
/** Kernels whose memory has grown beyond this are dropped after use, so that the engine can take it back. */
const KEEP_BYTES = 64 * 2 ** 20;

/**
 * Lends kernels to one piece of work and takes them back, memory released: work that interleaves with other work never
 * shares an arena.
 */
export async function withKernels<T>(backend: BackendName, work: (kernels: Kernels) => Promise<T> | T): Promise<T> {
  const { kernels, close } = await lendKernels(backend);
  try {
    return await work(kernels);
  } finally {
    close();
  }
}

/** As `withKernels`, for work that tells its end by calling `close`. */
export async function lendKernels(
  backend: BackendName,
): Promise<{ readonly kernels: Kernels; readonly close: () => void }> {
  const kernels = idle[backend]?.pop() ?? (await loadKernels({ backend }));
  const position = kernels.arena.mark();
  const close = (): void => {
    kernels.arena.release(position);
    if (kernels.arena.heldBytes < KEEP_BYTES) idle[backend].push(kernels);
  };
  return { kernels, close };
}

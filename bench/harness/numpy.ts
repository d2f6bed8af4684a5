/** NumPy on one thread, kept running beside the bench. */
import { fileURLToPath } from "node:url";
import { Child } from "./child.ts";

const PROGRAM = fileURLToPath(new URL("matrix-products.py", import.meta.url));
const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

export interface NumPy {
  readonly child: Child;
  /** Versions of NumPy and its BLAS. */
  readonly version: string;
  /** Whether SciPy is there to call ssyrk without copying its triangle. */
  readonly hasSyrk: boolean;
  /** Whether SciPy is there to integrate. */
  readonly hasSolve: boolean;
}

/** Starts NumPy, or says why not. */
export async function startNumPy(clock: string): Promise<NumPy | string> {
  const child = new Child("NumPy", "python3", [PROGRAM, clock], ONE_THREAD);
  try {
    const [name, blas, ...rest] = (await child.answer()).split(", ");
    return {
      child,
      version: `${name}, ${blas}`,
      hasSyrk: rest.includes("ssyrk"),
      hasSolve: rest.includes("solve_ivp"),
    };
  } catch (error) {
    child.close();
    return `NumPy: ${(error as Error).message.split("\n").at(-1)}`;
  }
}

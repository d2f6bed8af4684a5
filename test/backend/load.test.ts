/** Loading the kernels: choice of the backend, refusal of bytes that are no module, and kernels lent to one task at a time. */
import { describe, expect, it } from "vitest";
import type { BackendName, Kernels } from "../../src/backend/contract/kernels.ts";
import { loadKernels, withKernels } from "../../src/backend/load.ts";
import { compile } from "../../src/backend/wasm/module.ts";
import { BACKENDS } from "../support/backends.ts";
import { expectRejection, rejection } from "../support/rejection.ts";

describe("loading kernels", () => {
  it("wasm is the default; both say what they are", async () => {
    expect((await loadKernels()).backend).toBe("wasm");
    expect((await loadKernels({ backend: "js" })).backend).toBe("js");
  });

  it("an unknown backend is named", async () => {
    await expectRejection(
      loadKernels({ backend: "native" as BackendName }),
      TypeError,
      /backend must be .*got "native"/,
    );
  });

  it("bytes that are no module are refused by the engine", async () => {
    expect(await rejection(compile(new Uint8Array([1, 2, 3, 4])))).toBeInstanceOf(Error);
  });

  it.each(BACKENDS)("lent kernels come back with their memory released (%s)", async (backend) => {
    let first: Kernels | undefined;
    await withKernels(backend, (kernels) => {
      first = kernels;
      kernels.arena.int32(1000);
    });
    const used = first!.arena.usedBytes;
    const failure = new Error("work fails");
    const promise = withKernels(backend, (kernels) => {
      kernels.arena.int32(1000);
      throw failure;
    });
    expect(await rejection(promise)).toBe(failure);
    expect(first!.arena.usedBytes).toBe(used);
  });

  it.each(BACKENDS)("two pieces of work at a time never share kernels (%s)", async (backend) => {
    const lent: Kernels[] = [];
    const work = async (kernels: Kernels): Promise<void> => {
      lent.push(kernels);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await Promise.all([withKernels(backend, work), withKernels(backend, work), withKernels(backend, work)]);
    expect(new Set(lent).size).toBe(3);
  });
});

/**
 * Layouts of structures in linear memory. That a layout is what the kernels see follows from how it is made: the compiler itself
 * tells it while it compiles the module (scripts/interface.ts), so that a field inserted in assembly/ shifts both sides at once, and
 * a facade that does not name it is an error of types, as the last test shows. The other tests watch the words on their way.
 */
import { beforeAll, expect, test } from "vitest";
import { type Address, NOWHERE } from "../../src/backend/wasm/address.ts";
import { pointer, WasmArena } from "../../src/backend/wasm/arena.ts";
import * as shown from "../../src/backend/wasm/interface.generated.ts";
import {
  compileKernels,
  instantiateControl,
  instantiateKernels,
  type KernelExports,
} from "../../src/backend/wasm/module.ts";
import type { Layout, Structure } from "../../src/backend/wasm/structure.ts";

let exports: KernelExports;
let control: shown.ControlExports;
let arena: WasmArena;
beforeAll(async () => {
  exports = await instantiateKernels(await compileKernels());
  control = instantiateControl(exports.memory);
  arena = new WasmArena(exports);
});

const layouts = Object.entries(shown as Readonly<Record<string, AnyLayout>>);
interface AnyLayout {
  readonly bytes: number;
  readonly fields: Readonly<Record<string, readonly [offset: number, type: string]>>;
}
const SIZE: Readonly<Record<string, number>> = { i32: 4, u32: 4, usize: 4, f64: 8, v128: 16 };

test.each(layouts)("%s: fields are aligned, apart from each other, and fill the structure", (_, { bytes, fields }) => {
  let end = 0;
  for (const [offset, type] of Object.values(fields)) {
    expect(offset % SIZE[type]).toBe(0);
    expect(offset - end).toBeGreaterThanOrEqual(0);
    expect(offset - end).toBeLessThan(8);
    end = offset + SIZE[type];
  }
  expect(end).toBe(bytes);
});

test("the host reads by name what kernels were given: annealers and searches with a margin", () => {
  const [N, P, c, stride] = [40, 7, 5, 64];
  const annealer = arena.structureAt(shown.AnnealerLayout, arena.bytes(exports.annealerBytes(N, c)));
  exports.annealerInit(annealer.address, 4096 as Address, 8192 as Address, N, P, c, stride, 3, 11.5, 1);
  expect(fieldsOf(annealer, "N", "P", "c", "stride", "largest", "wide")).toEqual([N, P, c, stride, 3, 1]);
  expect(fieldsOf(annealer, "twiceKappa", "overlap", "variates")).toEqual([11.5, 4096, 8192]);
  expect(annealer.get("members") - annealer.address).toBeGreaterThanOrEqual(shown.AnnealerLayout.bytes);

  const xi = pointer(arena.int8(P * stride));
  const search = arena.structureAt(shown.MarginSearchLayout, arena.bytes(exports.marginBytes(N, P, c)));
  exports.marginInit(search.address, xi, 4096 as Address, 8192 as Address, N, P, c, stride, 17);
  expect(fieldsOf(search, "N", "P", "c", "stride", "target")).toEqual([N, P, c, stride, 17]);
  expect(fieldsOf(search, "overlap", "exponentials")).toEqual([4096, 8192]);
  expect(search.get("signs") - search.address).toBeGreaterThanOrEqual(shown.MarginSearchLayout.bytes);
});

test("the host reads by name what kernels were given: controlled networks, sweeps and grids", () => {
  const [N, S] = [3, 4];
  const network = arena.structureAt(shown.ControlledLayout, arena.bytes(control.controlBytes(N, S, 1)));
  control.controlInit(network.address, N, S, 1, 0.5, 0.25, 2, 1, 8, 1);
  expect(fieldsOf(network, "N", "S", "stride", "kind", "symmetric")).toEqual([N, S, 4, 1, 1]);
  expect(fieldsOf(network, "h", "gamma", "terminal", "parameter")).toEqual([0.5, 0.25, 2, 8]);
  expect(network.get("path") - network.address).toBeGreaterThanOrEqual(shown.ControlledLayout.bytes);
  expect(network.get("trial") - network.get("path")).toBeGreaterThanOrEqual(shown.PathLayout.bytes);
  expect(network.get("weights") - network.get("trial")).toBeGreaterThanOrEqual(shown.PathLayout.bytes);

  const sweep = arena.structureAt(shown.SweepLayout, arena.bytes(control.sweepBytes(N, S, 1)));
  control.sweepInit(sweep.address, N, S, 1, 0.5, 0.25, 2, 8, 0.125);
  expect(fieldsOf(sweep, "N", "S", "stride", "kind", "bounds")).toEqual([N, S, 4, 2, NOWHERE]);
  expect(fieldsOf(sweep, "h", "gamma", "slope", "bound")).toEqual([0.5, 0.25, 8, 0.125]);
  expect(sweep.get("weights") - sweep.address).toBeGreaterThanOrEqual(shown.SweepLayout.bytes);

  const grid = arena.structureAt(shown.HjbLayout, arena.bytes(control.hjbBytes(2, 5)));
  control.hjbInit(grid.address, 2, 5, 0.5, 3, 1.5, 2.5, 0.75, 0.25, 1, 8);
  expect(fieldsOf(grid, "N", "n", "nodes", "kind")).toEqual([2, 5, 25, 1]);
  expect(fieldsOf(grid, "h", "reach", "motion", "control", "half", "whole", "slope")).toEqual([
    0.5, 3, 1.5, 2.5, 0.75, 0.25, 8,
  ]);
  expect(grid.get("weights") - grid.address).toBeGreaterThanOrEqual(shown.HjbLayout.bytes);
});

test("a structure keeps its values when memory grows", () => {
  const block = arena.structure(shown.BlockLayout, { ...NO_BLOCK, running: -3, marks: 0xfffffffc as Address });
  arena.bytes(2 ** 20);
  expect([block.get("running"), block.get("marks"), block.get("single")]).toEqual([-3, 0xfffffffc, 0]);
  block.set({ running: 2 });
  expect(block.get("running")).toBe(2);
});

test("a field left out, one that is not there and a number for an address are errors of types", () => {
  const { running: _, ...withoutRunning } = NO_BLOCK;
  // for the type checker alone: never called
  const wrong = (block: Structure<typeof shown.BlockLayout>): void => {
    // @ts-expect-error a field of the kernel is missing
    arena.structure(shown.BlockLayout, withoutRunning);
    // @ts-expect-error the kernel has no such field
    arena.structure(shown.BlockLayout, { ...NO_BLOCK, last: 0 });
    // @ts-expect-error an array of the kernel is given as a plain number
    arena.structure(shown.BlockLayout, { ...NO_BLOCK, plus: 64 });
    // @ts-expect-error the kernel has no such field
    block.get("last");
    // @ts-expect-error an argument is missing
    exports.release();
    // @ts-expect-error a count is given for an address
    exports.largestOverlap(3, 3, 3);
  };
  expect(wrong).toBeTypeOf("function");
});

const NO_BLOCK = {
  plus: NOWHERE,
  fields: NOWHERE,
  flips: NOWHERE,
  order: NOWHERE,
  marks: NOWHERE,
  stream: NOWHERE,
  running: 0,
  dense: 0,
  fresh: 0,
  single: 0,
};

function fieldsOf<L extends Layout>(structure: Structure<L>, ...names: (keyof L["fields"] & string)[]): number[] {
  return names.map((name) => structure.get(name));
}

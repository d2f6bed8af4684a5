/** The search for connectivity with a margin on the WebAssembly backend. */
import { variates } from "../../numeric/variates.ts";
import type { Key, MarginProblem, MarginSearch } from "../contract/kernels.ts";
import type { Address } from "./address.ts";
import { pointer, type WasmArena, type WasmBlock } from "./arena.ts";
import { MarginSearchLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";
import type { Structure } from "./structure.ts";

/** A search whose state lies in linear memory; lives until its arena is released. */
export class WasmMarginSearch implements MarginSearch {
  private readonly at: Address;
  private readonly header: Structure<typeof MarginSearchLayout>;
  private readonly members: WasmBlock<Int32Array>;

  constructor(
    private readonly exports: KernelExports,
    arena: WasmArena,
    problem: MarginProblem,
  ) {
    const { xi, overlap, nNeurons, nPatterns, nInputs, stride, target } = problem;
    const { exponentials } = variates(0);
    const table = arena.float32(exponentials.length);
    table.view.set(exponentials);
    this.at = arena.bytes(exports.marginBytes(nNeurons, nPatterns, nInputs) >>> 0);
    exports.marginInit(
      this.at,
      pointer(xi),
      pointer(overlap),
      pointer(table),
      nNeurons,
      nPatterns,
      nInputs,
      stride,
      target,
    );
    this.header = arena.structureAt(MarginSearchLayout, this.at);
    this.members = arena.at(Int32Array, this.header.get("members"), nInputs);
  }

  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>): void {
    if (warm) this.members.view.set(warm);
    this.exports.marginBegin(this.at, neuron, warm ? 1 : 0, run, key[0], key[1]);
  }

  anneal(levels: number, steps: number, temperature: number, factor: number): number {
    return this.exports.marginAnneal(this.at, levels, steps, temperature, factor);
  }

  restore(): void {
    this.exports.marginRestore(this.at);
  }

  energyAt(scaledMargin: number): number {
    return this.exports.marginEnergyAt(this.at, scaledMargin);
  }

  get energy(): number {
    return this.header.get("energy");
  }

  get squares(): number {
    return this.exports.marginSquares(this.at);
  }

  get accepted(): number {
    return this.header.get("accepted");
  }

  inputsInto(out: Int32Array): void {
    out.set(this.members.view);
    out.sort();
  }
}

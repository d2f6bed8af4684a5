/** The search for noise-reducing connectivity on the WebAssembly backend. */
import { variates } from "../../numeric/variates.ts";
import type { Annealer, AnnealProblem, Key } from "../contract/kernels.ts";
import type { Address } from "./address.ts";
import { pointer, type WasmArena, type WasmBlock } from "./arena.ts";
import { AnnealerLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";
import type { Structure } from "./structure.ts";

/** An annealer whose state lies in linear memory; lives until its arena is released. */
export class WasmAnnealer implements Annealer {
  private readonly at: Address;
  private readonly header: Structure<typeof AnnealerLayout>;
  private readonly members: WasmBlock<Int32Array>;

  constructor(
    private readonly exports: KernelExports,
    arena: WasmArena,
    problem: AnnealProblem,
  ) {
    const { overlap, nNeurons, nPatterns, nInputs, stride, largest, twiceKappa, wide } = problem;
    const { exponentials, gumbels, integerGumbels } = variates((nNeurons + 31) & ~31);
    // one block, as assembly/variates.ts lays it out
    const tables = arena.float32(exponentials.length + gumbels.length + integerGumbels.length / 2);
    tables.view.set(exponentials);
    tables.view.set(gumbels, exponentials.length);
    new Int16Array(tables.view.buffer, tables.view.byteOffset + 4 * (exponentials.length + gumbels.length)).set(
      integerGumbels,
    );
    this.at = arena.bytes(exports.annealerBytes(nNeurons, nInputs));
    exports.annealerInit(
      this.at,
      pointer(overlap),
      pointer(tables),
      nNeurons,
      nPatterns,
      nInputs,
      stride,
      largest,
      twiceKappa,
      wide ? 1 : 0,
    );
    this.header = arena.structureAt(AnnealerLayout, this.at);
    this.members = arena.at(Int32Array, this.header.get("members"), nInputs);
  }

  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>, row = neuron): void {
    if (warm) this.members.view.set(warm);
    this.exports.annealerBegin(this.at, row, neuron, warm ? 1 : 0, run, key[0], key[1]);
  }

  refit(largest: number, wide: boolean): void {
    this.exports.annealerRefit(this.at, largest, wide ? 1 : 0);
  }

  metropolis(levels: number, steps: number, temperature: number, factor: number): number {
    return this.exports.metropolis(this.at, levels, steps, temperature, factor);
  }

  rootMetropolis(steps: number, temperature: number): void {
    this.exports.rootMetropolis(this.at, steps, temperature);
  }

  heatBath(levels: number, steps: number, temperature: number, factor: number): number {
    return this.exports.heatBath(this.at, levels, steps, temperature, factor);
  }

  restore(): void {
    this.exports.annealerRestore(this.at);
  }

  descend(rounds: number): number {
    return this.exports.descend(this.at, rounds);
  }

  get energy(): number {
    return this.exports.annealerEnergy(this.at);
  }

  get squares(): number {
    return this.exports.annealerSquares(this.at);
  }

  get accepted(): number {
    return this.header.get("accepted");
  }

  inputsInto(out: Int32Array): void {
    out.set(this.members.view);
    out.sort();
  }
}

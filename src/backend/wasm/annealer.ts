import { variates } from "../../numeric/variates.ts";
import type { Annealer, AnnealProblem, Key } from "../contract/kernels.ts";
import { pointer, type WasmArena, WasmBlock } from "./arena.ts";
import type { KernelExports } from "./module.ts";

/** An annealer whose state lies in linear memory; lives until its arena is released. */
export class WasmAnnealer implements Annealer {
  private readonly at: number;
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
    this.at = pointer(arena.uint8(exports.annealerBytes(nNeurons, nInputs)));
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
    this.members = new WasmBlock(exports.memory, Int32Array, exports.annealerMembers(this.at) >>> 0, nInputs);
  }

  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>): void {
    if (warm) this.members.view.set(warm);
    this.exports.annealerBegin(this.at, neuron, warm ? 1 : 0, run, key[0], key[1]);
  }

  metropolis(levels: number, steps: number, temperature: number, factor: number): number {
    return this.exports.metropolis(this.at, levels, steps, temperature, factor);
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
    return this.exports.annealerAccepted(this.at);
  }

  inputsInto(out: Int32Array): void {
    out.set(this.members.view);
    out.sort();
  }
}

/** What is kept in the kernels' memory between tasks, so that it need not be computed again for each of them. */
import type { BackendName, Kernels } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";

interface Idle<Kept> {
  readonly name: string;
  readonly kept: Kept;
}

/** How many are kept for the next task: two, because two points of a curve are often computed in turns. */
const KEEP = 2;

/** Lends what it keeps by name, one piece of work at a time. */
export class Keeper<Kept extends { readonly kernels: Kernels }> {
  private readonly idle: Idle<Kept>[] = [];
  private readonly bottoms = new WeakMap<Kernels, number>();

  /** Lends one to a piece of work, opened when none is at hand; work that interleaves never shares one. */
  async lend<T>(name: string, open: () => Promise<Kept>, work: (kept: Kept) => Promise<T> | T): Promise<T> {
    const at = this.idle.findIndex((entry) => entry.name === name);
    const kept = at >= 0 ? this.idle.splice(at, 1)[0].kept : await open();
    const { arena } = kept.kernels;
    const position = arena.mark();
    try {
      return await work(kept);
    } finally {
      arena.release(position);
      this.idle.push({ name, kept });
      if (this.idle.length > KEEP) this.idle.shift();
    }
  }

  /** The memory of what has been idle longest, or fresh kernels. */
  async recycled(backend: BackendName): Promise<Kernels> {
    const isMine = ({ kept }: Idle<Kept>): boolean =>
      kept.kernels.backend === backend && this.bottoms.has(kept.kernels);
    const at = this.idle.length >= KEEP ? this.idle.findIndex(isMine) : -1;
    if (at >= 0) {
      const { kernels } = this.idle.splice(at, 1)[0].kept;
      kernels.arena.release(this.bottoms.get(kernels)!);
      return kernels;
    }
    const kernels = await loadKernels({ backend });
    this.bottoms.set(kernels, kernels.arena.mark());
    return kernels;
  }
}

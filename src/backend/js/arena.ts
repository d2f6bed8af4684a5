/** The memory of the JavaScript backend. */
import type { Arena, Block, TypedArray } from "../contract/kernels.ts";

/** Memory of the JavaScript backend: every block a typed array of its own, zero-filled by the engine. */
export class JsArena implements Arena {
  usedBytes = 0;
  readonly heldBytes = 0; // released arrays are the engine's to collect

  int8 = (length: number) => this.keep(new Int8Array(length));
  uint8 = (length: number) => this.keep(new Uint8Array(length));
  int16 = (length: number) => this.keep(new Int16Array(length));
  int32 = (length: number) => this.keep(new Int32Array(length));
  uint32 = (length: number) => this.keep(new Uint32Array(length));
  float32 = (length: number) => this.keep(new Float32Array(length));
  float64 = (length: number) => this.keep(new Float64Array(length));

  mark(): number {
    return this.usedBytes;
  }

  release(position: number): void {
    this.usedBytes = position;
  }

  private keep<A extends TypedArray>(view: A): Block<A> {
    this.usedBytes += view.byteLength;
    return { length: view.length, view };
  }
}

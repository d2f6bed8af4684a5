import type { Arena, Block, TypedArray } from "../contract/kernels.ts";
import type { KernelExports } from "./module.ts";

type View<A> = new (buffer: ArrayBuffer, byteOffset: number, length: number) => A;

/** A block of linear memory: its view is made anew whenever the memory has grown since. */
export class WasmBlock<A extends TypedArray> implements Block<A> {
  private cached: A;

  constructor(
    private readonly memory: { readonly buffer: ArrayBuffer },
    private readonly kind: View<A>,
    /** Address of the first element. */
    readonly pointer: number,
    readonly length: number,
  ) {
    this.cached = new kind(memory.buffer, pointer, length);
  }

  get view(): A {
    if (this.cached.buffer !== this.memory.buffer) {
      this.cached = new this.kind(this.memory.buffer, this.pointer, this.length);
    }
    return this.cached;
  }
}

/** The bump allocator of the module's linear memory. */
export class WasmArena implements Arena {
  constructor(private readonly exports: KernelExports) {}

  int8 = (length: number) => this.block(Int8Array, length);
  uint8 = (length: number) => this.block(Uint8Array, length);
  int16 = (length: number) => this.block(Int16Array, length);
  int32 = (length: number) => this.block(Int32Array, length);
  uint32 = (length: number) => this.block(Uint32Array, length);
  float32 = (length: number) => this.block(Float32Array, length);
  float64 = (length: number) => this.block(Float64Array, length);

  mark(): number {
    return this.exports.mark() >>> 0;
  }

  release(position: number): void {
    this.exports.release(position);
  }

  get usedBytes(): number {
    return this.mark();
  }

  get heldBytes(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /** A block at an address given by another instance on the same memory. */
  at<A extends TypedArray>(kind: View<A>, pointer: number, length: number): WasmBlock<A> {
    return new WasmBlock<A>(this.exports.memory, kind, pointer, length);
  }

  private block<A extends TypedArray>(kind: View<A> & { BYTES_PER_ELEMENT: number }, length: number): WasmBlock<A> {
    const bytes = length * kind.BYTES_PER_ELEMENT;
    const pointer = bytes < 2 ** 32 ? this.exports.alloc(bytes) >>> 0 : 0;
    if (pointer === 0) {
      throw new RangeError(`arena: this engine gave no ${bytes} bytes more memory, with ${this.usedBytes} in use`);
    }
    return new WasmBlock<A>(this.exports.memory, kind, pointer, length);
  }
}

/** The address of a block made by a `WasmArena`. */
export function pointer(block: Block<TypedArray>): number {
  return (block as WasmBlock<TypedArray>).pointer;
}

/** Linear memory handed out in blocks: the arena of the WebAssembly backend. */
import type { Arena, Block, TypedArray } from "../contract/kernels.ts";
import type { Address } from "./address.ts";
import { NOWHERE } from "./address.ts";
import type { KernelExports } from "./module.ts";
import { type Layout, Structure, type Values } from "./structure.ts";

type View<A> = new (buffer: ArrayBuffer, byteOffset: number, length: number) => A;

/** A block of linear memory: its view is made when first asked for, and anew whenever the memory has grown since. */
export class WasmBlock<A extends TypedArray> implements Block<A> {
  private cached: A | undefined = undefined;

  constructor(
    private readonly memory: { readonly buffer: ArrayBuffer },
    private readonly kind: View<A>,
    /** Address of the first element. */
    readonly pointer: Address,
    readonly length: number,
  ) {}

  get view(): A {
    if (this.cached?.buffer !== this.memory.buffer) {
      this.cached = new this.kind(this.memory.buffer, this.pointer, this.length);
    }
    return this.cached as A;
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

  /** Allocates a structure of a kernel and sets its fields, but for those that are set `Later`: they are 0 until then. */
  structure<L extends Layout, Later extends keyof Values<L> = never>(
    layout: L,
    values: Omit<Values<L>, Later>,
  ): Structure<L> {
    const made = this.structureAt(layout, this.bytes(layout.bytes));
    made.set(values as Partial<Values<L>>);
    return made;
  }

  /** A structure that a kernel laid out, or that another one names. */
  structureAt<L extends Layout>(layout: L, address: Address): Structure<L> {
    return new Structure(this.exports.memory, layout, address);
  }

  /** Allocates zero-filled memory of `count` bytes and returns its address. */
  bytes(count: number): Address {
    const address = count < 2 ** 32 ? this.exports.alloc(count) >>> 0 : 0;
    if (address === 0) {
      throw new RangeError(`arena: this engine gave no ${count} bytes more memory, with ${this.usedBytes} in use`);
    }
    return address as Address;
  }

  /** A block at an address given by a kernel, or by another instance on the same memory. */
  at<A extends TypedArray>(kind: View<A>, pointer: Address, length: number): WasmBlock<A> {
    return new WasmBlock<A>(this.exports.memory, kind, pointer, length);
  }

  private block<A extends TypedArray>(kind: View<A> & { BYTES_PER_ELEMENT: number }, length: number): WasmBlock<A> {
    return this.at(kind, this.bytes(length * kind.BYTES_PER_ELEMENT), length);
  }
}

/** The address of a block made by a `WasmArena`, or of a place that many bytes behind it. */
export function pointer(block: Block<TypedArray>, offset = 0): Address {
  return ((block as WasmBlock<TypedArray>).pointer + offset) as Address;
}

/** The address of a block, or `NOWHERE` for one that is missing. */
export function pointerIf(block: Block<TypedArray> | undefined): Address {
  return block ? pointer(block) : NOWHERE;
}

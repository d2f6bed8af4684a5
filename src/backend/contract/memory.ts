/** Memory of a backend, as the facade sees it: blocks of typed arrays from an arena. */

/** The kinds of arrays that blocks of memory can be. */
export type TypedArray = Int8Array | Uint8Array | Int16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** A piece of a backend's memory. Take `view` anew after anything that may allocate: growing detaches older views. */
export interface Block<A extends TypedArray> {
  readonly length: number;
  /** The elements in the present memory; writing to them changes the block. */
  readonly view: A;
}

/** A backend's memory: blocks are zero-filled, aligned for vectors and given back all at once by `release`. */
export interface Arena {
  int8(length: number): Block<Int8Array>;
  uint8(length: number): Block<Uint8Array>;
  int16(length: number): Block<Int16Array>;
  int32(length: number): Block<Int32Array>;
  uint32(length: number): Block<Uint32Array>;
  float32(length: number): Block<Float32Array>;
  float64(length: number): Block<Float64Array>;
  /** The present top of the memory, to be given to `release` later. */
  mark(): number;
  /** Gives back every block allocated since `position` was marked. */
  release(position: number): void;
  /** Bytes that blocks occupy. */
  readonly usedBytes: number;
  /** Bytes that the engine has given, in use or not. */
  readonly heldBytes: number;
}

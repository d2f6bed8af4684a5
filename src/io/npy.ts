/**
 * Arrays in NumPy's .npy format, versions 1.0 to 3.0.
 *
 *     \x93NUMPY  major minor  headerBytes (u16, from version 2 u32)  header (a Python dict literal)  values
 *
 * The reader trusts nothing: what a header promises is compared with the bytes that are there before anything is
 * allocated, so a hostile file costs at most one copy of itself. Values are little-endian, as in WebAssembly memory
 * and on every machine that Node runs on today; big-endian files are turned on reading, and halves (float16) widened.
 */

/** Types of value this package exchanges with NumPy; `|b1` is read as bytes 0 and 1. */
export type NpyDtype = "|i1" | "|u1" | "|b1" | "<i2" | "<u2" | "<i4" | "<u4" | "<i8" | "<u8" | "<f4" | "<f8";

export type NpyData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

export interface NpyArray {
  /** Type of `data`: that of the file in little-endian; float32 for float16, of which it holds every value. */
  readonly dtype: NpyDtype;
  /** Lengths of the axes; `[]` is a single number. */
  readonly shape: number[];
  /** Values in C order (the last axis runs fastest), owned by the caller. */
  readonly data: NpyData;
}

interface DataConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): NpyData;
  new (buffer: ArrayBuffer): NpyData;
}

const CONSTRUCTORS: Record<NpyDtype, DataConstructor> = {
  "|i1": Int8Array,
  "|u1": Uint8Array,
  "|b1": Uint8Array,
  "<i2": Int16Array,
  "<u2": Uint16Array,
  "<i4": Int32Array,
  "<u4": Uint32Array,
  "<i8": BigInt64Array,
  "<u8": BigUint64Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy refuses longer headers too: parsing is linear here, but no honest plain array needs more. */
const MAX_HEADER_BYTES = 65536;
/** NumPy 2's own limit on the number of axes. */
const MAX_AXES = 64;
/** NumPy starts the values at a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT_BYTES = 64;

/**
 * The array in an .npy file; an array in Fortran order is turned into C order.
 *
 * @param bytes  the whole file; read only.
 * @param name   what to call the file in a message.
 * @returns      dtype, shape and a fresh typed array in C order.
 * @throws TypeError when `bytes` is not a Uint8Array or the values are of an unsupported type.
 * @throws RangeError when the file is damaged: magic, header, shape or number of bytes.
 */
export function readNpy(bytes: Uint8Array, name: string): NpyArray {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(
      `readNpy: ${name} must be given as a Uint8Array, got ${bytes === null ? "null" : typeof bytes}`,
    );
  }
  const { header, dataStart } = readHeader(bytes, name);
  const { descr, fortranOrder, shape } = parseHeader(header, name);
  const { dtype, isBigEndian, isHalf } = checkDtype(descr, name);
  const TypedArray = CONSTRUCTORS[dtype];
  const stored = isHalf ? Uint16Array : TypedArray;
  const buffer = valuesIn(bytes, dataStart, shape, stored.BYTES_PER_ELEMENT, descr, name);
  if (isBigEndian) reverseBytes(buffer, stored.BYTES_PER_ELEMENT);
  const data = isHalf ? Float32Array.from(new Uint16Array(buffer), halfOf) : new TypedArray(buffer);
  const isReordered = fortranOrder && shape.length > 1 && data.length > 1;
  return { dtype, shape, data: isReordered ? fromFortranOrder(data, shape, TypedArray) : data };
}

/**
 * The words in an .npy file of at most one axis: byte strings (`S`) or Unicode (`U`), as numpy.save writes them.
 *
 * @param name  what to call the file in a message.
 * @throws TypeError when `bytes` is not a Uint8Array or the values are no strings.
 * @throws RangeError when the file is damaged.
 */
export function readNpyWords(bytes: Uint8Array, name: string): string[] {
  const { header, dataStart } = readHeader(bytes, name);
  const { descr, shape } = parseHeader(header, name);
  const parts = /^([<>=|]?)([SU])(\d{1,6})$/.exec(descr);
  if (parts === null || shape.length > 1) {
    throw new TypeError(
      `readNpyWords: ${name} must hold strings along one axis, got ${JSON.stringify(excerpt(descr))} of shape ${showShape(shape)}`,
    );
  }
  const [, order, kind, digits] = parts;
  const width = Number(digits);
  const unitBytes = kind === "U" ? 4 : 1;
  const buffer = valuesIn(bytes, dataStart, shape, width * unitBytes, descr, name);
  if (order === ">" && kind === "U") reverseBytes(buffer, unitBytes);
  const units = kind === "U" ? new Uint32Array(buffer) : new Uint8Array(buffer);
  return Array.from({ length: countValues(shape, name) }, (_, k) => {
    const own = Array.from(units.subarray(k * width, (k + 1) * width));
    if (own.some((point) => point > 0x10ffff)) {
      throw new RangeError(`readNpyWords: ${name} must hold Unicode characters, got a number beyond them`);
    }
    return String.fromCodePoint(...own).replace(/\0+$/, "");
  });
}

/** A copy of the values: aligned for typed arrays, and free of the caller's buffer. */
function valuesIn(
  bytes: Uint8Array,
  dataStart: number,
  shape: readonly number[],
  valueBytes: number,
  descr: string,
  name: string,
): ArrayBuffer {
  const neededBytes = countValues(shape, name) * valueBytes;
  const presentBytes = bytes.length - dataStart;
  if (neededBytes !== presentBytes) {
    throw new RangeError(
      `readNpy: ${name} must hold ${neededBytes} bytes of values for shape ${showShape(shape)} of ${descr}, got ${presentBytes}`,
    );
  }
  const buffer = new ArrayBuffer(neededBytes);
  new Uint8Array(buffer).set(bytes.subarray(dataStart));
  return buffer;
}

/** Turns the bytes of each value around, in place. */
function reverseBytes(buffer: ArrayBuffer, valueBytes: number): void {
  const bytes = new Uint8Array(buffer);
  for (let at = 0; at < bytes.length; at += valueBytes) bytes.subarray(at, at + valueBytes).reverse();
}

/** The value of an IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/**
 * An .npy file (version 1.0, C order) that `numpy.load` reads.
 *
 * @param data   values in C order; the dtype follows from the kind of array. Read only.
 * @param shape  lengths of the axes, whose product is `data.length`.
 * @throws TypeError when `data` is not one of the typed arrays of `NpyData`.
 * @throws RangeError when the shape does not fit the data.
 */
export function writeNpy(data: NpyData, shape: readonly number[]): Uint8Array {
  return npyFile(dtypeOf(data), data, data.length, shape);
}

/** An .npy file of words, one axis, as `numpy.load` reads without pickling: UTF-32, as wide as the longest. */
export function writeNpyWords(words: readonly string[]): Uint8Array {
  const points = words.map((word) => Array.from(word, (character) => character.codePointAt(0)!));
  const width = Math.max(1, ...points.map((word) => word.length));
  const data = new Uint32Array(width * words.length);
  points.forEach((word, k) => {
    data.set(word, k * width);
  });
  return npyFile(`<U${width}`, data, words.length, [words.length]);
}

function npyFile(dtype: string, data: NpyData, count: number, shape: readonly number[]): Uint8Array {
  if (shape.length > MAX_AXES) {
    throw new RangeError(`writeNpy: shape must have at most ${MAX_AXES} axes, got ${shape.length}`);
  }
  for (const axis of shape) {
    if (!Number.isSafeInteger(axis) || axis < 0) {
      throw new RangeError(`writeNpy: shape must hold whole numbers ≥ 0, got ${showShape(shape)}`);
    }
  }
  const length = shape.reduce((product, axis) => product * axis, 1);
  if (length !== count) {
    throw new RangeError(
      `writeNpy: shape ${showShape(shape)} must have as many values as data, got ${length} for ${count}`,
    );
  }
  const dict = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${showShape(shape)}, }`;
  const unpaddedBytes = MAGIC.length + 4 + dict.length + 1;
  const dataStart = Math.ceil(unpaddedBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const header = dict + " ".repeat(dataStart - unpaddedBytes) + "\n";
  const bytes = new Uint8Array(dataStart + data.byteLength);
  bytes.set(MAGIC, 0);
  bytes.set([1, 0, header.length & 0xff, header.length >> 8], MAGIC.length);
  bytes.set(new TextEncoder().encode(header), MAGIC.length + 4);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart);
  return bytes;
}

function readHeader(bytes: Uint8Array, name: string): { header: string; dataStart: number } {
  if (bytes.length < MAGIC.length + 4 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    const start = Array.from(bytes.subarray(0, MAGIC.length), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new RangeError(
      `readNpy: ${name} must be an .npy file, which starts with the bytes 93 4e 55 4d 50 59 ("\\x93NUMPY"), got ${start || "an empty file"}${bytes.length < MAGIC.length + 4 ? ` (${bytes.length} bytes in all)` : ""}`,
    );
  }
  const major = bytes[6];
  if (major < 1 || major > 3) {
    throw new RangeError(`readNpy: ${name} must be of format version 1, 2 or 3, got ${major}.${bytes[7]}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerStart = major === 1 ? 10 : 12;
  if (bytes.length < headerStart) {
    throw new RangeError(
      `readNpy: ${name} must hold its header length, got a file that ends after ${bytes.length} bytes`,
    );
  }
  const headerBytes = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > bytes.length - headerStart) {
    throw new RangeError(
      `readNpy: ${name} must hold the ${headerBytes} bytes of header it announces, got ${bytes.length - headerStart}`,
    );
  }
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new RangeError(
      `readNpy: ${name} must have a header of at most ${MAX_HEADER_BYTES} bytes, got ${headerBytes}`,
    );
  }
  const dataStart = headerStart + headerBytes;
  return { header: new TextDecoder("latin1").decode(bytes.subarray(headerStart, dataStart)), dataStart };
}

interface Header {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: number[];
}

/** Reads exactly the three entries NumPy writes; anything else in the dict is an error, never a guess. */
function parseHeader(header: string, name: string): Header {
  const damaged = (what: string): RangeError =>
    new RangeError(`readNpy: ${name} must have a header with descr, fortran_order and shape, got ${what}`);
  let rest = header.trim();
  if (!rest.startsWith("{") || !rest.endsWith("}")) throw damaged(JSON.stringify(excerpt(rest)));
  rest = rest.slice(1, -1).trim();
  const values: Record<string, string> = {};
  while (rest !== "") {
    const entry = /^(['"])(descr|fortran_order|shape)\1\s*:\s*/.exec(rest);
    if (entry === null) throw damaged(JSON.stringify(excerpt(rest)));
    if (Object.hasOwn(values, entry[2])) throw damaged(`${entry[2]} twice`);
    rest = rest.slice(entry[0].length);
    if (entry[2] === "descr" && rest.startsWith("[")) {
      throw new TypeError(
        `readNpy: ${name} must hold plain numbers, got a structured dtype ${excerpt(rest)}; save one field at a time`,
      );
    }
    const value = /^(?:'[^']*'|"[^"]*"|True|False|\([^()]*\))/.exec(rest);
    if (value === null) throw damaged(`${entry[2]} ${JSON.stringify(excerpt(rest))}`);
    values[entry[2]] = value[0];
    rest = rest.slice(value[0].length).trimStart();
    if (rest === "") break;
    if (!rest.startsWith(",")) throw damaged(JSON.stringify(excerpt(rest)));
    rest = rest.slice(1).trimStart();
  }
  for (const key of ["descr", "fortran_order", "shape"]) {
    if (!Object.hasOwn(values, key)) throw damaged(`no ${key}`);
  }
  if (!/^['"]/.test(values.descr)) throw damaged(`descr ${excerpt(values.descr)}`);
  if (!/^(True|False)$/.test(values.fortran_order)) throw damaged(`fortran_order ${excerpt(values.fortran_order)}`);
  if (!values.shape.startsWith("(")) throw damaged(`shape ${excerpt(values.shape)}`);
  return {
    descr: values.descr.slice(1, -1),
    fortranOrder: values.fortran_order === "True",
    shape: parseShape(values.shape, name),
  };
}

function parseShape(text: string, name: string): number[] {
  const axes = text.slice(1, -1).split(",");
  if (axes[axes.length - 1].trim() === "") axes.pop(); // (3,) and ()
  if (axes.length > MAX_AXES) {
    throw new RangeError(`readNpy: ${name} must have at most ${MAX_AXES} axes, got ${axes.length}`);
  }
  return axes.map((axis) => {
    const digits = /^\s*(\d+)L?\s*$/.exec(axis); // Python 2 wrote 3L
    const value = digits === null ? Number.NaN : Number(digits[1]);
    if (!Number.isSafeInteger(value)) {
      throw new RangeError(
        `readNpy: ${name} must have a shape of whole numbers from 0 to 2^53 - 1, got ${excerpt(text)}`,
      );
    }
    return value;
  });
}

function countValues(shape: readonly number[], name: string): number {
  if (shape.includes(0)) return 0;
  let length = 1;
  for (const axis of shape) {
    length *= axis;
    // 8 bytes a value: a larger count cannot even be addressed.
    if (length > Number.MAX_SAFE_INTEGER / 8) {
      throw new RangeError(`readNpy: ${name} must have a shape that fits in memory, got ${showShape(shape)}`);
    }
  }
  return length;
}

/** How the values of a file are stored, and as what they are read. */
interface Stored {
  readonly dtype: NpyDtype;
  readonly isBigEndian: boolean;
  readonly isHalf: boolean;
}

function checkDtype(descr: string, name: string): Stored {
  const parts = /^([<>=|]?)([a-zA-Z?])(\d{0,9})/.exec(descr);
  const order = parts?.[1] ?? "";
  const kind = parts?.[2] === "?" ? "b1" : `${parts?.[2] ?? ""}${parts?.[3] ?? ""}`;
  const isSingleByte = kind === "i1" || kind === "u1" || kind === "b1";
  const isHalf = kind === "f2";
  const normalized = isSingleByte ? `|${kind}` : isHalf ? "<f4" : `<${kind}`;
  const isWhole = parts !== null && parts[0].length === descr.length;
  if (isWhole && Object.hasOwn(CONSTRUCTORS, normalized) && (isSingleByte || order === "<" || order === ">")) {
    return { dtype: normalized as NpyDtype, isBigEndian: !isSingleByte && order === ">", isHalf };
  }
  const reason =
    parts?.[2] === "O"
      ? " (Python objects, which are never unpickled)"
      : parts?.[2] === "U" || parts?.[2] === "S"
        ? " (strings)"
        : parts?.[2] === "c"
          ? " (complex numbers)"
          : "";
  throw new TypeError(
    `readNpy: ${name} must have a dtype among ${Object.keys(CONSTRUCTORS).join(" ")} <f2, got ${JSON.stringify(excerpt(descr))}${reason}; save a.astype("float64")`,
  );
}

function dtypeOf(data: NpyData): NpyDtype {
  if (data instanceof Int8Array) return "|i1";
  if (data instanceof Uint8Array) return "|u1";
  if (data instanceof Int16Array) return "<i2";
  if (data instanceof Uint16Array) return "<u2";
  if (data instanceof Int32Array) return "<i4";
  if (data instanceof Uint32Array) return "<u4";
  if (data instanceof BigInt64Array) return "<i8";
  if (data instanceof BigUint64Array) return "<u8";
  if (data instanceof Float32Array) return "<f4";
  if (data instanceof Float64Array) return "<f8";
  const received = Object.prototype.toString.call(data).slice(8, -1);
  throw new TypeError(`writeNpy: data must be a typed array of a type that NumPy has, got ${received}`);
}

/** Walks the axes like an odometer in C order, following the Fortran strides (the first axis runs fastest). */
function fromFortranOrder(source: NpyData, shape: readonly number[], TypedArray: DataConstructor): NpyData {
  const target = new TypedArray(source.length);
  const strides: number[] = [];
  let stride = 1;
  for (const axis of shape) {
    strides.push(stride);
    stride *= axis;
  }
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < source.length; to++) {
    target[to] = source[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return target;
}

/** The shape as Python writes a tuple: (), (3,), (3, 4). */
function showShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** Enough of a stranger's text to recognise it, and no more. */
function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

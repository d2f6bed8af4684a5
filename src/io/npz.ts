/**
 * Several named arrays in one file: NumPy's .npz, a ZIP archive of .npy members.
 *
 * The archive's directory is read here rather than by a ZIP library because a stranger's file must not decide how much
 * memory is taken: all declared sizes are summed against a limit before the first byte is inflated, a member may not
 * come out longer or shorter than declared, and its CRC-32 has to match.
 */
import { inflateSync, zipSync } from "fflate";
import { type NpyArray, type NpyData, readNpy, readNpyWords, writeNpy, writeNpyWords } from "./npy.ts";

/** One array to be written: values in C order and the lengths of its axes. */
export interface NpzEntry {
  readonly data: NpyData;
  readonly shape: readonly number[];
}

export interface ReadNpzOptions {
  /** Bytes that the members read may take together once inflated; 1 GiB leaves room for 32768 neurons as int8. */
  readonly limitBytes?: number;
  /** Names of the only arrays to read (others may then hold anything); every array when absent. */
  readonly members?: readonly string[];
}

const DEFAULT_LIMIT_BYTES = 2 ** 30;

/**
 * An .npz archive that `numpy.load` reads. Members are stored without compression and dated 1980, so that the same
 * arrays give the same bytes.
 *
 * @param entries  name to array, or to a list of words; the member in the archive is `<name>.npy`.
 * @throws RangeError when a name is empty or a path, or a shape does not fit its data.
 */
export function writeNpz(entries: Readonly<Record<string, NpzEntry | readonly string[]>>): Uint8Array {
  const members: Record<string, Uint8Array> = {};
  for (const [name, entry] of Object.entries(entries)) {
    if (name === "" || /[/\\\0]/.test(name)) {
      throw new RangeError(`writeNpz: an array's name must be non-empty without slashes, got ${JSON.stringify(name)}`);
    }
    members[`${name}.npy`] = "data" in entry ? writeNpy(entry.data, entry.shape) : writeNpyWords(entry);
  }
  return zipSync(members, { level: 0, mtime: new Date(1980, 0, 1) });
}

/**
 * The arrays of an .npz archive, by name without ".npy" (an object without prototype).
 *
 * @param bytes    the whole file; read only.
 * @param name     what to call the file in a message.
 * @param options  see `ReadNpzOptions`.
 * @throws TypeError when `bytes` is not a Uint8Array, a member is not an array, or its dtype is unsupported.
 * @throws RangeError when the archive is damaged, exceeds the limit, or lacks a member asked for.
 */
export function readNpz(bytes: Uint8Array, name: string, options: ReadNpzOptions = {}): Record<string, NpyArray> {
  const { limitBytes = DEFAULT_LIMIT_BYTES, members } = options;
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(
      `readNpz: ${name} must be given as a Uint8Array, got ${bytes === null ? "null" : typeof bytes}`,
    );
  }
  if (!(limitBytes >= 0)) throw new RangeError(`readNpz: limitBytes must be a number ≥ 0, got ${limitBytes}`);
  let directory = readDirectory(bytes, name);
  if (members !== undefined) {
    const present = directory.map((member) => member.name);
    for (const wanted of members) {
      if (!present.includes(`${wanted}.npy`)) {
        const others = present.map((member) => member.replace(/\.npy$/, "")).join(", ") || "none";
        throw new RangeError(`readNpz: ${name} must hold an array named ${JSON.stringify(wanted)}, got ${others}`);
      }
    }
    directory = directory.filter((member) => members.includes(member.name.replace(/\.npy$/, "")));
  }
  const totalBytes = directory.reduce((sum, member) => sum + member.inflatedBytes, 0);
  if (totalBytes > limitBytes) {
    throw new RangeError(
      `readNpz: ${name} must take at most ${limitBytes} bytes once inflated, got ${totalBytes} declared; raise the limit if you trust the file`,
    );
  }
  const arrays: Record<string, NpyArray> = Object.create(null);
  for (const member of directory) {
    if (!member.name.endsWith(".npy")) {
      throw new TypeError(`readNpz: ${name} must hold only .npy members, got ${JSON.stringify(member.name)}`);
    }
    const key = member.name.slice(0, -".npy".length);
    if (key in arrays) throw new RangeError(`readNpz: ${name} must name every array once, got ${member.name} twice`);
    arrays[key] = readNpy(readMember(bytes, member, name), `${name}/${member.name}`);
  }
  return arrays;
}

/** Names of the members of a ZIP archive, as they stand there, "a.npy". */
export function namesInNpz(bytes: Uint8Array, name: string): string[] {
  return readDirectory(bytes, name).map((member) => member.name);
}

/**
 * The words of one array of an .npz archive, see `readNpyWords`.
 *
 * @param member  its name without ".npy".
 * @throws TypeError when it holds no words; RangeError when it is not there, or the archive is damaged.
 */
export function readNpzWords(bytes: Uint8Array, name: string, member: string): string[] {
  const [found, again] = readDirectory(bytes, name).filter((one) => one.name === `${member}.npy`);
  if (found === undefined || again !== undefined) {
    throw new RangeError(`readNpz: ${name} must hold one array named ${JSON.stringify(member)}`);
  }
  if (found.inflatedBytes > DEFAULT_LIMIT_BYTES) {
    throw new RangeError(`readNpz: ${name} must take at most ${DEFAULT_LIMIT_BYTES} bytes once inflated`);
  }
  return readNpyWords(readMember(bytes, found, name), `${name}/${member}.npy`);
}

/** What the central directory says about one member. */
interface Member {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly inflatedBytes: number;
  readonly localStart: number;
}

const END_BYTES = 22;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Reads the central directory, checking every offset and size against the bytes that are there. */
function readDirectory(bytes: Uint8Array, name: string): Member[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(bytes, view);
  if (end < 0) {
    throw new RangeError(
      `readNpz: ${name} must be an .npz (ZIP) archive, got ${bytes.length} bytes without the record that ends one`,
    );
  }
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) {
    throw new RangeError(
      `readNpz: ${name} must be smaller than 4 GiB with fewer than 65535 members, got a ZIP64 archive`,
    );
  }
  const members: Member[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + DIRECTORY_ENTRY_BYTES > end || view.getUint32(at, true) !== 0x02014b50) {
      throw damaged(name, `a directory that breaks off at member ${i + 1} of ${count}`);
    }
    const nameBytes = view.getUint16(at + 28, true);
    const nextAt =
      at + DIRECTORY_ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (nextAt > end) throw damaged(name, `a directory that breaks off at member ${i + 1} of ${count}`);
    const nameStart = at + DIRECTORY_ENTRY_BYTES;
    const member: Member = {
      name: new TextDecoder().decode(bytes.subarray(nameStart, nameStart + nameBytes)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      inflatedBytes: view.getUint32(at + 24, true),
      localStart: view.getUint32(at + 42, true),
    };
    if (member.packedBytes === 0xffffffff || member.inflatedBytes === 0xffffffff) {
      throw new RangeError(
        `readNpz: ${name} must have members below 4 GiB, got ${JSON.stringify(member.name)} in ZIP64`,
      );
    }
    members.push(member);
    at = nextAt;
  }
  // A damaged count would lose members without a word; these two fields say the same again.
  if (at !== start + view.getUint32(end + 12, true) || view.getUint16(end + 8, true) !== count) {
    throw damaged(name, `a directory of ${count} members that is of another size than it says`);
  }
  return members;
}

/** Position of the end-of-directory record, searched from the back because a comment may follow it; -1 if there is none. */
function findEnd(bytes: Uint8Array, view: DataView): number {
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return -1;
}

function readMember(bytes: Uint8Array, member: Member, name: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { localStart, packedBytes, inflatedBytes, method } = member;
  const shown = JSON.stringify(member.name);
  if ((member.flags & 1) !== 0) throw damaged(name, `${shown} encrypted`);
  if (localStart + LOCAL_HEADER_BYTES > bytes.length || view.getUint32(localStart, true) !== 0x04034b50) {
    throw damaged(name, `${shown} outside the file`);
  }
  const nameStart = localStart + LOCAL_HEADER_BYTES;
  const nameEnd = nameStart + view.getUint16(localStart + 26, true);
  const dataStart = nameEnd + view.getUint16(localStart + 28, true);
  // No checksum covers a name, but it is there twice.
  if (new TextDecoder().decode(bytes.subarray(nameStart, nameEnd)) !== member.name) {
    throw damaged(name, `${shown} under another name in its own header`);
  }
  if (dataStart + packedBytes > bytes.length) throw damaged(name, `${shown} cut short`);
  const packed = bytes.subarray(dataStart, dataStart + packedBytes);
  const content = inflate(packed, method, inflatedBytes, shown, name);
  if (crc32(content) !== member.crc) throw damaged(name, `${shown} with a wrong CRC-32`);
  return content;
}

function inflate(packed: Uint8Array, method: number, inflatedBytes: number, shown: string, name: string): Uint8Array {
  if (method === STORED) {
    if (packed.length !== inflatedBytes) throw damaged(name, `${shown} stored in a size other than its own`);
    return packed;
  }
  if (method !== DEFLATED) throw damaged(name, `${shown} compressed by method ${method}, which is neither 0 nor 8`);
  // The given buffer is never grown; a stream that is longer than it says shows in the CRC.
  const out = new Uint8Array(inflatedBytes);
  let content: Uint8Array;
  try {
    content = inflateSync(packed, { out });
  } catch (error) {
    throw damaged(name, `${shown} that does not inflate (${error instanceof Error ? error.message : String(error)})`);
  }
  if (content.length !== inflatedBytes) throw damaged(name, `${shown} shorter than declared`);
  return content;
}

function damaged(name: string, what: string): RangeError {
  return new RangeError(`readNpz: ${name} must be an intact archive of arrays, got ${what}`);
}

let crcTable: Uint32Array | undefined;

/** CRC-32 of ZIP: reflected polynomial 0xedb88320, one byte at a time. */
function crc32(bytes: Uint8Array): number {
  if (crcTable === undefined) {
    crcTable = new Uint32Array(256);
    for (let n = 0; n < 256; n++) {
      let remainder = n;
      for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
      crcTable[n] = remainder;
    }
  }
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Bits as text that an address can hold: base64 of RFC 4648 § 5, without padding. */

/** Writes values ±1 as text, a bit for each. */
export function pack(values: Int8Array): string {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, i) => {
    if (value > 0) bytes[i >> 3] |= 128 >> (i & 7);
  });
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Reads `length` values from such text; they are −1 where it is too short. */
export function unpack(text: string, length: number): Int8Array {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Int8Array.from({ length }, (_, i) => ((bytes.charCodeAt(i >> 3) || 0) & (128 >> (i & 7)) ? 1 : -1));
}

/** How many characters so many bits take. */
export function packedLength(bits: number): number {
  return Math.ceil((Math.ceil(bits / 8) * 8) / 6);
}

export function isPacked(text: string): boolean {
  return /^[\w-]*$/.test(text) && text.length % 4 !== 1;
}

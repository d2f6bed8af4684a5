// Addresses of elements: `ptr + i << 2` would shift the sum, these cannot.

// @ts-ignore: decorator
@inline
export function at16(ptr: usize, i: i32): usize {
  return ptr + ((<usize>(<u32>i)) << 1);
}

// @ts-ignore: decorator
@inline
export function at32(ptr: usize, i: i32): usize {
  return ptr + ((<usize>(<u32>i)) << 2);
}

// @ts-ignore: decorator
@inline
export function at64(ptr: usize, i: i32): usize {
  return ptr + ((<usize>(<u32>i)) << 3);
}

/** Bytes kept for a structure in front of its arrays, which begin at a whole line of the cache. */
// @ts-ignore: decorator
@inline
export function headerBytes<T>(): usize {
  return (offsetof<T>() + 63) & ~63;
}

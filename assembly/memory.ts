// The arena over linear memory: a bump allocator whose blocks are aligned for whole vectors.
//
// Layout:  [ static data | __heap_base, aligned up | block | block | … → top ]
// `mark` reads the top, `release` moves it back; nothing else frees. The host takes views after its last allocation or
// through getters that look at `memory.buffer`, because growing detaches the old one.

const ALIGNMENT: usize = 64;
const PAGE_BYTES: usize = 65536;

let top: usize = (__heap_base + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
let limit: usize = usize.MAX_VALUE; // of this instance's part of memory that threads share

/**
 * A zero-filled block of `bytes`, aligned to 64, or 0 when memory cannot grow that far. The host has checked the size
 * against its limit beforehand, so that 0 means the engine itself refused.
 */
export function alloc(bytes: usize): usize {
  const start = top;
  const end = (start + bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (end < start || end - start < bytes || end > limit) return 0; // past 4 GiB, where sums wrap, or past our part
  const pages = <i32>((end - 1) / PAGE_BYTES) + 1 - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return 0;
  top = end;
  memory.fill(start, 0, end - start);
  return start;
}

/** The present top of the arena, to be handed to `release`. */
export function mark(): usize {
  return top;
}

/** Gives back every block allocated since `position` was marked. */
export function release(position: usize): void {
  top = position;
}

/** Confines the arena to [start, end): for memory that several instances share, each in a part of its own. */
export function confine(start: usize, end: usize): void {
  top = start;
  limit = end;
}

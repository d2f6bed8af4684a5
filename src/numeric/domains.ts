/**
 * What the words of a Philox stream are for: the last counter word. The kernels in assembly/ read this very file, which keeps to what
 * TypeScript and AssemblyScript have in common.
 */
export enum DOMAIN {
  patterns = 1,
  connectivity = 2,
  anneal = 3,
  order = 4,
  variates = 5,
  derive = 6,
  growth = 7,
  cue = 8,
  blind = 9,
  pool = 10,
  glauber = 16,
  dream = 17,
  newtonStart = 41,
  basinStart = 42,
  tangent = 43,
  control = 51,
  closure = 61,
  drawn = 71,
  nulls = 81,
}

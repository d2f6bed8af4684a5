/** Clocks that time kernels, in nanoseconds. */
export interface Clock {
  /** `cpu`: time this process ran; other work on the machine hardly shows in it. `wall`: time that passed. */
  readonly name: "cpu" | "wall";
  now(): number;
}

/** Coarsest step of a processor clock worth using; some systems count it in ticks of 15 ms. */
const FINE_NS = 50_000;

export const wallClock: Clock = { name: "wall", now: () => performance.now() * 1e6 };

/** The processor's time where the system counts it finely, the wall's elsewhere. */
export function kernelClock(): Clock {
  const cpu: Clock = {
    name: "cpu",
    now: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) * 1000;
    },
  };
  return stepOf(cpu) <= FINE_NS ? cpu : wallClock;
}

/** The smallest of a few steps seen; Infinity for a clock that stands still for 100 ms. */
function stepOf(clock: Clock): number {
  let smallest = Number.POSITIVE_INFINITY;
  const end = wallClock.now() + 1e8;
  for (let k = 0; k < 5; k++) {
    const before = clock.now();
    let after = before;
    while (after === before && wallClock.now() < end) after = clock.now();
    if (after > before) smallest = Math.min(smallest, after - before);
  }
  return smallest;
}

/** The machine that a measurement was made on. */
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";

/** What a measurement was made on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Cores this process may use. */
  readonly usableCores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  /** Average number of processes that wanted to run during the last minute: above 0 before a bench, others disturb it. */
  readonly load: number;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    usableCores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    platform: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    load: Math.round(loadavg()[0] * 100) / 100,
  };
}

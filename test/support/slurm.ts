/** A Slurm of one machine, for tests: Debian's munged, slurmctld and slurmd in a folder of their own, on ports of their own. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.ts";

const PROGRAMS = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"];

/** Why no cluster can be started on this machine; undefined when one can. */
export function slurmMissing(): string | undefined {
  const missing = PROGRAMS.filter((program) => !existsSync(program));
  if (missing.length > 0) return `${missing.join(", ")} missing; install with: apt-get install slurm-wlm munge`;
  return process.getuid?.() === 0 ? undefined : "slurmctld and slurmd start as root alone";
}

/** A Slurm cluster of one node that a test starts and stops. */
export interface Slurm {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs a client such as squeue and returns what it prints. */
  run(program: string, ...args: string[]): string;
  /** The last lines of the cluster's logs, to be shown by a test that fails. */
  logs(): string;
  stop(): void;
}

export async function startSlurm(): Promise<Slurm> {
  const folder = mkdtempSync(join(tmpdir(), "palimpsest-slurm-"));
  chmodSync(folder, 0o755);
  const at = (...parts: string[]): string => join(folder, ...parts);
  for (const part of ["munge", "state", "spool"]) mkdirSync(at(part), { mode: 0o755 });
  writeFileSync(at("munge", "key"), randomBytes(128), { mode: 0o400 });
  const port = 20_000 + (process.pid % 10_000) * 2;
  const conf = at("slurm.conf");
  writeFileSync(
    conf,
    `ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${port}
SlurmdPort=${port + 1}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${at("munge", "socket")}
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
KillWait=2
MinJobAge=300
SlurmctldParameters=idle_on_node_suspend
StateSaveLocation=${at("state")}
SlurmdSpoolDir=${at("spool")}
SlurmctldPidFile=${at("slurmctld.pid")}
SlurmdPidFile=${at("slurmd.pid")}
SlurmctldLogFile=${at("slurmctld.log")}
SlurmdLogFile=${at("slurmd.log")}
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  writeFileSync(at("cgroup.conf"), "CgroupPlugin=cgroup/v1\n");
  const env = { ...process.env, SLURM_CONF: conf };
  const children: ChildProcess[] = [];
  const start = (program: string, ...args: string[]): void => {
    children.push(spawn(program, args, { env, stdio: "ignore" }));
  };
  const slurm: Slurm = {
    folder,
    env,
    run: (program, ...args) => execFileSync(program, args, { env, encoding: "utf8", cwd: folder }),
    logs: () =>
      ["slurmctld.log", "slurmd.log", "munge/log"]
        .filter((name) => existsSync(at(name)))
        .map((name) => `${name}:\n${readFileSync(at(name), "utf8").split("\n").slice(-25).join("\n")}`)
        .join("\n"),
    stop() {
      try {
        execFileSync("scancel", ["--user=root", "--signal=KILL", "--full"], { env, stdio: "ignore" });
      } catch {
        // it may not have begun
      }
      for (const child of children.reverse()) child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  start(
    "/usr/sbin/munged",
    "--foreground",
    "--force",
    `--socket=${at("munge", "socket")}`,
    `--key-file=${at("munge", "key")}`,
    `--pid-file=${at("munge", "pid")}`,
    `--log-file=${at("munge", "log")}`,
    `--seed-file=${at("munge", "seed")}`,
  );
  await until(() => existsSync(at("munge", "socket")), "munged", slurm.logs);
  start("/usr/sbin/slurmctld", "-D", "-f", conf);
  start("/usr/sbin/slurmd", "-D", "-f", conf, "-N", hostname());
  const isIdle = (): boolean => {
    const { stdout, status } = spawnSync("sinfo", ["-h", "-o", "%T"], { env, encoding: "utf8" });
    return status === 0 && stdout.trim() === "idle";
  };
  await until(isIdle, "idle node", slurm.logs);
  return slurm;
}

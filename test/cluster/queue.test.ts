/** A queue of tasks in Redis: an address that does not work is reported without its password. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command, start } from "../support/command.ts";
import { folder } from "../support/folder.ts";
import { isRedisThere, type RedisServer, redisServer } from "../support/redis.ts";
import { finishedIn, TASKS, tableOf, undisturbed, writeSweep } from "../support/sweeps.ts";
import { until } from "../support/until.ts";

if (!isRedisThere) console.warn("left out: sweeps through Redis; install it with: apt-get install redis-server");

const PASSWORD = "a-secret-of-this-test";
let redis: RedisServer | undefined;
let url = "";
beforeAll(async () => {
  if (!isRedisThere) return;
  redis = await redisServer(PASSWORD);
  await redis.start();
  url = `redis://:${PASSWORD}@127.0.0.1:${redis.port}`;
});
afterAll(() => redis?.stop());

test.skipIf(!isRedisThere)(
  "a queue loses nothing when a worker is killed in a task and Redis in the middle of all",
  { timeout: 240_000 },
  async () => {
    const place = folder();
    const spec = writeSweep(place);
    const out = join(place, "out");
    const wanted = await undisturbed(spec, place);
    const worker = () => start("worker", "--queue", url, "--out", out, "--threads", 1, "--lock", 2);

    const sweep = start("sweep", spec, "--queue", url, "--out", out);
    const first = worker();
    const ofFirst = new RegExp(`-${first.child.pid}-`);
    await until(() => finishedIn(out, ofFirst).length >= 2, "two tasks of the first worker");
    // the password has left what other users see of the processes
    for (const { child } of [sweep, first]) {
      expect(readFileSync(`/proc/${child.pid}/cmdline`, "latin1")).not.toContain(PASSWORD);
    }
    // a stranger's jobs: no sweep, one that asks for too much, and no task of this one
    const queue = new Queue("palimpsest", { connection: { host: "127.0.0.1", port: redis!.port, password: PASSWORD } });
    const { spec: plan } = JSON.parse(readFileSync(join(place, "undisturbed", "run.json"), "utf8")) as { spec: object };
    const strange = [
      { sweep: plan, key: "0".repeat(32) },
      { sweep: { ...plan, parameters: { neurons: 1e6, inputs: 20 } }, key: "0".repeat(32) },
      { sweep: { ...plan, experiment: "../../etc" }, key: "0".repeat(32) },
      { command: "rm -rf /" },
    ];
    await queue.addBulk(strange.map((data) => ({ name: "task", data, opts: { lifo: true, removeOnFail: true } })));
    await queue.close();

    first.child.kill("SIGKILL");
    const second = worker();
    const ofSecond = new RegExp(`-${second.child.pid}-`);
    await until(() => finishedIn(out, ofSecond).length >= 2, "two tasks of the second worker");
    await redis!.kill();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await redis!.start();

    const { code, stderr } = await sweep.finished;
    expect(stderr).not.toContain("palimpsest: ");
    expect(code).toBe(0);
    second.child.kill("SIGTERM");
    const ended = await second.finished;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain("job: key must be a task of its sweep");
    expect(ended.stderr).toContain("GiB, more than the 3.50 GiB that fit");
    expect(ended.stderr).toContain("sweep: experiment must be one of");
    expect(ended.stderr).toContain('job: unknown key "command"');

    expect(tableOf(out)).toBe(wanted);
    const keys = finishedIn(out).map((line) => (JSON.parse(line) as { key: string }).key);
    expect(new Set(keys).size).toBe(TASKS);
    const merged = await command("merge", out, "--quiet");
    expect(merged.code).toBe(0);
    expect(tableOf(out)).toBe(wanted);
    // nor is the password anywhere that is kept or said
    for (const file of readdirSync(out)) expect(readFileSync(join(out, file), "latin1"), file).not.toContain(PASSWORD);
    const said = [await first.finished, ended, await sweep.finished].map((end) => end.stderr + end.stdout).join();
    expect(said).not.toContain(PASSWORD);
  },
);

test.skipIf(!isRedisThere)("an address that does not work is told without its password", async () => {
  const place = folder();
  const spec = writeSweep(place);
  const closed = `redis://:${PASSWORD}@127.0.0.1:1`;
  const wrong = `redis://:${PASSWORD}-wrong@127.0.0.1:${redis!.port}`;
  const ends = await Promise.all(
    [closed, wrong, `http://${PASSWORD}@x`, `//${PASSWORD}`].map((address) =>
      command("sweep", spec, "--queue", address, "--out", join(place, "none"), "--quiet"),
    ),
  );
  expect(ends.map(({ code }) => code)).toEqual([1, 1, 2, 2]);
  expect(ends[0].stderr).toContain("cannot use Redis at redis://127.0.0.1:1: connect ECONNREFUSED");
  expect(ends[1].stderr).toContain("WRONGPASS");
  expect(ends[2].stderr).toContain("--queue must be the address of a Redis server");
  for (const { stderr } of ends) expect(stderr).not.toContain(PASSWORD);
});

/** A Redis server for tests, on its append-only file: killed and started again, it knows what it was told. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = "/usr/bin/redis-server";
export const isRedisThere = existsSync(PROGRAM);

/** A Redis server of a test's own, on a free port. */
export interface RedisServer {
  readonly port: number;
  start(): Promise<void>;
  /** Kills the server at once, so that it cannot write anything to disk. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function redisServer(password: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "palimpsest-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    port,
    async start() {
      const options = {
        port,
        bind: "127.0.0.1",
        dir: folder,
        requirepass: password,
        appendonly: "yes",
        save: "",
        appendfsync: "always",
      };
      const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
      child = spawn(PROGRAM, [...args, "--maxmemory-policy", "noeviction"], { stdio: "ignore" });
      for (let attempt = 0; attempt < 300; attempt++) {
        if (await answers(port)) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error("redis-server does not answer");
    },
    async kill() {
      const dying = child!;
      const ended = once(dying, "exit");
      dying.kill("SIGKILL");
      await ended;
    },
    async stop() {
      if (child?.exitCode === null && child.signalCode === null) await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

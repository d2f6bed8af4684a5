/** A program kept running beside the bench, so that it takes its turn in every round: a request a line, an answer a line. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TypedArray } from "../../src/backend/contract/kernels.ts";

type Kind<A> = new (buffer: ArrayBuffer) => A;

export class Child {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly folder = mkdtempSync(join(tmpdir(), "palimpsest-bench-"));
  private readonly answers: string[] = [];
  private waiting: (() => void) | undefined;
  private ended = false;

  /** @param environment  variables beside those of this process. */
  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ) {
    this.process = spawn(command, args, { env: { ...process.env, ...environment } });
    let complaints = "";
    this.process.stderr.on("data", (text) => (complaints += text));
    const end = (reason: string): void => {
      this.ended = true;
      this.answers.push(`error ${[reason, complaints.trim()].filter(Boolean).join(": ")}`);
      this.waiting?.();
    };
    this.process.on("error", (error) => end(error.message));
    this.process.on("close", (code, signal) => end(`ended (${signal ?? code})`));
    this.process.stdin.on("error", () => {}); // told by `close`
    createInterface(this.process.stdout).on("line", (line) => {
      this.answers.push(line);
      this.waiting?.();
    });
  }

  /** The next line of the child. */
  async answer(): Promise<string> {
    while (this.answers.length === 0) await new Promise<void>((resolve) => (this.waiting = resolve));
    const line = this.answers[0];
    if (!this.ended || this.answers.length > 1) this.answers.shift();
    if (line.startsWith("error")) throw new Error(`${this.name}: ${line.slice("error".length).trim()}`);
    return line;
  }

  async ask(...words: readonly (string | number)[]): Promise<number> {
    this.process.stdin.write(`${words.join(" ")}\n`);
    return Number(await this.answer());
  }

  /** Gives the child an array, through a file. */
  async put(name: string, array: TypedArray): Promise<void> {
    const file = join(this.folder, name);
    writeFileSync(file, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    await this.ask("array", name, file);
    rmSync(file);
  }

  /** Takes an array from the child. */
  async get<A extends TypedArray>(name: string, kind: Kind<A>): Promise<A> {
    const file = join(this.folder, name);
    await this.ask("dump", name, file);
    const bytes = new Uint8Array(readFileSync(file));
    rmSync(file);
    return new kind(bytes.buffer);
  }

  close(): void {
    this.process.stdin.end();
    this.process.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

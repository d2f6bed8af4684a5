export async function runQueued(_: unknown): Promise<void> {
  throw new Error("not yet");
}

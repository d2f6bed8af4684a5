/** What a phase portrait shows, in words. */
import { capitalize } from "../../plot/words.ts";

export interface PortraitCounts {
  readonly equilibria: readonly { readonly type: "sink" | "source" | "saddle"; readonly form: "node" | "spiral" }[];
  readonly cycles?: readonly unknown[] | undefined;
}

/** How many equilibria of which type, and whether there is a cycle. */
export function portraitFinding({ equilibria, cycles = [] }: PortraitCounts): string {
  const words: string[] = [];
  for (const type of ["sink", "saddle", "source"] as const) {
    const own = equilibria.filter((e) => e.type === type);
    if (own.length === 0) continue;
    const isSpiral = own.every(({ form }) => form === "spiral") && type !== "saddle";
    const name = isSpiral ? `spiral ${type}` : type;
    words.push(
      `${own.length === 1 ? (/^[aeiou]/.test(name) ? "an" : "a") : own.length} ${name}${own.length === 1 ? "" : "s"}`,
    );
  }
  if (cycles.length > 0) words.push(cycles.length === 1 ? "a limit cycle" : `${cycles.length} limit cycles`);
  if (words.length === 0) return "No equilibrium in this plane";
  const text = words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
  return capitalize(text);
}

/** Modules named `….data.ts` run while the page is built: it holds what they export as plain data, and nothing of what they import. */
import { type Plugin, runnerImport } from "vite";

export function plainData(): Plugin {
  return {
    name: "plain-data",
    enforce: "pre",
    load: {
      filter: { id: /\.data\.ts$/ },
      async handler(id) {
        const { module, dependencies } = await runnerImport<Record<string, unknown>>(id, { configFile: false });
        for (const file of dependencies) this.addWatchFile(file);
        return Object.entries(module)
          .map(([name, value]) => `export const ${name} = ${jsonOf(`${id}: ${name}`, value)};`)
          .join("\n");
      },
    },
  };
}

/** @throws TypeError for what JSON would change, such as a function. */
function jsonOf(where: string, value: unknown): string {
  return JSON.stringify(value, (key, one) => {
    const isPlain =
      typeof one === "object"
        ? one === null || Array.isArray(one) || Object.getPrototypeOf(one) === Object.prototype
        : ["string", "boolean", "undefined"].includes(typeof one) || Number.isFinite(one);
    if (isPlain) return one;
    throw new TypeError(`${where} must be plain data, got ${String(one)}${key && ` as its ${key}`}`);
  });
}

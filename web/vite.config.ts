/** Builds the lab into dist/lab/: a page that any static server can serve from any folder. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { plainData } from "./build/plain-data.ts";
import { ruleColors } from "./build/rule-colors.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  base: "./",
  publicDir: false,
  plugins: [plainData(), ruleColors()],
  // the page stands on the built package, by the names its users import
  resolve: {
    alias: [
      { find: /^palimpsest$/, replacement: at("../dist/index.js") },
      { find: /^palimpsest\/(plot|digits)$/, replacement: at("../dist/$1.js") },
    ],
  },
  // whatever NODE_ENV says: tests build what users get
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    outDir: at("../dist/lab"),
    emptyOutDir: true,
    target: "es2022",
    // the policy of the page allows no data: scripts or styles
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // the tables of the package are read while the page is built: that takes most of a second, and is no fault
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  worker: { format: "es", plugins: () => [plainData()] },
  logLevel: "warn",
});

// The floors of the house, from the ground up: a file imports from its own floor and from those below. `npm run lint`
// checks it; ARCHITECTURE.md says what each floor knows.

/** A floor: its name, as messages say it, and its files. */
const FLOORS = [
  ["numeric", "^src/(numeric/|version\\.ts$)"],
  ["check", "^src/check/"],
  ["run", "^src/run/"],
  ["backend/contract", "^src/backend/contract/"],
  ["backend/js and backend/wasm", "^src/backend/(js|wasm)/"],
  ["backend", "^src/backend/[^/]+\\.ts$"],
  ["hopfield", "^src/hopfield/"],
  ["dynamics", "^src/dynamics/"],
  ["control", "^src/control/"],
  ["data, io, plot and report", "^src/(data|io|plot|report)/"],
  ["experiments/kit", "^src/experiments/kit/"],
  ["experiments", "^src/experiments/(?!kit/)[^/]+/"],
  ["the registry of experiments", "^src/experiments/[^/]+\\.ts$"],
  ["bench, reproduce and sweep", "^src/(bench|reproduce|sweep)/"],
  [
    "the entries: index.ts, plot.ts, node.ts, worker.ts, cli and element",
    "^src/((index|plot|node|worker)\\.ts$|cli/|element/)",
  ],
  ["the lab", "^web/"],
];

const above = FLOORS.slice(0, -1).map(([name, path], floor) => ({
  name: `imports-point-down: ${name}`,
  comment: `Files of ${name} know nothing of the floors above: move what both need below, or hand it in as an argument.`,
  severity: "error",
  from: { path },
  to: { path: FLOORS.slice(floor + 1).map(([, higher]) => higher) },
}));

/** Folders of one floor that do not know each other. */
const WINGS = [
  ["js", "^src/backend/js/", "^src/backend/wasm/"],
  ["wasm", "^src/backend/wasm/", "^src/backend/js/"],
  ["plot", "^src/plot/", "^src/(data|io|report)/"],
  ["report", "^src/report/", "^src/(data|io|plot)/"],
  ["data", "^src/data/", "^src/(io|plot|report)/"],
  ["io", "^src/io/", "^src/(data|plot|report)/"],
  ["bench", "^src/bench/", "^src/(reproduce|sweep)/"],
  ["reproduce", "^src/reproduce/", "^src/(bench|sweep)/"],
  ["sweep", "^src/sweep/", "^src/(bench|reproduce)/"],
];

const beside = WINGS.map(([name, path, others]) => ({
  name: `wings-stand-apart: ${name}`,
  comment: `${name} does not know its neighbors on the same floor: put what both need on the floor below.`,
  severity: "error",
  from: { path },
  to: { path: others },
}));

export default {
  forbidden: [
    ...above,
    ...beside,
    {
      name: "every-file-has-a-floor",
      comment:
        "This folder of src is on no floor: add it to FLOORS in .dependency-cruiser.mjs, as low as it can stand.",
      severity: "error",
      from: { path: "^src/", pathNot: FLOORS.map(([, path]) => path) },
      to: {},
    },
    {
      name: "no-circle-of-values",
      comment:
        "These files import each other, so that neither can be read or loaded alone: move what both need into a third.",
      severity: "error",
      from: { path: "^(src|web)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-circle-of-types",
      comment: "These files import each other's types: move the types that both need into a file below.",
      severity: "error",
      // the one that is left
      from: { path: "^(src|web)/", pathNot: "^src/backend/wasm/" },
      to: { circular: true },
    },
    {
      name: "backends-behind-their-front",
      comment:
        "Above the backends only backend/contract (types) and the files beside it (load.ts, shared.ts, host.ts) are imported, so that code runs on either backend.",
      severity: "error",
      from: { path: "^(src|web)/", pathNot: "^src/backend/" },
      to: { path: "^src/backend/(js|wasm)/" },
    },
    {
      name: "experiments-stand-apart",
      comment: "An experiment is a folder that can be taken away: put what two of them need into experiments/kit.",
      severity: "error",
      from: { path: "^src/experiments/(?!kit/)([^/]+)/" },
      to: {
        path: "^src/experiments/(?!kit/)[^/]+/",
        // online learning is measured against the critical loads of networks that learn at once
        // and what rewire found is shown by the fields that it leads to
        pathNot: [
          "^src/experiments/$1/",
          "^src/experiments/capacity/(run|rows|parameters)\\.ts$",
          "^src/experiments/fields/figure\\.ts$",
        ],
      },
    },
    {
      name: "figures-load-when-asked",
      comment:
        "Figures bring Observable Plot with them: import them by import(), so that who draws nothing does not load it.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/plot", "(figure|panels)\\.ts$"] },
      to: {
        path: ["figure\\.ts$", "^src/plot/(plane|panels|frame)\\.ts$"],
        dependencyTypesNot: ["dynamic-import", "type-only"],
      },
    },
    {
      name: "the-core-runs-anywhere",
      comment:
        "This floor runs in browsers too: what needs Node's modules belongs to io, run/threads.ts, cli or node.ts.",
      severity: "error",
      from: {
        path: "^src/(numeric|check|backend|hopfield|dynamics|control|plot|element)/",
        pathNot: "^src/backend/node/",
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the-lab-stands-on-the-package",
      comment:
        "The lab is a page on the built package: import from palimpsest, palimpsest/plot or palimpsest/digits; only small modules that no entry has come from src, and they are listed in .dependency-cruiser.mjs; what the page needs as plain data comes by a module ….data.ts, which runs while the page is built.",
      severity: "error",
      from: { path: "^web/", pathNot: "^web/(build/|.*\\.data\\.ts$)" },
      to: {
        path: "^src/",
        pathNot: [
          "^src/(index|plot)\\.ts$",
          "^src/data/digits\\.ts$",
          "^src/numeric/statistics\\.ts$",
          "^src/plot/(ticks|style)\\.ts$",
          "^src/dynamics/(activation|nullclines|activations/index|page)\\.ts$",
          "^src/control/page\\.ts$",
          "^src/io/(binarize|npy)\\.ts$",
          "^src/experiments/flow/portrait-finding\\.ts$",
        ],
      },
    },
    {
      name: "imports-are-found",
      comment: "No file or package is there by this name.",
      severity: "error",
      from: { path: "^(src|web)/" },
      to: { couldNotResolve: true, pathNot: "^(palimpsest|virtual:)|\\?" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^dist/"] },
    exclude: { path: "^(dist|node_modules)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mts"],
    },
  },
};

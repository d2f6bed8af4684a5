import { defineConfig } from "vitest/config";

/** Files that run dist/: it is built before them, unless it is built from the present sources. */
const BUILT = ["test/{browser,cli,cluster,package,recorded,web}/**/*.test.ts", "test/bench/command.test.ts"];
/** Files on the sources alone that take several seconds of CPU, or start a browser. */
const LONG = [
  "test/bench/variants.test.ts",
  "test/experiments/{combinations,temperature}.test.ts",
  "test/experiments/{capacity,frontier,recall}/run.test.ts",
  "test/experiments/kit/{coding,loaded-networks}.test.ts",
  "test/experiments/capacity/figure.test.ts",
  "test/sweep/studies.test.ts",
  "test/plot/panels.test.ts",
  "test/recipes/recipes.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // a thread a core, and tests that start threads of their own: more would only wait for each other
    maxWorkers: 2,
    projects: [
      // `npm run test:quick` is this one alone
      { extends: true, test: { name: "quick", include: ["test/**/*.test.ts"], exclude: [...BUILT, ...LONG] } },
      { extends: true, test: { name: "long", include: LONG } },
      {
        extends: true,
        test: {
          name: "built",
          include: BUILT,
          globalSetup: "test/support/build.ts",
          env: { PALIMPSEST_BUILT: "yes" },
        },
      },
    ],
  },
});

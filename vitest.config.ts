import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // a thread a core, and tests that start threads of their own: more would only wait for each other
    maxWorkers: 2,
  },
});

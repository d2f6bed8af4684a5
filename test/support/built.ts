/** To be imported by what runs dist/: a test that does without its being built first would test yesterday's code. */
if (process.env["VITEST"] !== undefined && process.env["PALIMPSEST_BUILT"] === undefined) {
  throw new Error(
    "this test runs the built package: list its file under BUILT in vitest.config.ts, so that dist/ is built first",
  );
}

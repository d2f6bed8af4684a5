/** Columns of typed values for NumPy: the types chosen, and reading them there. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toNpz } from "../../src/io/columns.ts";
import { readNpz } from "../../src/io/npz.ts";

const ROWS = [
  { neurons: 120, rule: "random", epsilon: null, seed: 7, load: 0.1, converged: true },
  { neurons: 160, rule: "αβ😀", epsilon: 2, seed: "18446744073709551615", load: Number.NaN, converged: false },
];
const COLUMNS = ["neurons", "rule", "epsilon", "seed", "load", "converged"];

it("gives every column the type that holds it exactly", () => {
  const numbers = COLUMNS.filter((name) => name !== "rule");
  const arrays = readNpz(toNpz(ROWS, COLUMNS), "rows.npz", { members: numbers });
  expect(numbers.map((name) => arrays[name].dtype)).toEqual(["<i8", "<f8", "<u8", "<f8", "|u1"]);
  expect(arrays["seed"].data).toEqual(BigUint64Array.of(7n, 18446744073709551615n));
  expect(arrays["epsilon"].data).toEqual(Float64Array.of(Number.NaN, 2));
  expect(arrays["neurons"].data).toEqual(BigInt64Array.of(120n, 160n));
  expect(() => toNpz(ROWS, ["neurons", "neurons"])).toThrow(RangeError);
});

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
if (!hasNumpy) console.log("columns: NumPy's reading is left out, because python3 with numpy is not installed");

it.runIf(hasNumpy)("is read by NumPy, words included, without pickling", () => {
  const directory = mkdtempSync(join(tmpdir(), "palimpsest-columns-"));
  const path = join(directory, "rows.npz");
  writeFileSync(path, toNpz(ROWS, COLUMNS));
  const program = `import numpy, json, sys
z = numpy.load(sys.argv[1])
print(json.dumps([[k, str(z[k].dtype), [str(v) for v in z[k]]] for k in z]))`;
  const { stdout, status } = spawnSync("python3", ["-c", program, path], { encoding: "utf8" });
  rmSync(directory, { recursive: true });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    ["neurons", "int64", ["120", "160"]],
    ["rule", "<U6", ["random", "αβ😀"]],
    ["epsilon", "float64", ["nan", "2.0"]],
    ["seed", "uint64", ["7", "18446744073709551615"]],
    ["load", "float64", ["0.1", "nan"]],
    ["converged", "uint8", ["1", "0"]],
  ]);
});

/** Every format, written by writers that share nothing with the readers, and by SciPy and networkx where Python has them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { connectivityFrom } from "../../../src/hopfield/connectivity.ts";
import { readConnectivity } from "../../../src/io/connectivity/index.ts";
import { writeConnectivity } from "../../../src/io/connectivity/write.ts";
import { drawing, knownNetwork, WRITERS } from "./corpus.ts";
import { isNetwork, readOrRefuse, tryCase } from "./held.ts";

describe.each(Object.keys(WRITERS))("%s", (format) => {
  test("reads as the network that was written, otherwise written too, and refuses what is none", () => {
    for (let seed = 0; seed < 12; seed++) {
      const draw = drawing(1000 * seed + format.length);
      const known = knownNetwork(draw);
      const written = WRITERS[format](known, draw);
      for (const { what, bytes } of [{ what: "as written", bytes: written.bytes }, ...written.alike]) {
        const found = readOrRefuse(bytes, written.file);
        if (typeof found === "string") throw new Error(`${what}: ${found}`);
        expect(isNetwork(found, known, written), `${what}: ${found.notes.join("; ")}`).toBe(true);
      }
      for (const { what, bytes } of written.spoiled) {
        const found = readOrRefuse(bytes, written.file);
        if (typeof found !== "string") throw new Error(`${what} was read: ${found.notes.join("; ")}`);
      }
    }
  });
});

test("files of the corpus that are damaged anywhere are read or refused in a sentence", () => {
  const failures = Array.from({ length: 2500 }, (_, seed) => tryCase(7_000_000 + seed)).filter(Boolean);
  expect(failures.map((failure) => failure!.what)).toEqual([]);
});

const folder = mkdtempSync(join(tmpdir(), "palimpsest-connectivity-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (modules: string): boolean => spawnSync("python3", ["-c", `import ${modules}`]).status === 0;
const hasScipy = has("numpy, scipy");
const hasNetworkx = hasScipy && has("networkx");
if (!hasScipy)
  console.log("connectivity: the checks against SciPy are left out, because python3 with scipy is not installed");
if (!hasNetworkx) console.log("connectivity: the checks against networkx are left out, because it is not installed");

function python(program: string): string {
  const run = spawnSync("python3", ["-c", program], { cwd: folder, encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

/** W of a file by names or indices: weights as their reader in Python has them, target in the row. */
function dense(file: string): (number | undefined)[][] {
  const { connectivity, weights } = readConnectivity(readFileSync(join(folder, file)), file);
  const { nNeurons, rowStart, inputs } = connectivity;
  const rows = Array.from({ length: nNeurons }, () => Array<number>(nNeurons).fill(0));
  for (let i = 0; i < nNeurons; i++) {
    for (let s = rowStart[i]; s < rowStart[i + 1]; s++) rows[i][inputs[s]] = weights ? weights[s] : 1;
  }
  return rows;
}

test.skipIf(!hasScipy)("SciPy's sparse matrices of every format and type, and Matrix Market", () => {
  const expected = JSON.parse(
    python(`
import json, numpy as np, scipy.sparse as sp, scipy.io
rng = np.random.default_rng(5)
out = {}
def keep(name, W):
    W = np.array(W, dtype=float); np.fill_diagonal(W, 0); out[name] = W.tolist()
for n in (4, 6):
    W = (rng.random((n, n)) < 0.4) * rng.integers(-9, 10, (n, n))
    for kind in ('csr', 'csc', 'coo', 'bsr', 'dia'):
        for dtype in ('float64', 'float32', 'int64', 'int8', 'bool'):
            for maker in ('matrix', 'array'):
                M = getattr(sp, kind + '_' + maker)(W.astype(dtype))
                name = f'{n}-{kind}-{dtype}-{maker}.npz'
                sp.save_npz(name, M, compressed=maker == 'matrix')
                keep(name, M.toarray())
    M = sp.csr_matrix(W.astype(float)); M.data[:2] = 0   # stored zeros, indices in another order
    for i in range(n):
        a, b = M.indptr[i], M.indptr[i + 1]
        M.indices[a:b] = M.indices[a:b][::-1].copy(); M.data[a:b] = M.data[a:b][::-1].copy()
    M.has_sorted_indices = False
    sp.save_npz(f'{n}-unsorted.npz', M); keep(f'{n}-unsorted.npz', M.toarray())
    r, c = rng.integers(0, n, 40), rng.integers(0, n, 40)
    D = sp.coo_matrix((rng.integers(1, 5, 40), (r, c)), shape=(n, n))
    sp.save_npz(f'{n}-twice.npz', D); keep(f'{n}-twice.npz', D.toarray())
    S = W + W.T; A = W - W.T
    for what, V in (('general', W), ('symmetric', S), ('skew-symmetric', A)):
        scipy.io.mmwrite(f'{n}-{what}-coo.mtx', sp.coo_matrix(V), symmetry=what); keep(f'{n}-{what}-coo.mtx', V)
        scipy.io.mmwrite(f'{n}-{what}-array.mtx', V.astype(float), symmetry=what); keep(f'{n}-{what}-array.mtx', V)
    np.savetxt(f'{n}-savetxt.txt', W); keep(f'{n}-savetxt.txt', W)
    np.savetxt(f'{n}-savetxt.csv', W, delimiter=',', fmt='%d', header='a matrix'); keep(f'{n}-savetxt.csv', W)
print(json.dumps(out))`),
  ) as Record<string, number[][]>;
  expect(Object.keys(expected).length).toBe(120);
  for (const [file, rows] of Object.entries(expected))
    expect(dense(file), file).toEqual(rows.map((row) => row.map((w) => w + 0)));
});

test.skipIf(!hasNetworkx)("graphs as networkx writes them", () => {
  const expected = JSON.parse(
    python(`
import json, networkx as nx, numpy as np
rng = np.random.default_rng(6)
out = {}
for k, (kind, weighted) in enumerate([(nx.DiGraph, True), (nx.Graph, True), (nx.DiGraph, False)]):
    G = kind()
    G.add_nodes_from(range(7))
    for i in range(7):
        for j in [(i + 1) % 7, *rng.integers(0, 7, 2)]:
            if i != j: G.add_edge(int(i), int(j), **({'weight': float(rng.integers(1, 9)) / 4} if weighted else {}))
    W = nx.to_numpy_array(G, nodelist=range(7)).T.tolist()
    directed = G.is_directed()
    def keep(name): out[name] = W
    nx.write_graphml(G, f'{k}.graphml'); keep(f'{k}.graphml')
    nx.write_gexf(G, f'{k}.gexf'); keep(f'{k}.gexf')
    json.dump(nx.node_link_data(G, edges='links'), open(f'{k}.json', 'w')); keep(f'{k}.json')
    json.dump(nx.node_link_data(G, edges='edges'), open(f'{k}-edges.json', 'w')); keep(f'{k}-edges.json')
    json.dump(nx.cytoscape_data(G), open(f'{k}-cytoscape.json', 'w')); keep(f'{k}-cytoscape.json')
    P = nx.relabel_nodes(G, {i: f'n{i}' for i in G}); nx.write_pajek(P, f'{k}.net'); keep(f'{k}.net')
    if directed:
        nx.write_edgelist(G, f'{k}.edgelist'); keep(f'{k}.edgelist')
        if weighted: nx.write_weighted_edgelist(G, f'{k}-weighted.edgelist', delimiter=','); keep(f'{k}-weighted.edgelist')
        else: nx.write_adjlist(G, f'{k}.adjlist'); keep(f'{k}.adjlist')
print(json.dumps(out))`),
  ) as Record<string, number[][]>;
  expect(Object.keys(expected)).toHaveLength(22);
  for (const [file, rows] of Object.entries(expected)) expect(dense(file), file).toEqual(rows);
});

test.skipIf(!hasScipy)("connectivity.npz is a sparse matrix for scipy.sparse.load_npz", () => {
  const connectivity = connectivityFrom([[1, 2], [0], [], [0, 2]]);
  writeFileSync(join(folder, "ours.npz"), writeConnectivity(connectivity));
  writeFileSync(join(folder, "weighted.npz"), writeConnectivity(connectivity, Float64Array.of(0.5, -1, 2, 3, 4)));
  const read =
    "import json, scipy.sparse as sp; print(json.dumps([sp.load_npz(f).toarray().tolist() for f in ('ours.npz', 'weighted.npz')]))";
  expect(JSON.parse(python(read))).toEqual([
    [
      [0, 1, 1, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
      [1, 0, 1, 0],
    ],
    [
      [0, 0.5, -1, 0],
      [2, 0, 0, 0],
      [0, 0, 0, 0],
      [3, 0, 4, 0],
    ],
  ]);
});

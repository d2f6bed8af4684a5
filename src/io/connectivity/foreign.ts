/** Formats that are not read: each is known by how it begins, and refused by its name with how to convert it. */
import type { GivenFile } from "./format.ts";
import { arraysIn, isZip } from "./npz.ts";
import { refusal } from "./words.ts";

interface Foreign {
  readonly label: string;
  recognise(file: GivenFile): boolean;
  readonly how: string;
}

const PANDAS = "df.to_csv(file, index=False) with columns source, target and weight";
const GRAPH = "networkx.write_edgelist(G, file)";

const FOREIGN: readonly Foreign[] = [
  {
    label: "a MATLAB file (.mat)",
    recognise: (file) => startsWith(file, "MATLAB ") || (startsWith(file, "\x89HDF") && /\.mat$/i.test(file.name)),
    how: "in MATLAB, writematrix(W, 'w.csv'); in Python, numpy.save('w.npy', scipy.io.loadmat(file)['W']), or for version 7.3 numpy.save('w.npy', h5py.File(file)['W'][:].T)",
  },
  {
    label: "an HDF5 file",
    recognise: (file) => startsWith(file, "\x89HDF"),
    how: "numpy.save('w.npy', h5py.File(file)['W'][:])",
  },
  { label: "compressed by bzip2", recognise: (file) => startsWith(file, "BZh"), how: "bunzip2 it first" },
  { label: "compressed by xz", recognise: (file) => startsWith(file, "\xfd7zXZ"), how: "unxz it first" },
  { label: "compressed by zstd", recognise: (file) => startsWith(file, "\x28\xb5\x2f\xfd"), how: "unzstd it first" },
  {
    label: "a spreadsheet",
    recognise: (file) =>
      startsWith(file, "\xd0\xcf\x11\xe0") || (isZip(file.bytes) && holds(file, /xl\/|mimetypeapplication\/vnd/)),
    how: "save the sheet as CSV, or pandas.read_excel(file).to_csv('edges.csv', index=False)",
  },
  {
    label: "a ZIP archive of other files than NumPy's arrays",
    recognise: (file) => isZip(file.bytes) && arraysIn(file) === undefined,
    how: "unzip it first",
  },
  {
    label: "a Parquet file",
    recognise: (file) => startsWith(file, "PAR1"),
    how: `pandas.read_parquet(file), ${PANDAS}`,
  },
  {
    label: "an Arrow or Feather file",
    recognise: (file) => startsWith(file, "ARROW1") || startsWith(file, "FEA1"),
    how: `pandas.read_feather(file), ${PANDAS}`,
  },
  {
    label: "a pickle of Python, which is never opened since it may run any program",
    recognise: ({ bytes }) => bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5,
    how: "numpy.save(file, W) or scipy.sparse.save_npz(file, W) of what it holds",
  },
  {
    label: "an SQLite database",
    recognise: (file) => startsWith(file, "SQLite format 3"),
    how: `pandas.read_sql(query, connection), ${PANDAS}`,
  },
  {
    label: "a graph of graph-tool (.gt)",
    recognise: (file) => startsWith(file, "\xe2\x9b\xbe gt"),
    how: "g.save('graph.graphml')",
  },
  {
    label: "a picture",
    recognise: (file) => startsWith(file, "\x89PNG") || startsWith(file, "\xff\xd8\xff") || startsWith(file, "GIF8"),
    how: "connectivity is an edge list, a matrix or a graph; pictures are given by --images",
  },
  { label: "a PDF", recognise: (file) => startsWith(file, "%PDF"), how: "save its table as CSV, source,target,weight" },
  {
    label: "GML",
    recognise: ({ text }) =>
      begins(text, /^(?:\s*(?:#[^\n]*|creator[^\n]*|version[^\n]*|comment[^\n]*)\n)*\s*graph\s*\[/i),
    how: `${GRAPH} of networkx.read_gml(source)`,
  },
  {
    label: "DOT of Graphviz",
    recognise: ({ text }) => begins(text, /^\s*(?:\/\*[\s\S]*?\*\/\s*)?(?:strict\s+)?(?:di)?graph\b[^\n[]*\{/i),
    how: `${GRAPH} of networkx.nx_pydot.read_dot(source)`,
  },
  {
    label: "a DL file of UCINET",
    recognise: ({ text }) => begins(text, /^\s*dl\s+n\s*=/i),
    how: "export it from UCINET as Pajek (.net) or CSV",
  },
  {
    label: "graph6, sparse6 or digraph6",
    recognise: ({ text }) => begins(text, /^>>(?:graph6|sparse6|digraph6)<</),
    how: `${GRAPH} of networkx.read_graph6(source) or read_sparse6(source)`,
  },
  {
    label: "JSON that is no object with nodes and links",
    recognise: ({ text }) => begins(text, /^\s*\[\s*[[{"\]\d.+-]/) || begins(text, /^\s*\{\s*["}]/),
    how: "json.dump(networkx.node_link_data(G), file), or numpy.save(file, numpy.array(json.load(source)))",
  },
  {
    label: "a web page",
    recognise: ({ text }) => begins(text, /^\s*<(?:!doctype\s+html|html)/i),
    how: "save the file itself",
  },
  {
    label: "XML other than GraphML and GEXF",
    recognise: ({ text }) => begins(text, /^\s*<(?:[?!]|\w+[\s>:])/),
    how: "networkx.write_graphml(G, file)",
  },
  {
    label: "neither text in UTF-8 or UTF-16 nor a format that is known here",
    recognise: ({ text }) => text === undefined,
    how: "save text by iconv -t utf-8, arrays by numpy.save(file, W)",
  },
];

/** Refuses a file in a format that is not read. */
export function refuseForeign(file: GivenFile): void {
  if (file.bytes.length === 0) {
    throw refusal(file.name, "must hold connectivity, got an empty file", "write source,target,weight a line");
  }
  const foreign = FOREIGN.find((one) => one.recognise(file));
  if (foreign)
    throw refusal(file.name, `is ${foreign.label}, which is not read as connectivity`, `to convert it: ${foreign.how}`);
}

function startsWith({ bytes }: GivenFile, mark: string): boolean {
  return bytes.length >= mark.length && [...mark].every((letter, k) => bytes[k] === letter.charCodeAt(0));
}

function begins(text: string | undefined, mark: RegExp): boolean {
  return text !== undefined && mark.test(text.slice(0, 65536));
}

/** Whether the first bytes hold a word, as names of an archive's members stand there. */
function holds({ bytes }: GivenFile, mark: RegExp): boolean {
  return mark.test(new TextDecoder("latin1").decode(bytes.subarray(0, 4096)));
}

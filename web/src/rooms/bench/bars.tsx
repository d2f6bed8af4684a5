/** Times of both backends as bars, kernel by kernel; the longer one, JavaScript's, fills the width. */
import type { BenchRow } from "palimpsest";
import { useNarrow } from "../../components/width.ts";

/** The times of one kernel in WebAssembly and in JavaScript. */
export interface Contest {
  readonly kernel: BenchRow["kernel"];
  readonly wasm: BenchRow;
  readonly js: BenchRow;
}

/** What each kernel does, for those who meet it here. */
const MEANING: Readonly<Partial<Record<BenchRow["kernel"], string>>> = {
  overlap: "how alike every two neurons are over all patterns: M = ξᵀξ",
  "swap annealing": "one neuron chooses its inputs by exchanging single ones",
  "heat bath": "one neuron chooses its inputs, all of them weighed at once",
  retrieval: "networks settle from their cues",
};

const ROW = 84;
const BAR = 13;

/** The kernels that were timed on both backends. */
export function contestsOf(rows: readonly BenchRow[]): Contest[] {
  return rows.flatMap((wasm) => {
    if (wasm.variant !== "wasm") return [];
    const js = rows.find(({ kernel, variant }) => kernel === wasm.kernel && variant === "js");
    return js ? [{ kernel: wasm.kernel, wasm, js }] : [];
  });
}

export function Bars({ contests, kernels }: { readonly contests: readonly Contest[]; readonly kernels: number }) {
  const isNarrow = useNarrow();
  const width = isNarrow ? 340 : 760;
  const full = width - 78;
  const height = ROW * Math.max(kernels, contests.length);
  return (
    <svg class="chart bench-bars" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={describe(contests)}>
      {contests.map(({ kernel, wasm, js }, k) => {
        const meaning = MEANING[kernel];
        const longest = Math.max(wasm.milliseconds, js.milliseconds);
        return (
          <g key={kernel} transform={`translate(0,${k * ROW})`}>
            <text class="bench-kernel" y={16}>
              {kernel}
            </text>
            {!isNarrow && meaning !== undefined && (
              <text class="bench-meaning" x={146} y={16}>
                {meaning}
              </text>
            )}
            <Bar y={25} width={(full * js.milliseconds) / longest} row={js} name="JavaScript" backend="js" />
            <Bar y={45} width={(full * wasm.milliseconds) / longest} row={wasm} name="WebAssembly" backend="wasm" />
            <text class="bench-ratio" x={width - 2} y={52} text-anchor="end">
              {showRatio(js.ratio)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function Bar(props: {
  readonly y: number;
  readonly width: number;
  readonly row: BenchRow;
  readonly name: string;
  readonly backend: string;
}) {
  const { y, width, row, name, backend } = props;
  const label = `${name}, ${showTime(row.milliseconds)}`;
  const isWithin = width > 190;
  return (
    <g data-backend={backend}>
      <rect class="bench-bar" y={y} width={Math.max(1, width)} height={BAR + 4} rx={1.5} />
      <text class={isWithin ? "bench-time-within" : "bench-time"} x={isWithin ? 7 : width + 7} y={y + BAR}>
        {label}
      </text>
    </g>
  );
}

function describe(contests: readonly Contest[]): string {
  if (contests.length === 0) return "Nothing measured yet";
  return contests
    .map(({ kernel, wasm, js }) => {
      const times = `${showTime(wasm.milliseconds)} in WebAssembly, ${showTime(js.milliseconds)} in JavaScript`;
      return `${kernel}: ${times}, ${showRatio(js.ratio)}`;
    })
    .join("; ");
}

/** Writes how many times as long JavaScript takes. */
export function showRatio(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)}\u{a0}×`;
}

/** Writes a time given in ms with three digits, in a unit that suits it. */
export function showTime(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toPrecision(3)} s`;
  if (milliseconds >= 1) return `${milliseconds.toFixed(milliseconds >= 100 ? 0 : milliseconds >= 10 ? 1 : 2)} ms`;
  return `${(1000 * milliseconds).toFixed(milliseconds >= 0.1 ? 0 : 1)} µs`;
}

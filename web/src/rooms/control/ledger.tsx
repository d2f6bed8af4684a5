/** The ledger of a sequence: what every pattern is to the network after each presentation. */
import type { Presentation } from "palimpsest";
import { useRef } from "preact/hooks";
import { outcomeKindOf } from "../../../../src/control/page.ts";
import { useWidth } from "../../components/width.ts";
import { nameOf } from "./sequence.ts";

const LEFT = 34;
const HEAD = 52;
const ROW = 58;
const FOOT = 8;
/** px of a column that leave room for words. */
const WORDY = 66;

export function Ledger(props: {
  readonly history: readonly Presentation[];
  /** Presentations after which the network is shown. */
  readonly after: number;
  readonly setAfter: (after: number) => void;
}) {
  const { history, after, setAfter } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const patterns = [...new Set(history.map(({ pattern }) => pattern))].sort((a, b) => a - b);
  const column = (width - LEFT) / history.length;
  const height = HEAD + patterns.length * ROW + FOOT;
  const centerOf = (t: number): number => LEFT + (t + 0.5) * column;
  return (
    <svg
      ref={svg}
      class="chart ledger"
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      role="img"
      aria-label={`Ledger of ${history.length} presentations: ${history.map(describe).join("; ")}`}
    >
      {history.map((presentation, t) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the buttons beside do the same
        <g key={t} class="ledger-column" data-shown={after === t + 1} onClick={() => setAfter(t + 1)}>
          <rect class="ledger-ground" x={LEFT + t * column + 2} y={2} width={column - 4} height={height - 4} rx={3} />
          <text class="ledger-name" x={centerOf(t)} y={20} text-anchor="middle">
            {nameOf(presentation.pattern)}
          </text>
          <text class="ledger-word" x={centerOf(t)} y={38} text-anchor="middle">
            {column >= WORDY && outcomeKindOf(presentation.evidence.outcome).label}
          </text>
        </g>
      ))}
      {patterns.map((pattern, row) => {
        const y = HEAD + (row + 0.38) * ROW;
        const cells = history.map(({ memories }) => memories.find((memory) => memory.pattern === pattern));
        return (
          <g key={pattern}>
            <text class="ledger-name" x={0} y={y} dy="0.32em">
              {nameOf(pattern)}
            </text>
            {cells.map(
              (cell, t) =>
                cell && (
                  <line
                    key={t}
                    class="ledger-line"
                    data-status={cell.status}
                    x1={centerOf(t)}
                    x2={t + 1 < history.length ? centerOf(t + 1) : width - 6}
                    y1={y}
                    y2={y}
                  />
                ),
            )}
            {cells.map((cell, t) => {
              const isPresented = history[t].pattern === pattern;
              return (
                <g
                  key={t}
                  class="ledger-cell"
                  data-status={cell?.status ?? "unknown"}
                  transform={`translate(${centerOf(t)},${y})`}
                >
                  {isPresented && <path class="ledger-presented" d="M-5 -20h10l-5 7z" />}
                  {cell && <circle class="ledger-dot" r={7} />}
                  {cell?.status === "restored" && <circle class="ledger-ring" r={11} />}
                  {cell && (
                    <text y={26} text-anchor="middle">
                      {cell.similarity.toFixed(2).replace("-", "−")}
                    </text>
                  )}
                </g>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

function describe({ pattern, evidence, memories }: Presentation): string {
  const statuses = memories.map((memory) => `${nameOf(memory.pattern)} ${memory.status}`);
  const then = statuses.length > 0 ? `, afterwards in T ${statuses.join(", ")}` : "";
  return `${nameOf(pattern)} presented: ${outcomeKindOf(evidence.outcome).label}${then}`;
}

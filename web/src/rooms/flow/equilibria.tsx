/** The equilibria with their eigenvalues and basins. */
import type { FoundEquilibrium } from "palimpsest";
import { Chart } from "../../components/chart.tsx";
import type { Cell } from "../../components/export.ts";
import { GLYPHS } from "./marks.tsx";
import { showEigenvalue, showPair, showValue } from "./numbers.ts";

const TYPES = ["sink", "saddle", "source"] as const;
const HUES = { sink: "noise", saddle: "vermilion", source: "signal" } as const;

/** Eigenvalues in the complex plane. */
export function EigenvaluePlane({ equilibria }: { readonly equilibria: readonly FoundEquilibrium[] }) {
  const all = equilibria.flatMap(({ eigenvalues }) => eigenvalues);
  const [least, most] = [Math.min(-1, ...all.map(([re]) => re)), Math.max(1, ...all.map(([re]) => re))];
  const height = Math.max(1, ...all.map(([, im]) => Math.abs(im)));
  return (
    <Chart
      x={{ label: "Re λ", domain: [least - 0.1, most + 0.1] }}
      y={{ label: "Im λ", domain: [-1.1 * height, 1.1 * height] }}
      height={190}
      lines={TYPES.flatMap((one) =>
        equilibria
          .filter(({ type }) => type === one)
          .flatMap(({ eigenvalues }) => eigenvalues)
          .map((value) => ({ points: value, rule: HUES[one], hasDots: true })),
      )}
      marks={[{ at: "x", value: 0 }]}
      description="Eigenvalues of the equilibria in the complex plane"
    />
  );
}

export function eigenvalueFinding(equilibria: readonly FoundEquilibrium[]): string {
  if (equilibria.length === 0) return "Equilibria and their eigenvalues";
  const [leading] = equilibria;
  const [value] = leading.eigenvalues;
  const which = leading.type === "sink" ? "Slowest return to" : "Fastest escape from";
  const chosen = leading.type === "sink" ? equilibria.filter(({ type }) => type === "sink") : equilibria;
  const most = Math.max(value[0], ...chosen.map(({ eigenvalues }) => eigenvalues[0][0]));
  return `${which} rest: Re λ = ${showValue(most)} per membrane time constant`;
}

/** For a table: a row each. */
export function equilibriaRows(equilibria: readonly FoundEquilibrium[]): Readonly<Record<string, Cell>>[] {
  return equilibria.map(({ type, form, state: [u0, u1], eigenvalues: [[re0, im0], [re1, im1]], basin }) => {
    return { type, form, u0, u1, re0, im0, re1, im1, basin: basin?.fraction, low: basin?.low, high: basin?.high };
  });
}

export function EquilibriaTable({ equilibria }: { readonly equilibria: readonly FoundEquilibrium[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section class="flow-scroll" aria-label="Equilibria" tabIndex={0}>
      <table class="flow-equilibria">
        <thead>
          <tr>
            <th scope="col">type</th>
            <th scope="col">u</th>
            <th scope="col">eigenvalues</th>
            <th scope="col">basin, %</th>
          </tr>
        </thead>
        <tbody>
          {equilibria.map(({ type, form, state, eigenvalues, isMarginal, basin }, k) => (
            <tr key={k} data-equilibrium={type}>
              <td>
                <span aria-hidden="true">{GLYPHS[type]}</span>{" "}
                {form === "spiral" && type !== "saddle" ? `spiral ${type}` : type}
                {isMarginal && ", marginal"}
              </td>
              <td data-state={k}>{showPair(state, 5)}</td>
              <td data-eigenvalues={k}>{eigenvaluesOf(eigenvalues)}</td>
              <td data-basin={k}>
                {basin ? (
                  <>
                    {percent(basin.fraction)}{" "}
                    <small>
                      {percent(basin.low)}–{percent(basin.high)}
                    </small>
                  </>
                ) : (
                  "…"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function eigenvaluesOf(values: FoundEquilibrium["eigenvalues"]): string {
  const [[re, im]] = values;
  return im === 0
    ? values.map(showEigenvalue).join(",  ")
    : `${showEigenvalue([re, Math.abs(im)]).replace(" + ", " ± ")}`;
}

function percent(part: number): string {
  return String(Number((100 * part).toFixed(1)));
}

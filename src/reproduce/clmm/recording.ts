/** Whether a recorded memory can be the limit t → ∞ of an optimal path. */
import { show } from "../show.ts";
import { together } from "./optimality.ts";
import { THRESHOLD } from "./outcomes.ts";
import { INNOVATIVE } from "./plan.ts";
import type { Claim } from "./results.ts";

/** An eigenvalue at most this far from λ counts as λ. */
const SAME = 1e-6;

export const RECORDING_CLAIMS: readonly Claim[] = [
  {
    claim: `Recorded for ever: |ξ(t)| at the end of a long path to a stable memory (here: above ${THRESHOLD})`,
    relation: ">",
    published: THRESHOLD,
    of: ["recorded"],
    judge({ long }) {
      const slow = long.reduce((a, b) => (b.discount < a.discount ? b : a));
      const at = ({ sizes }: (typeof long)[number], time: number) =>
        sizes.reduce((a, b) => (Math.abs(b[0] - time) < Math.abs(a[0] - time) ? b : a))[1];
      const list = long.map(
        (one) => `λ = ${one.discount}: ${[9, 20, 40].map((t) => `${show(at(one, t))} at t = ${t}`).join(", ")}`,
      );
      return {
        measured: at(slow, 200),
        optimality: together(long),
        explanation: `A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5), μ = ${INNOVATIVE}; |ξ| for ${list.join("; ")}; the value is that at t = 200 for λ = ${slow.discount}. The control decays and the state drifts back to a sink of A, slowly. The next row says why it must.`,
      };
    },
  },
  {
    claim:
      "A theorem of ours: at rest with a control, the Jacobian of A + ξ has the eigenvalue λ > 0: largest distance of one from λ",
    relation: "<",
    published: SAME,
    of: ["recorded", "pontryagin"],
    judge({ restPoints }) {
      const points = restPoints.flatMap((part) => part.points);
      const stable = restPoints.flatMap(({ discount, points: own }) =>
        own.filter(({ growth }) => growth < discount - SAME),
      );
      const searches = restPoints.reduce((sum, part) => sum + part.searches, 0);
      return {
        measured: Math.max(...points.map(({ distance }) => distance)),
        also: [points.length > 0 && stable.length === 0 ? "agrees" : "differs"],
        // equations solved to rounding, not optimisations
        optimality: { solutions: 0, unconverged: 0, residual: 0 },
        explanation: `X = 0 gives w = q, and q̇ = 0 then (1 + λ) w = G Tᵀ w: a w ≠ 0 needs λ among the eigenvalues of the Jacobian T G − 1, and the rest is unstable. Newton's method on Pontryagin's conditions at rest found ${points.length} points with a control in ${searches} searches on ${restPoints.length} problems: λ is an eigenvalue at each, none is stable. So a stable memory is recorded at a time, or not at all.`,
      };
    },
  },
];

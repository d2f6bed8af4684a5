/** What identifies the weights of a run in its record. */
import { createHash } from "node:crypto";
import type { ContinuousNetwork } from "../../dynamics/network.ts";

/** What identifies the weights of a run: themselves while they are few, their digest. */
export function weightsRecord(weights: ContinuousNetwork["weights"]): unknown {
  const digest = createHash("sha256");
  if (weights.kind === "dense") digest.update(weights.matrix);
  else if (weights.kind === "patterns") digest.update(weights.patterns);
  else if (weights.kind === "sparse") digest.update(weights.values).update(weights.columns).update(weights.rowStart);
  const sha256 = digest.digest("hex").slice(0, 16);
  if (weights.kind === "patterns") {
    const { type, drive, nPatterns, degree, beta, scale } = weights;
    const driven = drive === "hessian" ? {} : { drive }; // as recorded before there was another
    return { kind: weights.kind, type, ...driven, nPatterns, degree, beta, scale, sha256 };
  }
  return { kind: weights.kind, sha256 };
}

/** The statements of a work beside the rows that judge them: what is missing or contradicts itself is named. */
import { expect, test } from "vitest";
import { auditOf, faultsOf } from "../../src/reproduce/audit.ts";
import type { ClaimRow, ClaimSection } from "../../src/reproduce/claim.ts";
import { CLMM_SECTIONS } from "../../src/reproduce/clmm/claims.ts";
import { STATEMENTS } from "../../src/reproduce/clmm/statements.ts";
import { sectionsOf } from "../../src/reproduce/ek22/claims.ts";
import { planEk22 } from "../../src/reproduce/ek22/plan.ts";
import { STATEMENTS as EK22_STATEMENTS } from "../../src/reproduce/ek22/statements.ts";
import type { Statements } from "../../src/reproduce/statements.ts";

const LIST: Statements = {
  one: { kind: "equation", where: "eq. 1", says: "a = b" },
  two: { kind: "figure", where: "fig. 2", says: "a falls", noRow: "drawn by hand" },
};
const claim = (name: string, of: readonly string[]) => {
  return { claim: name, relation: "<", published: 1, of, judge: () => ({ measured: 0, explanation: "" }) } as const;
};
const section = (...claims: ClaimSection<unknown>["claims"]): readonly ClaimSection<unknown>[] => [
  { title: "Section", claims },
];

test("faults: a name that is not listed, a statement without row and reason, one with both, a claim that cites nothing", () => {
  expect(faultsOf(LIST, section(claim("A: value", ["one"])))).toEqual([]);
  expect(faultsOf(LIST, section(claim("A: value", ["three"]), claim("B", [])))).toEqual([
    "three is stated nowhere",
    "one has neither row nor reason",
    "“B” cites nothing",
  ]);
  expect(faultsOf(LIST, section(claim("A", ["one", "two"])))).toEqual(["two has both"]);
});

test("the table: every statement with the verdicts of its rows, or why it has none", () => {
  const rows = [{ claim: "A: value", verdict: "differs" }] as unknown as ClaimRow[];
  expect(auditOf(LIST, section(claim("A: value", ["one"])), rows).rows).toEqual([
    ["a = b", "eq. 1", "equation", "A: differs"],
    ["a falls", "fig. 2", "figure", "no claim: drawn by hand"],
  ]);
  expect(auditOf(LIST, [], []).rows[0][3]).toBe("a report of larger size has its rows");
});

test("CLMM: every row cites what the work states, and every statement has a row or a reason", () => {
  expect(faultsOf(STATEMENTS, CLMM_SECTIONS)).toEqual([]);
});

test.each(["default", "full"] as const)(
  "EK22, %s: every row cites what the work states, and every statement has a row or a reason",
  (size) => {
    expect(faultsOf(EK22_STATEMENTS, sectionsOf(planEk22({ size })))).toEqual([]);
  },
);

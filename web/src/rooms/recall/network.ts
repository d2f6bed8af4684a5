/** The network of the room, as the page asks for it and its jobs make it. */
import type { FreeRule, RuleParametersSpec } from "../../rules.data.ts";

/** Everything that the network depends on. */
export interface NetworkSpec {
  /** The visitor's own pictures, which are stored before the digits, i8[count × 784] of ±1. */
  readonly own: Int8Array;
  /** p: how many pictures are stored, the visitor's own included. */
  readonly stored: number;
  readonly rule: FreeRule;
  readonly inputs: number;
  /** Of the rule alone. */
  readonly parameters: RuleParametersSpec;
  readonly seed: number;
}

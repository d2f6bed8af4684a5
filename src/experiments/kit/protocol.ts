/** The published protocol: specs that name it have the published value of every parameter that they leave out. */
import type { Parameters } from "../../check/parameters.ts";
import { readParameters } from "../../check/parameters.ts";
import { protocolParameters } from "./parameters.ts";

/** The name of a protocol in plans; left out where a spec names none. */
export interface ProtocolPlan {
  readonly protocol?: "published";
}

/**
 * A spec in which the parameters of a table that it leaves out have their published values, if it names the protocol.
 *
 * @throws TypeError or RangeError for another protocol.
 */
export function withProtocol<Spec extends object>(where: string, table: Parameters, spec: Spec): Spec {
  if (planProtocol(where, spec).protocol === undefined) return spec;
  const given = Object.entries(spec).filter(([, value]) => value !== undefined);
  const published = Object.entries(table).flatMap(([name, declared]) =>
    declared.published === undefined ? [] : [[name, declared.published] as const],
  );
  return { ...Object.fromEntries(published), ...Object.fromEntries(given) } as Spec;
}

/** The protocol that a spec names, for its plan. */
export function planProtocol(where: string, spec: object): ProtocolPlan {
  return readParameters(where, protocolParameters, spec);
}

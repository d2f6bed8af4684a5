/** Quantities over independent seeds, as summaries hold them. */
import { meanAndDeviation } from "../../numeric/statistics.ts";

/** The mean of a quantity over seeds under its own name, with its standard deviation and the standard error of the mean. */
export type Spread<Name extends string> = { readonly [Key in Name | `${Name}Deviation` | `${Name}Error`]: number };

/** @param values  one of each seed. */
export function spreadOver<Name extends string>(name: Name, values: readonly number[]): Spread<Name> {
  const { mean, deviation, error } = meanAndDeviation(values);
  return { [name]: mean, [`${name}Deviation`]: deviation, [`${name}Error`]: error } as Spread<Name>;
}

/** Where results are kept while work goes on, so that an interrupted run can be continued. */

/**
 * Results by key, as a `Map` holds them. An experiment looks each of its points up before it computes it, and sets each new result as soon
 * as it is there: run again with the same store, it computes what is missing.
 *
 * A key tells a point from the others of one plan. A store is therefore for one spec, with its seed.
 */
export interface ResultStore<Found> {
  /** The result of a point; undefined where it is not there yet. */
  get(key: string): Found | undefined;
  set(key: string, found: Found): unknown;
}

/** How results stand in a store that holds them in another form. */
export interface Encoding<Found, Stored> {
  /** What keys begin with in the store, where it holds other results too. */
  readonly prefix?: string;
  encode(found: Found): Stored;
  decode(stored: Stored): Found;
}

/** A store of results that stand encoded in another. */
export function encodedIn<Found, Stored>(
  store: ResultStore<Stored>,
  { prefix = "", encode, decode }: Encoding<Found, Stored>,
): ResultStore<Found> {
  return {
    get(key) {
      const stored = store.get(prefix + key);
      return stored === undefined ? undefined : decode(stored);
    },
    set: (key, found) => store.set(prefix + key, encode(found)),
  };
}

/** Whether the first line of a table says what its columns are, and which of them are sources, targets and weights. */
import { isMissing, isNumber } from "./numbers.ts";

/** What a column of an edge list holds. */
type Role = "source" | "target" | "weight";

const WORDS: Readonly<Record<Role, readonly string[]>> = {
  source: words("source src from pre presyn presynaptic sender origin upstream tail start parent"),
  target: words("target tgt dst dest destination to post postsyn postsynaptic receiver downstream head end child"),
  weight: words("weight weights wt w count counts n num nbr number strength value conn synapses syn contacts size"),
};
/** Words that stand beside those of a role, or beside numbers: "pre_root_id", "neuron 1". */
const BESIDE = words(
  "id ids idx index root pt body bodyid neuron neurons neuronid node nodes nodeid cell cells cellid name names label vertex synaptic synapse of the area region roi supervoxel segment key type class no number count afferent efferent input output from_to edge",
);
const PLACES = words("1 2 a b i j u v x y first second one two");

const VOCABULARY: ReadonlySet<string> = new Set([...Object.values(WORDS).flat(), ...BESIDE]);

/** No edge list has more columns, and no title is longer. */
const MOST_COLUMNS = 200;
const LONGEST_TITLE = 64;

/** The columns of an edge list. */
export interface Columns {
  readonly source?: number;
  readonly target?: number;
  readonly weight?: number;
}

/** Columns by the words of a head, where each is known by its words; the most plainly named of several. */
export function columnsOf(head: readonly string[]): Columns {
  const found: Columns = {};
  return Object.assign(
    found,
    ...(["source", "target", "weight"] as const).map((role) => {
      const ranked = head
        .map((cell, column) => ({ column, rank: rankOf(cell, role) }))
        .filter(({ rank }) => rank > 0)
        .sort((a, b) => b.rank - a.rank || a.column - b.column);
      return ranked.length > 0 ? { [role]: ranked[0].column } : {};
    }),
  );
}

/**
 * Whether row 0 is a head: it says which columns are source and target; or words alone, all of them known, which no neuron has as
 * its name; or it alone is no number in a column of numbers, and holds no number.
 */
export function hasHead(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0];
  if (first.length > MOST_COLUMNS) return false;
  const rest = rows.slice(1);
  const cells = first.filter((cell) => cell !== "");
  if (cells.length < 2 || rest.length === 0) return rest.length === 0 && saysEdges(first);
  const isUnlike = first.some(
    (cell, column) =>
      /^\p{L}/u.test(cell) &&
      !isMissing(cell) &&
      !isNumber(cell) &&
      (isKnown(cell) || !cells.some(isNumber)) &&
      rest.every((row) => row.length === first.length && isNumber(row[column])),
  );
  if (isUnlike) return true;
  const isKnownByWords = hasRoles(first) || cells.every((cell) => isKnown(cell) || roleOf(cell) !== undefined);
  return isKnownByWords && !isLikeNames(cells, rest);
}

/** Whether a line of words names sources and targets. */
export function hasRoles(cells: readonly string[]): boolean {
  if (cells.length > MOST_COLUMNS) return false;
  const { source, target } = columnsOf(cells);
  return source !== undefined && target !== undefined && source !== target;
}

/** Whether a line of words is the head of an edge list: it names sources and targets, or two neurons first. */
export function saysEdges(cells: readonly string[]): boolean {
  const titles = cells.filter((cell) => cell !== "");
  return hasRoles(titles) || (titles.length > 1 && titles.slice(0, 2).every(isKnown));
}

/** Whether two titles call different things, "id" and "name", rather than two of a kind, "neuron 1" and "neuron 2". */
export function areOfTwoKinds(a: string, b: string): boolean {
  const nouns = (cell: string): string =>
    tokensOf(cell)
      .filter((token) => !PLACES.includes(token))
      .join(" ");
  return isKnown(a) && isKnown(b) && !hasRoles([a, b]) && nouns(a) !== nouns(b);
}

/** Whether words of the first line are names of neurons further down, or like them but for their digits. */
function isLikeNames(cells: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const shapes = new Set(cells.map(shapeOf));
  return rest.some((row) => row.slice(0, 3).some((cell) => shapes.has(shapeOf(cell))));
}

/** A name without its digits; single letters are all alike. */
function shapeOf(cell: string): string {
  return cell.length === 1 && !isNumber(cell) ? "?" : cell.replace(/\d+/g, "9");
}

function isKnown(cell: string): boolean {
  const tokens = tokensOf(cell);
  if (tokens.length === 1 && /^[ij]$/.test(tokens[0])) return true;
  return (
    tokens.some((token) => BESIDE.includes(token) || isOfRole(token)) &&
    tokens.every((token) => BESIDE.includes(token) || PLACES.includes(token) || isOfRole(token))
  );
}

function roleOf(cell: string): Role | undefined {
  return (["source", "target", "weight"] as const).find((role) => rankOf(cell, role) > 0);
}

/** How plainly a word of a head says a role; 0: not at all. */
function rankOf(cell: string, role: Role): number {
  const tokens = tokensOf(cell);
  if (tokens.length === 1 && tokens[0] === (role === "source" ? "i" : role === "target" ? "j" : "")) return 1;
  if (!isKnown(cell)) return 0;
  const own = tokens.filter((token) => WORDS[role].includes(token));
  if (own.length === 0) return 0;
  if (role === "weight") {
    // "syn_count" counts; "number of the source" does not
    if (tokens.some((token) => WORDS.source.includes(token) || WORDS.target.includes(token))) return 0;
    return tokens.length === 1 ? 4 - WORDS.weight.indexOf(tokens[0]) / WORDS.weight.length : 2;
  }
  if (tokens.includes(role)) return tokens.length === 1 ? 4 : 3;
  return tokens.length === 1 ? 4 : tokens.some((token) => /id|root|body/.test(token)) ? 3 : 2;
}

function isOfRole(token: string): boolean {
  return Object.values(WORDS).some((own) => own.includes(token));
}

/** "preRootID", "pre_root_id" and "Pre root id" as pre, root, id. */
function tokensOf(cell: string): string[] {
  if (cell.length > LONGEST_TITLE) return [cell];
  return cell
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/([A-Za-z])(\d)/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "")
    .flatMap((token) => (VOCABULARY.has(token) ? [token] : (partsOf(token) ?? [token])));
}

/** "presynapticneuron" as presynaptic, neuron: the known words that a token consists of, if there are some. */
function partsOf(token: string): string[] | undefined {
  if (token === "") return [];
  for (let length = Math.min(token.length, 12); length > 1; length--) {
    const rest = VOCABULARY.has(token.slice(0, length)) ? partsOf(token.slice(length)) : undefined;
    if (rest) return [token.slice(0, length), ...rest];
  }
  return undefined;
}

function words(list: string): readonly string[] {
  return list.split(" ");
}

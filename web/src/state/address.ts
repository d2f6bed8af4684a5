/** The state of every room in the address after "#", so that a link reproduces what is seen: #/recall?load=60&rule=signal */
import { batch, computed, effect, signal } from "@preact/signals";
import { note } from "../shell/notes.ts";
import { type Fields, fieldsOf, type Schema } from "./fields.ts";

interface Address {
  readonly room: string;
  readonly query: string;
}

function read(): Address {
  const [, room = "", query = ""] = /^#\/?([^?]*)\??(.*)$/.exec(location.hash) ?? [];
  return { room, query };
}

const address = signal(read());
/** Name of the room that the address asks for; "" stands for the first. */
export const roomAsked = computed(() => address.value.room);

const states = new Map<string, Fields<Schema>>();
/** Names of rooms whose state is known, to follow those that come later. */
const known = signal<readonly string[]>([]);

addEventListener("hashchange", () => {
  const asked = read();
  if (asked.room === address.peek().room && asked.query === queryOf(asked.room)) return;
  batch(() => {
    address.value = asked;
    const fields = states.get(asked.room);
    if (fields) apply(asked.room, fields, asked.query);
  });
});

/** The fields of a room, filled from the address if that is where the visitor is. Called once, by the room's `state.ts`. */
export function stateOf<const S extends Schema>(room: string, schema: S): Fields<S> {
  const fields = fieldsOf(schema);
  states.set(room, fields as unknown as Fields<Schema>);
  if (address.peek().room === room) apply(room, fields as unknown as Fields<Schema>, address.peek().query);
  known.value = [...known.peek(), room];
  return fields;
}

/** The part of the address that holds a room's state: what differs from its defaults. Read within an effect, it is followed. */
export function queryOf(room: string): string {
  known.value;
  const query = new URLSearchParams();
  for (const [name, field] of Object.entries(states.get(room) ?? {})) {
    if (field.value !== field.kind.initial) query.set(name, field.kind.format(field.value));
  }
  return query.toString();
}

/** The address of a room with its present state. */
export function hrefOf(room: string): string {
  const query = queryOf(room);
  return `#/${room}${query && `?${query}`}`;
}

/** An absolute link that shows what the page shows now. */
export function linkTo(room: string): string {
  return location.href.replace(/#.*$/, "") + hrefOf(room);
}

/** Sets all fields from the address: what it does not name gets its default, and so does what is not allowed, with a note. */
function apply(room: string, fields: Fields<Schema>, query: string): void {
  const given = new URLSearchParams(query);
  batch(() => {
    for (const [name, field] of Object.entries(fields)) {
      const { kind } = field;
      const text = given.get(name);
      given.delete(name);
      const value = text === null ? kind.initial : kind.parse(text);
      if (value === undefined) {
        note(`“${name}” in the address must be ${kind.allowed}, got “${text}”: ${kind.format(kind.initial)} is shown.`);
      }
      field.value = value ?? kind.initial;
    }
  });
  const unknown = [...given.keys()];
  if (unknown.length > 0)
    note(`The address names ${unknown.map((name) => `“${name}”`).join(", ")}, unknown in ${room}.`);
}

/** Keeps the address up with the state, at most a few times a second: browsers refuse more. */
export function keepAddress(): void {
  const PAUSE = 200;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const { room } = address.value;
    if (!known.value.includes(room)) return;
    const href = hrefOf(room);
    clearTimeout(waiting);
    if (location.hash === href) return;
    waiting = setTimeout(() => {
      if (address.peek().room === room) history.replaceState(null, "", href);
    }, PAUSE);
  });
}

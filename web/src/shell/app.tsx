/** The page around the rooms: masthead, navigation, notes, the room asked for, colophon. */
import { effect, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { hrefOf, roomAsked } from "../state/address.ts";
import { dismiss, note, notes } from "./notes.ts";
import { ROOMS, type RoomEntry } from "./registry.ts";
import { switchTheme, theme } from "./theme.ts";

const FIRST = ROOMS[0];
const shown = signal<{ readonly room: RoomEntry; readonly Room: ComponentType } | undefined>(undefined);

effect(() => {
  const name = roomAsked.value;
  const room = ROOMS.find((one) => one.name === name);
  if (room === undefined) {
    if (name !== "") note(`There is no room “${name}”: this is the first.`);
    location.replace(hrefOf(FIRST.name));
    return;
  }
  void room.load().then(
    ({ default: Room }) => {
      if (roomAsked.peek() !== room.name) return;
      shown.value = { room, Room };
    },
    (error: Error) => note(`The room “${room.title}” could not be loaded: ${error.message}`),
  );
});

export function App() {
  const now = shown.value;
  return (
    <div class="page" data-accent={now?.room.accent}>
      <button type="button" class="skip" onClick={skipToRoom}>
        Skip to the room
      </button>
      <Masthead current={now?.room.name} />
      <Notes />
      <main id="room" tabIndex={-1} data-room={now?.room.name}>
        {now && <Shown key={now.room.name} {...now} />}
      </main>
      <Colophon />
    </div>
  );
}

function Shown({ room, Room }: { readonly room: RoomEntry; readonly Room: ComponentType }) {
  useEffect(() => {
    document.title = `${room.title} · palimpsest`;
  }, [room]);
  return <Room />;
}

/** A button: a link to #room would leave the room's address. */
function skipToRoom(): void {
  document.getElementById("room")?.focus();
}

function Masthead({ current }: { readonly current: string | undefined }) {
  return (
    <header class="masthead">
      <p class="wordmark">
        <a href={hrefOf(FIRST.name)}>
          palimpsest<span class="wordmark-sub">a laboratory of memory</span>
        </a>
      </p>
      <nav aria-label="Rooms">
        <ol class="rooms">
          {ROOMS.map(({ name, title, accent }) => (
            <li key={name}>
              <a href={hrefOf(name)} data-accent={accent} aria-current={name === current ? "page" : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <button type="button" class="theme" onClick={switchTheme} aria-pressed={theme.value === "dark"}>
        <span class="theme-glyph" aria-hidden="true" />
        Dark
      </button>
    </header>
  );
}

function Notes() {
  return (
    <div class="notes" role="status">
      {notes.value.map(({ id, text }) => (
        <p key={id} class="note">
          {text}{" "}
          <button type="button" class="quiet" onClick={() => dismiss(id)} aria-label="Dismiss this note">
            ×
          </button>
        </p>
      ))}
    </div>
  );
}

function Colophon() {
  return (
    <footer class="colophon">
      <p>
        Everything here is computed on this device, by the same kernels as <code>palimpsest</code> in Node: the same
        seed gives the same bits. Nothing is sent anywhere.
      </p>
      <p>
        Model and rules: F. Emina &amp; E. Kropff,{" "}
        <cite>Selective connectivity enhances storage capacity in attractor models of memory function</cite>, Front.
        Syst. Neurosci. 16:983147 (2022). Digits: MNIST, Y. LeCun, C. Cortes &amp; C. J. C. Burges, CC BY-SA 3.0.
      </p>
    </footer>
  );
}

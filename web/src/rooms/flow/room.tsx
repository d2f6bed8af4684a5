/** Two neurons: the phase portrait under weights that are dragged, with its numbers. */
import { useEffect, useMemo } from "preact/hooks";
import { CourseFigure, DiagramFigure, EquilibriaFigure, LandscapeFigure } from "./figures.tsx";
import { PortraitFigure } from "./portrait-figure.tsx";
import { openRoom, type Running } from "./running.ts";
import { Settings } from "./settings.tsx";

export default function FlowRoom() {
  const room = useMemo(openRoom, []);
  useEffect(() => () => room.dispose(), [room]);
  return (
    <article class="room flow-room">
      <header class="room-head">
        <h1>Two neurons, four weights: where thought comes to rest, or circles.</h1>
        <p class="lede">
          A state of two neurons is a point, and the network moves it:{" "}
          <span class="flow-formula">u̇ = T g(u) + b − u</span>. Where it comes to rest is a memory. Drag the weights and
          watch memories appear and vanish, or give way to a rhythm. Click anywhere to let a state go.
        </p>
      </header>
      <div class="room-body">
        <PortraitFigure {...room} />
        <Settings />
        <div class="stack">
          <CourseFigure {...room} />
          <LandscapeFigure {...room} />
          <DiagramFigure {...room} />
          <EquilibriaFigure {...room} />
        </div>
      </div>
      <Done {...room} />
    </article>
  );
}

/** For tests, which wait for the numbers of now. */
function Done({ isDone }: Running) {
  return <span data-done={isDone.value} hidden />;
}

/** The lab: mounts the page, then fetches what is not there yet. */
import { render } from "preact";
import { App } from "./shell/app.tsx";
import { warmRooms } from "./shell/warm.ts";
import { keepAddress } from "./state/address.ts";

render(<App />, document.getElementById("lab")!);
keepAddress();
addEventListener("load", () => void warmRooms());

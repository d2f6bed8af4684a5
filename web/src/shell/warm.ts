/** Fetches, when the page is at rest, all that any room needs: afterwards the lab works without a network. */
import { jobsOf } from "../worker/client.ts";
import { ROOMS } from "./registry.ts";

const idle = (): Promise<unknown> =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 200);
  });

/** Fetches the rooms one after another; `data-ready="offline"` on the root says that all are there. */
export async function warmRooms(): Promise<void> {
  for (const room of ROOMS) {
    await idle();
    await room.load();
    await idle();
    await jobsOf(room.name, room.lanes).warm();
  }
  document.documentElement.dataset["ready"] = "offline";
}

/** What the lab knows of this room before it is entered. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "Recall",
  summary: "Store pictures, damage one, and watch the network repair it or fail.",
  order: 1,
  accent: "blue",
};

/** What the list of rooms says of the room Flow. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "Flow",
  summary: "Two neurons, four weights: memories, saddles and rhythms appear and vanish as the weights are dragged.",
  order: 3,
  accent: "sky",
  lanes: 3,
};

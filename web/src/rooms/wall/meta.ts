/** What the lab knows of this room before it is entered. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "The wall",
  summary: "The same neurons and as many synapses, chosen well, hold far more memories.",
  order: 0,
  accent: "green",
};

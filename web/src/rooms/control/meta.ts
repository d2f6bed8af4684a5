/** What the list of rooms says of the room Control. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "Control",
  summary: "Show a pattern to a network whose synapses may change: is it recognized, recorded, or neither?",
  order: 4,
  accent: "purple",
  lanes: 2,
};

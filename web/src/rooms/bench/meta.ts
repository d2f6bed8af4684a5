/** What the lab knows of this room before it is entered. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "Bench",
  summary: "How fast the kernels are on this device, in WebAssembly and in JavaScript.",
  order: 5,
  accent: "orange",
};

/** The rooms there are: every folder of rooms/ with a meta.ts. */
import type { ComponentType } from "preact";
import type { RoomMeta } from "./room-meta.ts";

export interface RoomEntry extends RoomMeta {
  /** Name of the room's folder, which the address names too. */
  readonly name: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

const metas = import.meta.glob<RoomMeta>("../rooms/*/meta.ts", { eager: true, import: "meta" });
const rooms = import.meta.glob<{ readonly default: ComponentType }>("../rooms/*/room.tsx");

export const ROOMS: readonly RoomEntry[] = Object.entries(metas)
  .map(([path, meta]) => {
    const name = path.split("/").at(-2)!;
    return { ...meta, name, load: rooms[`../rooms/${name}/room.tsx`] };
  })
  .sort((a, b) => a.order - b.order);

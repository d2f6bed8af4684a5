/** `palimpsest/element`: defines `<palimpsest-recall>`; on a server, where there are no elements, does nothing. */
import { PalimpsestRecall } from "./recall-element.ts";

declare global {
  interface HTMLElementTagNameMap {
    "palimpsest-recall": PalimpsestRecall;
  }
}

const TAG = "palimpsest-recall";

if (globalThis.customElements && !customElements.get(TAG)) customElements.define(TAG, PalimpsestRecall);

export type { ReadyDetail, RecallDetail } from "./events.ts";
export type { ElementRule } from "./settings.ts";
export { PalimpsestRecall };

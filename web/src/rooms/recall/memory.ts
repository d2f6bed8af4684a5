/** What the room computes: the network, all recollections, and the film of one of them. */
import { computed, signal } from "@preact/signals";
import { ruleValues } from "../../state/rule-values.ts";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import { NEURONS } from "../pictures.ts";
import { openProjector } from "./film.ts";
import type { jobs } from "./jobs.ts";
import { brushed, cueIndex, ownPictures, state } from "./state.ts";
import { openTrail } from "./trail.ts";

/** Opens the room's network, its recollections and the film, as signals. */
export function openMemory() {
  const room = jobsOf<typeof jobs>("recall");
  const trail = openTrail();
  const storing = computation(
    room,
    "store",
    () => ({
      network: {
        own: ownPictures.value,
        stored: state.stored.value,
        rule: state.rule.value,
        inputs: state.inputs.value,
        parameters: ruleValues(state.rule.value, state),
        seed: state.seed.value,
      },
      damage: { noise: state.noise.value, occlude: state.occlude.value },
    }),
    { onDone: trail.add },
  );
  /** The index of the picture that the film is of, among those that the present network stores. */
  const picture = computed(() => Math.min(cueIndex.value, (storing.output.value?.spec.stored ?? 1) - 1));
  const pictureOf = (rows: Int8Array | undefined): Int8Array | undefined =>
    rows?.subarray(picture.value * NEURONS, (picture.value + 1) * NEURONS);
  const original = computed(() => pictureOf(storing.output.value?.pictures));
  /** The cue of that picture, damaged as all cues are and then by the brush, i8[784]. */
  const cue = computed(() => pictureOf(storing.output.value?.cues)?.map((state, i) => brushed.value[i] || state));
  const settling = computation(
    room,
    "settle",
    () => {
      const stored = storing.output.value;
      return stored && cue.value && { network: stored.spec, cue: cue.value, picture: picture.value };
    },
    { onDone: () => follow() },
  );
  const projector = openProjector(settling.output);
  const wantsStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  /** Whether the next film is to be watched from its beginning; while something is dragged, only its end is shown. */
  const isAwaited = signal(!wantsStill);
  const follow = (): void => {
    if (isAwaited.peek()) projector.play();
    else projector.showEnd();
    isAwaited.value = false;
  };
  return {
    storing,
    settling,
    projector,
    trail: trail.points,
    picture,
    original,
    cue,
    /** Makes another picture the cue, and shows how it settles. */
    choose(index: number): void {
      isAwaited.value = !wantsStill;
      state.painted.value = "";
      state.cue.value = index + 1;
    },
    dispose(): void {
      projector.stop();
      settling.dispose();
      storing.dispose();
    },
  };
}

export type Memory = ReturnType<typeof openMemory>;

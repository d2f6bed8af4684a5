import type { FlowKernels } from "../kernels/flow.ts";
import { activate, elementary } from "./activation.ts";

/** The kernels of continuous dynamics of the JavaScript backend. */
export function jsFlowKernels(): FlowKernels {
  return {
    activate: (kind, part, slope, input, output, count) => activate(kind, part, slope, input.view, output.view, count),
    elementary: (what, input, output, count) => elementary(what, input.view, output.view, count),
  };
}

// The kernels of optimal control: a module of its own over the same memory, compiled when the first controlled network is made.
// Its static data lie below those of the other kernels, see asconfig.json.

export { controlBytes, controlInit, controlForward, controlAdjoint, controlGradient } from "./controlled";
export { sweepBytes, sweepInit, sweepForward, sweepBackward } from "./sweep";
export { hjbBytes, hjbInit, hjbSweep, hjbValueAt } from "./hjb";
export { newtonBegin, newtonRun, newtonValue } from "./newton";

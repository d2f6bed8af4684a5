/** Continuous dynamics on the JavaScript backend: kernels that take blocks, over functions of typed arrays. */
import type { FlowField, FlowKernels } from "../contract/flow.ts";
import type { Arena } from "../contract/kernels.ts";
import { activate, elementary } from "./activation.ts";
import { JsIntegrator, type VectorField } from "./integrate.ts";
import { denseProduct, productSparse, productTransposed, readThrough } from "./matvec.ts";
import { NetworkField } from "./network-field.ts";

/** The kernels of continuous dynamics of the JavaScript backend. */
export function jsFlowKernels(arena: Arena): FlowKernels {
  return {
    activate: (kind, part, slope, input, output, count) => activate(kind, part, slope, input.view, output.view, count),
    elementary: (what, input, output, count) => elementary(what, input.view, output.view, count),
    denseProduct: (matrix, x, out, rows, stride) => denseProduct(matrix.view, x.view, out.view, rows, stride),
    sparseProduct: (values, rowStart, columns, x, out, rows) =>
      productSparse(values.view, rowStart.view, columns.view, x.view, out.view, rows),
    transposedProduct: (matrix, w, out, rows, stride) => productTransposed(matrix.view, w.view, out.view, rows, stride),
    readThrough: (values, count) => readThrough(values.view, count),
    flowField: (problem) => jsFieldOf(new NetworkField(problem)),
    integrator: (field, spec) => new JsIntegrator(arena, (field as JsFlowField).field, spec),
  };
}

/** A field that `integrator` of this backend takes, of a network or of any function. */
interface JsFlowField extends FlowField {
  readonly field: VectorField;
}

/** Any right-hand side as a field of this backend. */
export function jsFieldOf(field: VectorField): FlowField {
  const flowField: JsFlowField = {
    field,
    nNeurons: field.nNeurons,
    stride: field.stride,
    evaluate: (x, out, blocks) => field.evaluate(x.view, out.view, blocks),
    driven(values, out, change, moved) {
      field.drive(values.view, out.view);
      if (change && moved) field.driveTangent?.(change.view, moved.view);
    },
  };
  return flowField;
}

/** The learning kernels of the JavaScript backend. */
import type { LearningKernels } from "../contract/learning.ts";
import { choleskyRows, choleskySolve, forwardPanels, productPanels, roundRow } from "./cholesky.ts";
import { JsHeater } from "./glauber.ts";
import { JsPerceptron, sumPatterns } from "./perceptron.ts";
import { sparseFields, storkeyFields, storkeyRows } from "./storkey.ts";
import { JsDreamer } from "./unlearning.ts";

export const jsLearning: LearningKernels = {
  choleskyRows: (a, live, ...rest) => choleskyRows(a.view, live.view, ...rest),
  choleskySolve: (a, live, b, ...rest) => choleskySolve(a.view, live.view, b.view, ...rest),
  forwardPanels: (a, live, panels, ...rest) => forwardPanels(a.view, live.view, panels.view, ...rest),
  productPanels: (a, b, out, ...rest) => productPanels(a.view, b.view, out.view, ...rest),
  roundRow: (values, out, n, most, at) => roundRow(values.view, out.view, n, most, at),
  storkeyFields: (x, u, diagonal, field, overlaps, powers, ...rest) =>
    storkeyFields(x.view, u.view, diagonal.view, field.view, overlaps.view, powers.view, ...rest),
  sparseFields: (rows, weights, state, fields, ...rest) =>
    sparseFields(rows, weights.view, state.view, fields.view, ...rest),
  storkeyRows: (rows, reverse, before, weights, state, fields, rates, ...rest) =>
    storkeyRows(rows, reverse.view, before.view, weights.view, state.view, fields.view, rates.view, ...rest),
  sumPatterns: (xi, factors, out, ...rest) => sumPatterns(xi.view, factors.view, out.view, ...rest),
  perceptron: (nPatterns, stride) => new JsPerceptron(nPatterns, stride),
  dreamer: (graph) => new JsDreamer(graph),
  heater: (graph) => new JsHeater(graph),
};

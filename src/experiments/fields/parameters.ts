/** Parameters of `fields`: those that experiments on networks of given loads share. */
import { loadedForm } from "../kit/loaded-form.ts";
import { learningsParameters, loadedNetworksParameters } from "../kit/parameters.ts";

export const fieldsParameters = { ...loadedNetworksParameters, ...learningsParameters };

export const fieldsForm = loadedForm(fieldsParameters, [0.2, 0.5, 1, 1.5, 2, 3]);

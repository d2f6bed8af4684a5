/** Parameters of `weights`: those that experiments on networks of given loads share. */
import { loadedForm } from "../kit/loaded-form.ts";
import { loadedNetworksParameters } from "../kit/parameters.ts";

export const weightsParameters = loadedNetworksParameters;

export const weightsForm = loadedForm(weightsParameters, [0.5, 1, 2]);

/** What figures of continuous dynamics say above them, and how lists are printed. */
import { expect, it } from "vitest";
import { integrate } from "../../../src/dynamics/integrate.ts";
import { continuousNetwork } from "../../../src/dynamics/network.ts";
import { showList } from "../../../src/experiments/flow/show.ts";
import { integrateView } from "../../../src/experiments/flow/views/integrate.ts";
import { svgDocument, toSvgText } from "../../../src/io/picture.ts";

it("an integration is titled by the time it reached, to four digits, and by its status where it ended early", async () => {
  const network = continuousNetwork({ weights: [[0]], activation: { type: "tanh" }, bias: [1] });
  const titled = async (more: object) => {
    const spec = { initial: [-2], duration: 1.23456789, times: [0, 0.5, 1], ...more };
    const found = { result: await integrate(network, spec) } as Parameters<typeof integrateView.figures>[0];
    const { figure } = await integrateView.figures(found, undefined as never, "palimpsest flow");
    return toSvgText(figure(await svgDocument()) as SVGSVGElement);
  };
  expect(await titled({})).toContain(">The network until time 1.235<");
  // u = 1 − 3 e^{−t} passes 0 at ln 3
  expect(await titled({ crossing: { neuron: 0 } })).toContain(">The network until time 1.099: crossing<");
});

it("of a list the first six are printed, and how many there are where they are more", () => {
  expect(showList([1, 2, 3, 4, 5, 0.1234567])).toBe("1 2 3 4 5 0.12346");
  expect(showList([1, 2, 3, 4, 5, 6, 7])).toBe("1 2 3 4 5 6 … (7)");
});

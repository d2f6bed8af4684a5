export { type CapacityFigureOptions, type CapacitySummary, capacityFigure } from "./capacity.ts";
export { type FieldDistribution, type FieldsFigureOptions, fieldsFigure } from "./fields.ts";
export { capacityFinding } from "./finding.ts";
export { type OnlineEnd, type OnlineFigureOptions, type OnlinePoint, onlineFigure, onlineFinding } from "./online.ts";
export * from "./style.ts";
export { setSubscripts } from "./svg.ts";
export {
  capacityTerminalFigure,
  type TerminalFigureOptions,
  type TerminalLine,
  type TerminalSeries,
  terminalFigure,
} from "./terminal.ts";

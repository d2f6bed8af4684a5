/** `palimpsest/plot`: the figures, as SVG, in Node and in a page; it re-exports what is public. */
export {
  type BasinsFigureOptions,
  type BasinsFigureRow,
  basinsFigure,
  basinsFinding,
} from "./experiments/basins/figure.ts";
export {
  type TemperatureFigureOptions,
  type TemperatureFigureRow,
  temperatureFigure,
  temperatureFinding,
} from "./experiments/basins/temperature-figure.ts";
export { type CapacityFigureOptions, capacityFigure } from "./experiments/capacity/figure.ts";
export { capacityFinding } from "./experiments/capacity/finding.ts";
export { type LearningFigureRow, learningFigure, learningFinding } from "./experiments/capacity/learning-figure.ts";
export { type GainFigureOptions, gainFigure, patternsFigure } from "./experiments/capacity/panels.ts";
export { type PublishedLine, publishedCapacities, type RetrievalCriterion } from "./experiments/capacity/published.ts";
export type { CapacitySummary } from "./experiments/capacity/series.ts";
export { capacityTerminalFigure } from "./experiments/capacity/terminal.ts";
export {
  type ControlledPath,
  controlFigure,
  controlFinding,
  controlPlaneFigure,
  type HistoryColumn,
  historyFigure,
  historyFinding,
} from "./experiments/control/figure.ts";
export {
  type FrontFigureOptions,
  type FrontFigureRow,
  frontFigure,
  frontFinding,
  outcomeMapFigure,
  outcomeMapFinding,
} from "./experiments/control/fronts-figure.ts";
export {
  type ValuePanel,
  type ValuePicture,
  valueFigure,
  valueLineFigure,
} from "./experiments/control/value-figure.ts";
export { type FieldDistribution, type FieldsFigureOptions, fieldsFigure } from "./experiments/fields/figure.ts";
export {
  type FieldMomentsOptions,
  type FieldMomentsRow,
  fieldMomentsFigure,
  fieldsFinding,
} from "./experiments/fields/moments-figure.ts";
export {
  type DiagramBranch,
  type DiagramOptions,
  type DiagramSpan,
  diagramFigure,
  diagramFinding,
} from "./experiments/flow/diagram-figure.ts";
export {
  type LandscapeOptions,
  type LandscapePanel,
  landscapeFigure,
  landscapeFinding,
} from "./experiments/flow/landscape-figure.ts";
export {
  type PortraitFigureOptions,
  type PortraitPanel,
  type PortraitResult,
  portraitFigure,
  portraitPanel,
} from "./experiments/flow/portrait-figure.ts";
export { type PortraitCounts, portraitFinding } from "./experiments/flow/portrait-finding.ts";
export {
  neuronPlane,
  type Projection,
  type ProjectionOptions,
  type ProjectionPanel,
  type ProjectionPlane,
  patternPlane,
  principalPlane,
  projectionFigure,
} from "./experiments/flow/projection-figure.ts";
export {
  type FrontierFigureCurve,
  type FrontierFigureOptions,
  type FrontierFigureRow,
  frontierFigure,
  frontierFinding,
} from "./experiments/frontier/figure.ts";
export {
  type ConditionLine,
  type ConditionMeasure,
  type ConditionValue,
  conditionsFigure,
  conditionsFinding,
} from "./experiments/kit/conditions-figure.ts";
export { LEARNING_LABELS, RULE_COLORS, RULE_GLYPHS, RULE_LABELS } from "./experiments/kit/rule-tables.ts";
export type { TheoryConditions } from "./experiments/kit/theory.ts";
export { type OnlineFigureOptions, type OnlinePoint, onlineFigure } from "./experiments/online/figure.ts";
export { type OnlineEnd, onlineFinding } from "./experiments/online/finding.ts";
export {
  type OnlineDistributionPoint,
  type OnlineReference,
  onlineDistributionFigure,
  onlineLoadsFigure,
} from "./experiments/online/panels.ts";
export {
  type RecallFigureOptions,
  type RecallLine,
  type RecallSheet,
  recallFigure,
  recallFinding,
} from "./experiments/recall/figure.ts";
export { type WeightsFigureRow, weightsFigure, weightsFinding } from "./experiments/weights/figure.ts";
export { LEARNING_NAMES as LEARNINGS, type Learning as LearningName } from "./hopfield/learning/index.ts";
export { RULE_NAMES as RULES, type Rule as RuleName } from "./hopfield/rules/index.ts";
export type { FigureOptions } from "./plot/panels.ts";
export { type PlaneFigure, planeFigure } from "./plot/plane.ts";
export type {
  PlaneAxis,
  PlaneCurve,
  PlaneMark,
  PlanePanel,
  PlanePath,
  PlanePoint,
  PlaneSurface,
} from "./plot/plane-panel.ts";
export * from "./plot/style.ts";
export { setSubscripts } from "./plot/svg.ts";
export { type TerminalFigureOptions, type TerminalLine, type TerminalSeries, terminalFigure } from "./plot/terminal.ts";
export { type TimeCourse, type TimeCourseOptions, timeCourseFigure } from "./plot/time-course.ts";

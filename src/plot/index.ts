export { type BasinsFigureOptions, type BasinsFigureRow, basinsFigure, basinsFinding } from "./basins.ts";
export { type CapacityFigureOptions, type CapacitySummary, capacityFigure } from "./capacity.ts";
export { gainFigure, patternsFigure } from "./capacity-panels.ts";
export {
  type ConditionLine,
  type ConditionMeasure,
  type ConditionValue,
  conditionsFigure,
  conditionsFinding,
} from "./conditions.ts";
export {
  type ControlledPath,
  controlFigure,
  controlFinding,
  controlPlaneFigure,
  type HistoryColumn,
  historyFigure,
  historyFinding,
} from "./control.ts";
export { type DiagramBranch, type DiagramOptions, type DiagramSpan, diagramFigure, diagramFinding } from "./diagram.ts";
export { type FieldMomentsOptions, type FieldMomentsRow, fieldMomentsFigure, fieldsFinding } from "./field-moments.ts";
export { type FieldDistribution, type FieldsFigureOptions, fieldsFigure } from "./fields.ts";
export { capacityFinding } from "./finding.ts";
export {
  type FrontierFigureCurve,
  type FrontierFigureOptions,
  type FrontierFigureRow,
  frontierFigure,
  frontierFinding,
} from "./frontier.ts";
export {
  type FrontFigureOptions,
  type FrontFigureRow,
  frontFigure,
  frontFinding,
  OUTCOME_COLORS,
  type OutcomeName,
  outcomeMapFigure,
  outcomeMapFinding,
} from "./fronts.ts";
export { type LandscapeOptions, type LandscapePanel, landscapeFigure, landscapeFinding } from "./landscape.ts";
export { type LearningFigureRow, learningFigure, learningFinding } from "./learning.ts";
export { type OnlineEnd, type OnlineFigureOptions, type OnlinePoint, onlineFigure, onlineFinding } from "./online.ts";
export {
  type OnlineDistributionPoint,
  type OnlineReference,
  onlineDistributionFigure,
  onlineLoadsFigure,
} from "./online-panels.ts";
export type { FigureOptions } from "./panels.ts";
export {
  type PlaneAxis,
  type PlaneCurve,
  type PlaneFigure,
  type PlaneMark,
  type PlanePanel,
  type PlanePath,
  type PlanePoint,
  type PlaneSurface,
  planeFigure,
} from "./plane.ts";
export {
  type PortraitFigureOptions,
  type PortraitPanel,
  type PortraitResult,
  portraitFigure,
  portraitPanel,
} from "./portrait.ts";
export { type PortraitCounts, portraitFinding } from "./portrait-finding.ts";
export {
  neuronPlane,
  type Projection,
  type ProjectionOptions,
  type ProjectionPanel,
  type ProjectionPlane,
  patternPlane,
  principalPlane,
  projectionFigure,
} from "./projection.ts";
export { type RecallFigureOptions, type RecallLine, type RecallSheet, recallFigure, recallFinding } from "./recall.ts";
export * from "./style.ts";
export { setSubscripts } from "./svg.ts";
export {
  type TemperatureFigureOptions,
  type TemperatureFigureRow,
  temperatureFigure,
  temperatureFinding,
} from "./temperature.ts";
export {
  capacityTerminalFigure,
  type TerminalFigureOptions,
  type TerminalLine,
  type TerminalSeries,
  terminalFigure,
} from "./terminal.ts";
export { type TimeCourse, type TimeCourseOptions, timeCourseFigure } from "./time-course.ts";
export { type ValuePanel, type ValuePicture, valueFigure, valueLineFigure } from "./value.ts";
export { type WeightsFigureRow, weightsFigure, weightsFinding } from "./weights.ts";

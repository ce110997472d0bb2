import uPlot from "uplot";
import type { TimeSpan } from "../state/route.ts";
import type { ChartGroup, Line } from "./groups.ts";
import { colourOf, dashOf, type Ink } from "./ink.ts";
import { type State, toStateWord } from "./states.ts";
import { timeSteps, toTimeLabels, toTimeMarks } from "./time-axis.ts";
import { type Range, toYRange } from "./y-range.ts";

/** Width of the value axis, the same everywhere so that stacked charts line up. */
export const valueAxisPx = 58;
const timeAxisPx = 26;
/** A shorter stroke of the pointer was a click. */
const leastStretchPx = 6;
/** Room between two marks that a label with seconds needs. */
const labelSpacePx = 84;
/** Room above and below the outermost states, so that a line on one is not on the frame. */
const stateAir = 0.3;

const stepped = uPlot.paths.stepped?.({ align: 1 });

const isStepped = (group: ChartGroup): boolean => group.states !== null || group.key.startsWith("make-up-");

/** All states but a lowest one that is below nought (broken), which is shown when it is there. */
function toStateRange(states: readonly State[], low: number | null): Range {
  const shown = states.filter(({ value }) => value >= 0 || value >= (low ?? 0)).map(({ value }) => value);
  return [Math.min(...shown) - stateAir, Math.max(...shown) + stateAir];
}

/** An axis that writes words at the states and nothing between them. */
const toStateAxis = (states: readonly State[]): Pick<uPlot.Axis, "splits" | "values"> => ({
  splits: (...[, , min, max]) =>
    states.map(({ value }) => value).filter((value) => value >= min && value <= max),
  values: (_, splits) => splits.map((split) => toStateWord(states, split)),
});

/** The scale of a group's values. */
export const toYScale = (group: ChartGroup): uPlot.Scale => ({
  range: (_, low, high) => {
    if (group.states) return [...toStateRange(group.states, low)];
    if (low === null || high === null) return [...group.idleRange];
    const limits = group.limits.map(({ value }) => value);
    return [...toYRange({ low, high, leastSpan: group.leastSpan, limits })];
  },
});

/** The time axis; without labels it only draws its grid. */
export const toTimeAxis = (ink: Ink, timesShown: boolean): uPlot.Axis => ({
  show: true,
  stroke: ink.text,
  font: ink.font,
  size: timesShown ? timeAxisPx : 0,
  gap: 4,
  space: labelSpacePx,
  incrs: [...timeSteps],
  splits: (...[, , min, max, step]) => toTimeMarks(min, max, step),
  values: (...[, splits, , , step]) => (timesShown ? toTimeLabels(splits, step) : splits.map(() => "")),
  grid: { stroke: ink.grid, width: 1 },
  ticks: { show: false },
});

/** The axis of a group's values. */
export const toValueAxis = (group: ChartGroup, ink: Ink): uPlot.Axis => ({
  stroke: ink.text,
  font: ink.font,
  size: valueAxisPx,
  gap: 6,
  space: 24,
  grid: { stroke: ink.grid, width: 1 },
  ticks: { show: false },
  ...(group.states === null ? {} : toStateAxis(group.states)),
});

/** One line. A state or a count stays as it is until it changes; a slope between two would show what never was. */
export const toSeries = (group: ChartGroup, line: Line, ink: Ink): uPlot.Series => ({
  label: line.label,
  stroke: colourOf(ink, line.ink),
  width: group.fine ? 1 : 1.5,
  dash: group.fine ? [] : [...dashOf(line.ink)],
  points: { show: false },
  ...(stepped && isStepped(group) ? { paths: stepped } : {}),
});

/** Hands on a stretch that somebody has drawn with the pointer, and takes its shade away. */
export const hearStretch =
  (onStretch: (span: TimeSpan) => void) =>
  (u: uPlot): void => {
    const { left, width } = u.select;
    if (width < leastStretchPx) return;
    onStretch({ fromMs: u.posToVal(left, "x"), toMs: u.posToVal(left + width, "x") });
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  };

import uPlot from "uplot";
import { drawLimit, drawMarks, type Mark } from "./annotations.ts";
import type { ChartGroup } from "./groups.ts";
import { colourOf, dashOf, type Ink } from "./ink.ts";
import { type State, toStateWord } from "./states.ts";
import { timeSteps, toTimeLabels, toTimeMarks } from "./time-axis.ts";
import { type Range, toYRange } from "./y-range.ts";

/** What a chart needs to know besides its data. */
export interface ChartParts {
  readonly group: ChartGroup;
  readonly ink: Ink;
  readonly width: number;
  readonly height: number;
  /** Only the lowest chart of a stack writes the times. */
  readonly timesShown: boolean;
  /** Charts of one key share their cursor. */
  readonly syncKey: string;
  readonly marks: () => readonly Mark[];
  /** The row under the cursor, or `null` when the cursor left. */
  readonly onCursor: (row: number | null) => void;
}

/** Width of the value axis, the same everywhere so that stacked charts line up. */
const valueAxisPx = 58;
const timeAxisPx = 26;
/** Room for the half of a label that stands under the right end. */
const endLabelPx = 18;
/** Room between two marks that a label with seconds needs. */
const labelSpacePx = 84;

const stepped = uPlot.paths.stepped?.({ align: 1 });

const isStepped = (group: ChartGroup): boolean => group.states !== null || group.key.startsWith("make-up-");

/** Room above and below the outermost states, so that a line on one is not on the frame. */
const stateAir = 0.3;

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

/** Options of a chart: x in epoch milliseconds and UTC, one y scale, no legend of uPlot's own. */
export function toChartOptions(parts: ChartParts): uPlot.Options {
  const { group, ink } = parts;
  const grid = { stroke: ink.grid, width: 1 };
  return {
    width: parts.width,
    height: parts.height,
    ms: 1,
    padding: [8, endLabelPx, parts.timesShown ? 0 : 6, 0],
    legend: { show: false },
    cursor: {
      sync: { key: parts.syncKey, setSeries: false },
      drag: { x: false, y: false },
      points: { size: 6 },
    },
    scales: {
      x: { time: false },
      y: {
        range: (_, low, high) => {
          if (group.states) return [...toStateRange(group.states, low)];
          if (low === null || high === null) return [...group.idleRange];
          const [bottom, top] = toYRange({
            low,
            high,
            leastSpan: group.leastSpan,
            limit: group.limit?.value ?? null,
          });
          return [bottom, top];
        },
      },
    },
    axes: [
      {
        show: true,
        stroke: ink.text,
        font: ink.font,
        size: parts.timesShown ? timeAxisPx : 0,
        gap: 4,
        space: labelSpacePx,
        incrs: [...timeSteps],
        splits: (...[, , min, max, step]) => toTimeMarks(min, max, step),
        values: (...[, splits, , , step]) =>
          parts.timesShown ? toTimeLabels(splits, step) : splits.map(() => ""),
        grid,
        ticks: { show: false },
      },
      {
        stroke: ink.text,
        font: ink.font,
        size: valueAxisPx,
        gap: 6,
        space: 24,
        grid,
        ticks: { show: false },
        ...(group.states === null ? {} : toStateAxis(group.states)),
      },
    ],
    series: [
      {},
      ...group.lines.map((line) => ({
        label: line.label,
        stroke: colourOf(ink, line.ink),
        width: 1.5,
        dash: [...dashOf(line.ink)],
        points: { show: false },
        // A state or a count stays as it is until it changes; a slope between two would show what never was.
        ...(stepped && isStepped(group) ? { paths: stepped } : {}),
      })),
    ],
    hooks: {
      draw: [
        (u) => {
          drawLimit(u, group, ink);
          drawMarks(u, parts.marks(), ink);
        },
      ],
      setCursor: [(u) => parts.onCursor(u.cursor.idx ?? null)],
    },
  };
}

/** A chart in its element. */
export function createChart(parts: ChartParts, target: HTMLElement): uPlot {
  return new uPlot(toChartOptions(parts), [[], ...parts.group.lines.map(() => [])], target);
}

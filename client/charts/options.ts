import uPlot from "uplot";
import type { TimeSpan } from "../state/route.ts";
import {
  type BandPoint,
  drawBand,
  drawLimits,
  drawMarks,
  drawSilences,
  type Mark,
  type Silence,
} from "./annotations.ts";
import { hearStretch, toSeries, toTimeAxis, toValueAxis, toYScale } from "./axes.ts";
import type { ChartGroup } from "./groups.ts";
import type { Ink } from "./ink.ts";

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
  readonly silences: () => readonly Silence[];
  readonly band: () => readonly BandPoint[];
  /** Somebody has drawn a stretch of time with the pointer. */
  readonly onStretch: (span: TimeSpan) => void;
  /** The row under the cursor, or `null` when the cursor left. */
  readonly onCursor: (row: number | null) => void;
}

/** Room for the half of a label that stands under the right end. */
const endLabelPx = 18;

/** Options of a chart: x in epoch milliseconds, one y scale, no legend of uPlot's own. */
export function toChartOptions(parts: ChartParts): uPlot.Options {
  const { group, ink } = parts;
  return {
    width: parts.width,
    height: parts.height,
    ms: 1,
    padding: [8, endLabelPx, parts.timesShown ? 0 : 6, 0],
    legend: { show: false },
    cursor: {
      sync: { key: parts.syncKey, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
    },
    scales: { x: { time: false }, y: toYScale(group) },
    axes: [toTimeAxis(ink, parts.timesShown), toValueAxis(group, ink)],
    series: [{}, ...group.lines.map((line) => toSeries(group, line, ink))],
    hooks: {
      drawAxes: [
        (u) => {
          drawSilences(u, parts.silences(), ink);
          drawBand(u, parts.band(), ink);
        },
      ],
      draw: [
        (u) => {
          drawLimits(u, group, ink);
          drawMarks(u, parts.marks(), ink);
        },
      ],
      setSelect: [hearStretch(parts.onStretch)],
      setCursor: [(u) => parts.onCursor(u.cursor.idx ?? null)],
    },
  };
}

/** A chart in its element. */
export function createChart(parts: ChartParts, target: HTMLElement): uPlot {
  return new uPlot(toChartOptions(parts), [[], ...parts.group.lines.map(() => [])], target);
}

import { type LogLine, renderLogPlot } from "../render-log-plot.ts";
import type { SectionPicture } from "../section.ts";
import type { SizeSummary } from "./measure-sizes.ts";

const spans = [
  { value: 1, label: "1 s" },
  { value: 60, label: "1 min" },
  { value: 3600, label: "1 h" },
  { value: 86_400, label: "1 d" },
  { value: 30 * 86_400, label: "30 d" },
];

/** Marks from the smallest to the largest size, decade by decade. */
function toSizeMarks(sizes: readonly SizeSummary[]): readonly { value: number; label: string }[] {
  const from = Math.floor(Math.log10(Math.min(...sizes.map(({ kgPerH }) => kgPerH))) + 1e-9);
  const to = Math.ceil(Math.log10(Math.max(...sizes.map(({ kgPerH }) => kgPerH))) - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const value = 10 ** (from + i);
    return { value, label: String(Number(value.toPrecision(1))) };
  });
}

/** Delay against leak size, a picture for each plant. */
export function drawSizes(sizes: readonly SizeSummary[]): readonly SectionPicture[] {
  const plants = [...new Set(sizes.map(({ plantId }) => plantId))];
  return plants.map((plantId): SectionPicture => {
    const own = sizes.filter((one) => one.plantId === plantId);
    const toLine = (
      label: string,
      tone: LogLine["tone"],
      read: (one: SizeSummary) => number | null,
    ): LogLine => ({
      label,
      tone,
      points: own.map((one) => [one.kgPerH, read(one) ?? Number.NaN]),
    });
    const title = `Time until a leak is told, ${plantId}`;
    return {
      name: `delay-${plantId}`,
      alt: `${title}: quantiles over leaks of ${own[0]?.kgPerH} to ${own.at(-1)?.kgPerH} kg/h beside the theoretical bound`,
      svg: renderLogPlot({
        title,
        description: `Median, tenth and ninetieth percentile of the delay, against the leak's size in kilograms an hour; and the bound for white sensor noise. A line ends where leaks were not found.`,
        xTitle: "leak, kg/h",
        xMarks: toSizeMarks(own),
        yMarks: spans,
        lines: [
          toLine("theoretical bound", "plain", ({ boundS }) => boundS),
          toLine("10 % and 90 %", "faint", ({ delayS }) => delayS[2]),
          toLine("", "faint", ({ delayS }) => delayS[0]),
          toLine("median", "accent", ({ delayS }) => delayS[1]),
        ],
      }),
    };
  });
}

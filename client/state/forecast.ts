import type { LoopEstimate } from "../../protocol/estimate.ts";
import { estimateColumns, type History } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";

/** A forecast of the time left, as it was made at a moment; `null`: no finite end was known. */
export interface Forecast {
  readonly atMs: EpochMs;
  readonly p05Ms: DurationMs | null;
  readonly p50Ms: DurationMs;
  readonly p95Ms: DurationMs | null;
}

type EstimateName = (typeof estimateColumns)[number];

/** A column of a history of estimates. */
export const estimateColumn = (history: History, name: EstimateName): readonly (number | null)[] =>
  history.columns[estimateColumns.indexOf(name)] ?? [];

const toMs = (seconds: number | null | undefined): DurationMs | null =>
  seconds === null || seconds === undefined ? null : seconds * 1000;

/** Forecasts of a stretch of time, oldest first, with the newest at the end. Two rows are one bucket: its lowest and its highest. */
export function toForecasts(history: History | null, newest: LoopEstimate | undefined): readonly Forecast[] {
  const past: Forecast[] = [];
  for (let row = 0; history && row + 1 < history.tMs.length; row += 2) {
    const atMs = history.tMs[row];
    const low = toMs(estimateColumn(history, "time_left_s")[row]);
    const high = toMs(estimateColumn(history, "time_left_s")[row + 1]);
    if (atMs === undefined || low === null || high === null) continue;
    past.push({
      atMs,
      p05Ms: toMs(estimateColumn(history, "time_left_p05_s")[row]),
      p50Ms: (low + high) / 2,
      p95Ms: toMs(estimateColumn(history, "time_left_p95_s")[row + 1]),
    });
  }
  const left = newest?.timeLeft ?? null;
  if (!newest || left?.p50Ms === null || left === null) return past;
  const before = past.filter(({ atMs }) => atMs < newest.atMs);
  return [...before, { atMs: newest.atMs, p05Ms: left.p05Ms, p50Ms: left.p50Ms, p95Ms: left.p95Ms }];
}

/** A plot of the time left against time, from nought up. */
export interface ForecastPlot {
  readonly line: string;
  /** From 5 to 95 %; ends that are not known are the line itself below, and the frame above. */
  readonly band: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly topMs: DurationMs;
}

/** The frame ends above the middle forecasts; a band that goes far beyond would flatten them. */
const mostOverMiddle = 2;
const air = 1.1;

/** Draws forecasts into a box; `null` with fewer than two. */
export function toForecastPlot(
  forecasts: readonly Forecast[],
  box: { readonly width: number; readonly height: number },
): ForecastPlot | null {
  const first = forecasts[0];
  const last = forecasts.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return null;
  const middle = Math.max(...forecasts.map(({ p50Ms }) => p50Ms));
  const highest = Math.max(...forecasts.map(({ p50Ms, p95Ms }) => p95Ms ?? p50Ms));
  const topMs = Math.max(1, air * Math.min(highest, mostOverMiddle * middle));
  const x = (atMs: EpochMs): string =>
    (((atMs - first.atMs) / (last.atMs - first.atMs)) * box.width).toFixed(1);
  const y = (ms: DurationMs): string => (box.height * (1 - Math.min(1, Math.max(0, ms) / topMs))).toFixed(1);
  const upper = forecasts.map(({ atMs, p95Ms }) => `${x(atMs)} ${y(p95Ms ?? topMs)}`);
  const lower = forecasts.map(({ atMs, p05Ms, p50Ms }) => `${x(atMs)} ${y(p05Ms ?? p50Ms)}`).reverse();
  return {
    line: `M${forecasts.map(({ atMs, p50Ms }) => `${x(atMs)} ${y(p50Ms)}`).join("L")}`,
    band: `M${[...upper, ...lower].join("L")}Z`,
    fromMs: first.atMs,
    toMs: last.atMs,
    topMs,
  };
}

/** Of the time that has gone by, this share more or less is still "as it was said". */
const steadyShare = 0.25;

/** How the forecast has moved since the first: what was said then, what it would be now by that, and what it is. */
export function toForecastWords(forecasts: readonly Forecast[]): string {
  const first = forecasts[0];
  const last = forecasts.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return "This is the first forecast of this leak.";
  const gone = last.atMs - first.atMs;
  const expected = Math.max(0, first.p50Ms - gone);
  const said = `${toSpan(gone)} ago ${toSpan(first.p50Ms)} were left`;
  if (Math.abs(last.p50Ms - expected) <= steadyShare * Math.max(expected, gone))
    return `${said}; it comes as it was said.`;
  return last.p50Ms < expected
    ? `${said}; it comes sooner than was said then.`
    : `${said}; it comes later than was said then.`;
}

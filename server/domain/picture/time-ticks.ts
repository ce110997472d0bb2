import { type DurationMs, days, type EpochMs, hours, minutes, seconds } from "../../../protocol/time.ts";
import { toUtcClock, toUtcDay } from "../notice/utc.ts";
import { type Plot, type TimeAxis, toLengthMs } from "./plot.ts";
import { toRoundStep } from "./value-ticks.ts";

/** Marks of the time axis, and the sentence that says what they count. */
export interface TimeTicks {
  readonly title: string;
  readonly ticks: readonly { readonly atMs: EpochMs; readonly label: string }[];
}

/** More would touch each other on a phone. */
const mostTicks = 6;

/** Units of a span of time, and the steps in which people count them. The last is counted in any round number. */
const units = [
  { name: "seconds", ms: seconds(1), upToMs: minutes(3), steps: [1, 2, 5, 10, 15, 30] },
  { name: "minutes", ms: minutes(1), upToMs: hours(3), steps: [1, 2, 5, 10, 15, 30] },
  { name: "hours", ms: hours(1), upToMs: days(3), steps: [1, 2, 3, 6, 12] },
  { name: "days", ms: days(1), upToMs: Number.POSITIVE_INFINITY, steps: [1, 2, 5] },
] as const;

const clockSteps: readonly DurationMs[] = units.flatMap(({ ms, steps }) => steps.map((step) => step * ms));

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function toClockLabel(atMs: EpochMs, stepMs: DurationMs): string {
  const midnight = atMs % days(1) === 0;
  if (!midnight) return toUtcClock(atMs).slice(0, stepMs < minutes(1) ? 8 : 5);
  const [, month, day] = toUtcDay(atMs).split("-");
  return `${Number(day)} ${months[Number(month) - 1] ?? ""}`;
}

function multiplesBetween(plot: Plot, zeroMs: EpochMs, stepMs: DurationMs): EpochMs[] {
  const marks: EpochMs[] = [];
  for (let n = Math.ceil((plot.fromMs - zeroMs) / stepMs); zeroMs + n * stepMs <= plot.toMs; n++) {
    marks.push(zeroMs + n * stepMs);
  }
  return marks;
}

function toClockTicks(plot: Plot, lengthMs: DurationMs): TimeTicks {
  const stepMs =
    clockSteps.find((step) => lengthMs / step <= mostTicks) ??
    toRoundStep(lengthMs / mostTicks / days(1)) * days(1);
  const marks = multiplesBetween(plot, 0, stepMs);
  return {
    title: `UTC, from ${toUtcDay(plot.fromMs)} ${toUtcClock(plot.fromMs).slice(0, 5)}`,
    ticks: marks.map((atMs) => ({ atMs, label: toClockLabel(atMs, stepMs) })),
  };
}

function toSpanTicks(
  plot: Plot,
  lengthMs: DurationMs,
  axis: Extract<TimeAxis, { kind: "since" }>,
): TimeTicks {
  const unit = units.find(({ upToMs }) => lengthMs <= upToMs) ?? units[3];
  const step =
    unit.steps.find((own) => lengthMs / (own * unit.ms) <= mostTicks) ??
    toRoundStep(lengthMs / mostTicks / unit.ms);
  const marks = multiplesBetween(plot, axis.zeroMs, step * unit.ms);
  return {
    title: `${unit.name} from ${axis.of}`,
    ticks: marks.map((atMs) => ({
      atMs,
      label: String(Math.round((atMs - axis.zeroMs) / unit.ms)).replace("-", "−"),
    })),
  };
}

/** Round times within the plot, at most seven, in the unit that its length asks for. None when the plot has no length. */
export function toTimeTicks(plot: Plot): TimeTicks {
  const lengthMs = toLengthMs(plot);
  if (lengthMs === 0) return { title: "no time", ticks: [] };
  return plot.axis.kind === "utc" ? toClockTicks(plot, lengthMs) : toSpanTicks(plot, lengthMs, plot.axis);
}

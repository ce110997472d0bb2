import type { AlarmFigures } from "../../../../protocol/incident.ts";
import type { DurationMs } from "../../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../../protocol/units.ts";
import { toCount } from "../plain.ts";

/**
 * What is bearable for one operator: ANSI/ISA-18.2-2016, table of recommended performance metrics, and EEMUA 191, 3rd
 * edition. "Very likely to be acceptable": one alarm in ten minutes.
 */
const target = {
  perHour: 6,
  inTenMinutes: 10,
  floodShare: 0.01,
  stale: 5,
  emergencyShare: 0.05,
  warningShare: 0.15,
} as const;

/** Shares of a handful of alarms say nothing. */
const fewestForShares = 20;

const toPercent = (share: number): string => `${toReadable(100 * share, 2)} %`;

/** A figure with what it should be, and whether it is worse. */
const toFigure = (what: string, should: string, isBeyond: boolean): string =>
  `${what} (target: ${should})${isBeyond ? ". Beyond the target." : ""}`;

/** The figures of the alarm system, each beside its target. */
export function toFigureLines(figures: AlarmFigures): readonly string[] {
  const { annunciated, perHour, mostInTenMinutes, floods, stale, fleeting, chattering } = figures;
  const spanMs: DurationMs = figures.toMs - figures.fromMs;
  return [
    toFigure(
      `${toCount(annunciated, "alarm")} called in ${toSpan(spanMs)}, ${toReadable(perHour, 2)} an hour`,
      `about ${target.perHour} an hour, 1 in 10 min`,
      perHour > target.perHour,
    ),
    toFigure(
      `most in ten minutes: ${mostInTenMinutes}`,
      `${target.inTenMinutes} or fewer`,
      mostInTenMinutes > target.inTenMinutes,
    ),
    toFigure(
      floods.count === 0
        ? "no flood"
        : `${toCount(floods.count, "flood")}, ${toSpan(floods.totalMs)} together, ${toPercent(floods.shareOfTime)} of the time`,
      "less than 1 % of the time",
      floods.shareOfTime >= target.floodShare,
    ),
    ...toSeverityLines(figures),
    toFigure(`standing for more than a day: ${stale.length}`, "fewer than 5", stale.length >= target.stale),
    toFigure(
      chattering.length === 0
        ? "none chatters"
        : `chattering: ${chattering.map(({ key, times }) => `${key} (${times} times)`).join(", ")}`,
      "none",
      chattering.length > 0,
    ),
    toFigure(fleeting === 0 ? "none was fleeting" : `fleeting: ${fleeting}`, "none", fleeting > 0),
    ...toMostFrequent(figures),
    ...toAcknowledged(figures),
  ];
}

function toSeverityLines({ annunciated, bySeverity }: AlarmFigures): readonly string[] {
  if (annunciated === 0) return [];
  const { emergency, warning, caution, advisory } = bySeverity;
  const counts = `emergency ${emergency}, warning ${warning}, caution ${caution}, advisory ${advisory}`;
  if (annunciated < fewestForShares) return [`by severity: ${counts}`];
  const shares = `emergency ${toPercent(emergency / annunciated)}, warning ${toPercent(warning / annunciated)}, lower ${toPercent((caution + advisory) / annunciated)}`;
  const isBeyond =
    emergency / annunciated > 2 * target.emergencyShare || warning / annunciated > 2 * target.warningShare;
  return [toFigure(`by severity: ${shares}`, "about 5, 15 and 80 %", isBeyond)];
}

function toMostFrequent({ topTen, annunciated }: AlarmFigures): readonly string[] {
  const first = topTen[0];
  if (first === undefined || annunciated < fewestForShares) return [];
  const share = topTen.reduce((sum, one) => sum + one.share, 0);
  return [
    `most often: ${first.key}, ${toCount(first.count, "time")}; the ten that called most made ${toPercent(share)} of all calls`,
  ];
}

function toAcknowledged({ timeToAcknowledgeMs }: AlarmFigures): readonly string[] {
  if (timeToAcknowledgeMs === null) return [];
  const { median, longest } = timeToAcknowledgeMs;
  return [`acknowledged after ${toSpan(median)} (median), ${toSpan(longest)} at most`];
}

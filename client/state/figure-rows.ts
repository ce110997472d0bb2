import type { AlarmFigures } from "../../protocol/incident.ts";
import { type DurationMs, hours } from "../../protocol/time.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";

/** A figure of the alarm system beside what the standards ask for. */
export interface FigureRow {
  readonly label: string;
  readonly value: string;
  /** In words; an empty text where there is no target. */
  readonly target: string;
  /** False when the target is missed. */
  readonly isMet: boolean;
}

/** EEMUA 191: about one in ten minutes is what one operator can work with; ISA-18.2 says the same as six an hour. */
const mostPerHour = 6;
/** ISA-18.2: ten in ten minutes begin a flood. */
const mostInTenMinutes = 10;
/** ISA-18.2: at most this share of the time in flood. */
const mostFloodShare = 0.01;
/** ISA-18.2: the ten most frequent alarms together. */
const mostTopTenShare = 0.05;
/** ISA-18.2: fewer than five alarms a day that stand for more than 24 h. */
const mostStale = 5;
/** With fewer alarms than this a share says nothing: each of ten alarms is a tenth. */
const enoughForShares = 20;

const percent = (share: number): string => `${toReadable(100 * share, 2)} %`;

/** Alarms an hour, told so that few in a long time are still a number. */
const toRate = (perHour: number): string => `${toReadable(perHour, 2)} an hour`;

/** The figures of ISA-18.2 and EEMUA 191 as lines with their targets. */
export function toFigureRows(figures: AlarmFigures): readonly FigureRow[] {
  const topShare = figures.topTen.reduce((sum, { share }) => sum + share, 0);
  const isMany = figures.annunciated >= enoughForShares;
  const { floods, stale, timeToAcknowledgeMs: time } = figures;
  return [
    { label: "Alarms that called", value: String(figures.annunciated), target: "", isMet: true },
    {
      label: "How often",
      value: toRate(figures.perHour),
      target: `at most ${mostPerHour} an hour`,
      isMet: figures.perHour <= mostPerHour,
    },
    {
      label: "Most in ten minutes",
      value: String(figures.mostInTenMinutes),
      target: `at most ${mostInTenMinutes}`,
      isMet: figures.mostInTenMinutes <= mostInTenMinutes,
    },
    {
      label: "Floods",
      value:
        floods.count === 0
          ? "none"
          : `${floods.count} in all, ${toSpan(floods.totalMs)}, ${percent(floods.shareOfTime)} of the time`,
      target: `under ${percent(mostFloodShare)} of the time`,
      isMet: floods.shareOfTime < mostFloodShare,
    },
    {
      label: "Chattering alarms",
      value: String(figures.chattering.length),
      target: "none",
      isMet: figures.chattering.length === 0,
    },
    {
      label: "Fleeting, over within 10 s",
      value: String(figures.fleeting),
      target: "none",
      isMet: figures.fleeting === 0,
    },
    {
      label: "Stale, standing for a day",
      value: String(stale.length),
      target: `fewer than ${mostStale}`,
      isMet: stale.length < mostStale,
    },
    {
      label: "Share of the ten most frequent",
      value: isMany ? percent(topShare) : "too few alarms to say",
      target: `at most ${percent(mostTopTenShare)}`,
      isMet: !isMany || topShare <= mostTopTenShare,
    },
    {
      label: "Time to acknowledge",
      value:
        time === null
          ? "none was acknowledged"
          : `median ${toSpan(time.median)}, longest ${toSpan(time.longest)}`,
      target: "",
      isMet: true,
    },
  ];
}

/** A class of priority with its share of what called. */
export interface PriorityRow {
  readonly label: string;
  readonly count: number;
  /** 0..1; `null` when nothing called. */
  readonly share: number | null;
  readonly target: string;
}

/** ISA-18.2's three priorities: about 80 % low, 15 % medium, 5 % high. */
export function toPriorityRows({ bySeverity }: AlarmFigures): readonly PriorityRow[] {
  const low = bySeverity.advisory + bySeverity.caution;
  const all = low + bySeverity.warning + bySeverity.emergency;
  const share = (count: number): number | null => (all === 0 ? null : count / all);
  return [
    { label: "Advisory and caution", count: low, share: share(low), target: "about 80 %" },
    { label: "Warning", count: bySeverity.warning, share: share(bySeverity.warning), target: "about 15 %" },
    {
      label: "Emergency",
      count: bySeverity.emergency,
      share: share(bySeverity.emergency),
      target: "about 5 %",
    },
  ];
}

/** Spans that can be looked at. */
export const figureSpans: readonly { readonly label: string; readonly value: DurationMs }[] = [
  { label: "8 h", value: hours(8) },
  { label: "24 h", value: hours(24) },
  { label: "7 d", value: hours(7 * 24) },
  { label: "30 d", value: hours(30 * 24) },
];

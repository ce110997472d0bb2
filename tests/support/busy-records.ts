import type { AlarmFigures, LedgerLeak } from "../../protocol/incident.ts";
import { days, hours, minutes } from "../../protocol/time.ts";
import { at, busyNowMs, latched, leak, pastAlarm } from "./busy-alarms.ts";

/** Figures of a day with one flood. */
export const busyFigures: AlarmFigures = {
  fromMs: at(days(1)),
  toMs: busyNowMs,
  annunciated: 41,
  perHour: 1.7,
  mostInTenMinutes: 14,
  floods: { count: 1, totalMs: minutes(22), shareOfTime: 0.015 },
  chattering: [{ key: "cdu-1.limit.t1.high", times: 5 }],
  fleeting: 3,
  stale: [latched.id],
  bySeverity: { emergency: 2, warning: 6, caution: 24, advisory: 9 },
  topTen: [
    { key: "cdu-1.limit.t1.high", count: 17, share: 17 / 41 },
    { key: "chiller.process", count: 9, share: 9 / 41 },
    { key: "ms-22.leak", count: 3, share: 3 / 41 },
  ],
  timeToAcknowledgeMs: { median: minutes(4), longest: hours(1.5) },
};

/** One leak that runs and one that was mended. */
export const busyLedger: readonly LedgerLeak[] = [
  {
    id: leak.id,
    loopId: "ms-22",
    state: "open",
    entries: [
      { kind: "opened", atMs: at(minutes(24)), leakKgPerH: 18, occurrenceId: leak.id, by: null },
      { kind: "grew", atMs: at(minutes(12)), leakKgPerH: 22.8, occurrenceId: leak.id, by: null },
    ],
    rates: [
      { atMs: at(minutes(24)), kgPerH: 18, sdKgPerH: 4 },
      { atMs: at(minutes(19)), kgPerH: 20.5, sdKgPerH: 2.4 },
      { atMs: at(minutes(12)), kgPerH: 22.8, sdKgPerH: 1.2 },
    ],
  },
  {
    id: pastAlarm.id,
    loopId: "chiller",
    state: "repaired",
    entries: [
      { kind: "opened", atMs: at(days(60)), leakKgPerH: 4.2, occurrenceId: pastAlarm.id, by: null },
      { kind: "isolated", atMs: at(days(48)), leakKgPerH: null, occurrenceId: null, by: "Ada Lovelace" },
      { kind: "reopened", atMs: at(days(40)), leakKgPerH: 5.1, occurrenceId: pastAlarm.id, by: null },
      { kind: "repaired", atMs: at(days(33)), leakKgPerH: null, occurrenceId: null, by: "Grace Hopper" },
    ],
    rates: Array.from({ length: 40 }, (_, i) => ({
      atMs: at(days(60 - i * 0.68)),
      kgPerH: 4 + Math.sin(i / 4) * 0.4 + i * 0.03,
      sdKgPerH: 0.3,
    })),
  },
];

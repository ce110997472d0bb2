import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentView, LedgerLeak } from "../../../protocol/incident.ts";
import { type EpochMs, hours, minutes, seconds } from "../../../protocol/time.ts";
import { exampleLoop, exampleLossKgPerH } from "./example-loop.ts";

/** 2026-03-04 02:14:00 UTC. */
export const exampleOpenedMs: EpochMs = 1_772_590_440_000;
export const exampleOnsetMs: EpochMs = exampleOpenedMs - minutes(44);

const occurrenceId = "loop-a.leak.1772590440";
const limitId = "loop-a.limit.suction.low.1772590980";
export const exampleIncidentId = `incident.${occurrenceId}`;

/** A leak as first annunciated. */
export const exampleLeak: AlarmView = {
  id: occurrenceId,
  loopId: exampleLoop.id,
  alarmClass: "leak",
  part: null,
  incidentId: exampleIncidentId,
  version: 1,
  state: "unacknowledged",
  severity: "warning",
  verdict: "leak",
  headline: "Coolant leak, 4.20 kg/h",
  evidence: [
    { side: "for", text: "Suction pressure went from 300 kPa to 279 kPa in 44 min (−21.0 kPa)." },
    {
      side: "for",
      text: "Mean coolant temperature moved by +0.10 °C meanwhile, which is worth +27 mL; referred to the same temperature, 3010 mL are missing.",
    },
    { side: "for", text: "Return pressure and accumulator level fall by as much as this loss explains." },
    { side: "against", text: "Accumulator level alone would also fit a slow drain through a valve." },
    { side: "note", text: "No refill, isolation or maintenance was declared." },
  ],
  openedMs: exampleOpenedMs,
  onsetMs: exampleOnsetMs,
  returnedMs: null,
  leakKgPerH: exampleLossKgPerH,
  leakSdKgPerH: 0.5,
  lostL: 3.01,
  timeLeft: { p05Ms: hours(7.4), p50Ms: hours(9), p95Ms: hours(11.6) },
  firstOut: "suction",
  acknowledgement: null,
  hold: null,
  blindSinceMs: null,
  silenced: null,
  assignee: null,
  comments: [],
  calls: 1,
  previousId: null,
};

/** A limit that was passed because of it. */
export const exampleLimit: AlarmView = {
  ...exampleLeak,
  id: limitId,
  alarmClass: "limit",
  part: "suction.low",
  severity: "caution",
  verdict: "limit passed",
  headline: "Suction pressure 274.9 kPa is below 275 kPa",
  evidence: [{ side: "for", text: "Suction pressure is below 275 kPa for 10 s." }],
  openedMs: exampleOpenedMs + minutes(9),
  onsetMs: exampleOpenedMs + minutes(9),
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
};

const toMember = (alarm: AlarmView) => ({
  occurrenceId: alarm.id,
  alarmClass: alarm.alarmClass,
  beganMs: alarm.onsetMs ?? alarm.openedMs,
  openedMs: alarm.openedMs,
  severity: alarm.severity,
  verdict: alarm.verdict,
  headline: alarm.headline,
  stands: true,
});

const event = (
  kind: IncidentView["timeline"][number]["kind"],
  atMs: EpochMs,
  text: string,
): IncidentView["timeline"][number] => ({
  kind,
  atMs,
  writtenMs: atMs + seconds(1),
  occurrenceId,
  by: null,
  text,
});

/** The incident as it stands after so many minutes. */
export function exampleIncident(afterMin: number): IncidentView {
  const nowMs = exampleOpenedMs + minutes(afterMin);
  const timeline = [
    event("opened", exampleOpenedMs, "Coolant leak, 4.20 kg/h (warning) opened."),
    event("told", exampleOpenedMs, "A notice was written to Mara Lindqvist: first."),
    event(
      "opened",
      exampleLimit.openedMs,
      "Suction pressure 274.9 kPa is below 275 kPa (caution) opened and joined.",
    ),
    event(
      "told",
      exampleOpenedMs + minutes(15),
      "A notice was written to Jonas Weber: escalated, nobody has acknowledged for 15 min.",
    ),
  ].filter(({ atMs }) => atMs < nowMs);
  return {
    id: exampleIncidentId,
    loopId: exampleLoop.id,
    causeId: occurrenceId,
    title: exampleLeak.headline,
    severity: "warning",
    openedMs: exampleOpenedMs,
    closedMs: null,
    members: [exampleLeak, exampleLimit].filter(({ openedMs }) => openedMs <= nowMs).map(toMember),
    timeline,
  };
}

/** The leak's chapters so far. */
export const exampleLedgerLeak: LedgerLeak = {
  id: occurrenceId,
  loopId: exampleLoop.id,
  state: "open",
  entries: [
    {
      kind: "opened",
      atMs: exampleOpenedMs,
      leakKgPerH: exampleLossKgPerH,
      occurrenceId,
      by: null,
    },
  ],
  rates: [{ atMs: exampleOpenedMs, kgPerH: exampleLossKgPerH, sdKgPerH: 0.5 }],
};

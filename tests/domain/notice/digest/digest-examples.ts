import type { AlarmKey, AlarmView } from "../../../../protocol/alarm.ts";
import type { LoopEstimate } from "../../../../protocol/estimate.ts";
import type { AlarmFigures, IncidentView, LedgerLeak, LoopProof } from "../../../../protocol/incident.ts";
import type { NoticeView } from "../../../../protocol/notice.ts";
import { days, hours, minutes } from "../../../../protocol/time.ts";
import type { DigestFacts, LoopStanding } from "../../../../server/domain/notice/digest/digest-facts.ts";
import { writeDigest } from "../../../../server/domain/notice/digest/write-digest.ts";
import type { Mail, Notice } from "../../../../server/domain/notice/notice.ts";
import type { Person } from "../../../../server/domain/notice/policy.ts";
import { toAlarmViewOf, toLoop, quietFigures as toQuietFigures } from "../../../support/builders.ts";

/** 2022-12-15 05:00 UTC: 06:00 in Berlin. */
export const dueMs = Date.parse("2022-12-15T05:00:00Z");

export const leakKey: AlarmKey = { loopId: "bench", alarmClass: "leak", part: null };

export const toAlarm = (given: Partial<AlarmView> = {}): AlarmView => ({
  ...toAlarmViewOf(leakKey),
  id: "bench.leak.1",
  incidentId: "incident.bench.leak.1",
  severity: "warning",
  headline: "Coolant leak, 22.8 kg/h",
  evidence: [],
  openedMs: dueMs - hours(4),
  onsetMs: null,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1.24,
  lostL: 1.4,
  timeLeft: { p05Ms: hours(6), p50Ms: hours(9), p95Ms: hours(14) },
  ...given,
});

export const toEstimate = (given: Partial<LoopEstimate> = {}): LoopEstimate => ({
  loopId: "bench",
  atMs: dueMs,
  detection: { kind: "watching", smallestKgPerH: 0.42 },
  inventoryL: 39.94,
  inventorySdL: 0.12,
  bottomedOut: false,
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
  ...given,
});

export const toProof = (given: Partial<LoopProof> = {}): LoopProof => ({
  loopId: "bench",
  outcome: { kind: "found", afterMs: minutes(4) },
  leakKgPerH: 1.26,
  atMs: dueMs,
  lastFoundMs: dueMs,
  ...given,
});

export const toStanding = (given: Partial<LoopStanding> = {}): LoopStanding => ({
  loop: toLoop(),
  estimate: toEstimate(),
  signal: { loopId: "bench", lastSampleMs: dueMs, lastArrivalMs: dueMs, silent: false },
  proof: toProof(),
  ...given,
});

export const quietFigures: AlarmFigures = toQuietFigures(dueMs - days(1), dueMs);

export const toIncident = (given: Partial<IncidentView> = {}): IncidentView => {
  const openedMs = dueMs - hours(4);
  return {
    id: "incident.bench.leak.1",
    loopId: "bench",
    causeId: "bench.leak.1",
    title: "Coolant leak, 22.8 kg/h",
    severity: "warning",
    openedMs,
    closedMs: null,
    members: [],
    timeline: [
      {
        atMs: openedMs,
        writtenMs: openedMs,
        kind: "opened",
        occurrenceId: null,
        by: null,
        text: "It opened.",
      },
    ],
    ...given,
  };
};

export const toLeak = (given: Partial<LedgerLeak> = {}): LedgerLeak => ({
  id: "bench.leak.1",
  loopId: "bench",
  state: "open",
  entries: [
    { kind: "opened", atMs: dueMs - days(34), leakKgPerH: 1, occurrenceId: "bench.leak.1", by: null },
  ],
  rates: [
    { atMs: dueMs - days(34), kgPerH: 1, sdKgPerH: 0.2 },
    { atMs: dueMs - days(8), kgPerH: 1.4, sdKgPerH: 0.1 },
    { atMs: dueMs - days(2), kgPerH: 2.1, sdKgPerH: null },
  ],
  ...given,
});

export const toNotice = (given: Partial<NoticeView> = {}): NoticeView => ({
  id: "n1",
  incidentId: null,
  occurrenceId: null,
  channel: "mail",
  to: "ada@example.org",
  person: "Ada",
  subject: "WARNING bench: leak 22.8 kg/h",
  reason: "first",
  createdMs: dueMs - hours(4),
  state: { kind: "given up", atMs: dueMs - hours(1), attempts: 9, lastError: "550 no such user" },
  insteadOf: null,
  ...given,
});

/** A quiet day. */
export const toFacts = (given: Partial<DigestFacts> = {}): DigestFacts => ({
  kind: "digest",
  atMs: dueMs,
  dueMs,
  sinceMs: dueMs - days(1),
  zone: "Europe/Berlin",
  loops: [toStanding()],
  alarms: [],
  held: [],
  incidents: [],
  leaks: [],
  figures: quietFigures,
  undelivered: [],
  pageUrl: "http://127.0.0.1:8420",
  ...given,
});

export const toPerson = (id: string, mail: string | null): Person => ({
  id,
  name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
  mail,
  webhook: mail === null ? "hook" : null,
  fallback: null,
  quiet: [],
});

const people = [toPerson("ada", "ada@example.org"), toPerson("grace", "grace@example.org")];

/** What is written to two people. */
export const noticesOf = (facts: Partial<DigestFacts> = {}): readonly Notice[] =>
  writeDigest(toFacts(facts), { people, host: "example.org" });

/** The mail to the first of them. */
export function mailOf(facts: Partial<DigestFacts> = {}): Mail {
  const { message } = noticesOf(facts)[0]!;
  if (message.kind !== "mail") throw new Error("A digest is a mail.");
  return message.mail;
}

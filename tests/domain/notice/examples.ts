import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import { minutes } from "../../../protocol/time.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import type { Letter, LetterReason } from "../../../server/domain/notice/letter.ts";
import type { LetterSources } from "../../../server/domain/notice/letter-sources.ts";
import type { Mail, Notice } from "../../../server/domain/notice/notice.ts";
import type { Person } from "../../../server/domain/notice/policy.ts";
import { writeLetter } from "../../../server/domain/notice/write-letter.ts";
import { toAlarmViewOf } from "../../support/builders.ts";

/** 2022-12-15 00:46:12 UTC. */
export const openedMs = 1_671_065_172_000;

/** A loop of the MS-22 kind; the notices look at its name, charge, minimum and channels' names only. */
export const exampleLoop: Loop = {
  id: "ms-22",
  name: "MS-22 external loop",
  coolant: "isooctane",
  chargeL: 44,
  referenceTempC: 20,
  referencePressureKpa: 304,
  accumulator: { volumeL: 8, gasL: 4 },
  minimumInventoryL: 40,
  learningMs: minutes(180),
  falseAlarmsPerYear: 1,
  responseTimeMs: minutes(10),
  channels: [],
  assumed: [],
};

/** A leak as first annunciated. */
export const exampleAlarm: AlarmView = {
  ...toAlarmViewOf(),
  id: "ms-22.leak.3",
  incidentId: "incident.ms-22.leak.3",
  loopId: "ms-22",
  severity: "warning",
  headline: "Coolant is leaving the loop",
  evidence: [
    { side: "for", text: "The inventory fell 1.4 L below what the temperatures explain, within 3 min." },
    { side: "for", text: "Both pressure sensors fall together: accumulator −38 kPa, pump outlet −37 kPa." },
    {
      side: "against",
      text: "The radiator outlet is cooling by 0.2 K a minute, which explains 4 % of the fall.",
    },
    { side: "note", text: "No valve or pump operation was announced." },
  ],
  openedMs,
  onsetMs: openedMs - 72_000,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1.24,
  lostL: 1.41,
  timeLeft: { p05Ms: minutes(8), p50Ms: minutes(9), p95Ms: minutes(11) },
};

export const exampleIncident: IncidentView = {
  id: exampleAlarm.incidentId,
  loopId: "ms-22",
  causeId: exampleAlarm.id,
  title: exampleAlarm.headline,
  severity: "warning",
  openedMs,
  closedMs: null,
  members: [
    {
      occurrenceId: exampleAlarm.id,
      alarmClass: "leak",
      beganMs: openedMs - 72_000,
      openedMs,
      severity: "warning",
      verdict: "leak",
      headline: exampleAlarm.headline,
      stands: true,
    },
  ],
  timeline: [],
};

/** Somebody with a mail address and nothing else. */
export const ada: Person = {
  id: "ada",
  name: "Ada",
  mail: "ada@example.org",
  webhook: null,
  fallback: null,
  quiet: [],
};

/** What is known while the example stands; `alarms` in place of the example. */
export const sourcesOf = (
  alarms: readonly AlarmView[] = [exampleAlarm],
  changes: Partial<LetterSources> = {},
): LetterSources => ({
  alarm: (id) => alarms.find((alarm) => alarm.id === id) ?? null,
  incident: (id) => (id === exampleIncident.id ? exampleIncident : null),
  loop: (id) => (id === exampleLoop.id ? exampleLoop : null),
  person: (id) => (id === ada.id ? ada : null),
  ledger: () => [],
  ackUrl: () => "http://127.0.0.1:8420/ack/token",
  sourceMs: () => openedMs,
  guidance: { general: {}, byLoop: new Map() },
  hookShape: () => "loopwatch",
  host: "example.org",
  pageUrl: "http://127.0.0.1:8420",
  ...changes,
});

/** The first letter about the example. */
export const exampleLetter: Letter = {
  id: "incident.ms-22.leak.3.ada.1",
  personId: ada.id,
  form: "call",
  items: [{ incidentId: exampleAlarm.incidentId, occurrenceId: exampleAlarm.id, reason: { kind: "first" } }],
  severity: "warning",
  urgent: true,
  atMs: openedMs,
  thread: null,
  flood: null,
};

/** A letter of which one thing is different: why it comes. */
export const letterBecause = (reason: LetterReason, changes: Partial<Letter> = {}): Letter => ({
  ...exampleLetter,
  items: exampleLetter.items.map((item) => ({ ...item, reason })),
  ...changes,
});

/** The notice that goes by mail. */
export function mailNoticeOf(letter: Letter, sources: LetterSources): Notice & { readonly mail: Mail } {
  for (const notice of writeLetter(letter, sources).notices)
    if (notice.message.kind === "mail") return { ...notice, mail: notice.message.mail };
  throw new Error("The letter is no mail.");
}

/** The mail about an alarm that differs from the example. */
export const mailOf = (
  changes: Partial<AlarmView> = {},
  letter: Letter = exampleLetter,
  sources: Partial<LetterSources> = {},
): Mail => mailNoticeOf(letter, sourcesOf([{ ...exampleAlarm, ...changes }], sources)).mail;

/** The first mail about the example. */
export const exampleMail: Mail = mailOf();

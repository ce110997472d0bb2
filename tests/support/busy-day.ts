import type { AlarmView } from "../../protocol/alarm.ts";
import type { AlarmFigures, IncidentView, LedgerLeak } from "../../protocol/incident.ts";
import type { NoticeState, NoticeView } from "../../protocol/notice.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { days, type EpochMs, hours, minutes } from "../../protocol/time.ts";
import type { Hello } from "../../protocol/wire.ts";
import { someAlarm, someHello, someLoop } from "../client/fixtures.ts";

/** 15 December 2022, 01:10 UTC. */
export const busyNowMs: EpochMs = 1_671_066_600_000;

const loops: readonly LoopView[] = [
  { ...someLoop, id: "ms-22", name: "MS-22 external loop", coolant: "isooctane" },
  { ...someLoop, id: "cdu-1", name: "Hall B, CDU 1", coolant: "propylene glycol 25 %", chargeL: 180 },
  { ...someLoop, id: "chiller", name: "Chiller primary", chargeL: 900, minimumInventoryL: 800 },
];

const at = (ago: number): EpochMs => busyNowMs - ago;

const leak: AlarmView = {
  ...someAlarm,
  id: "ms-22.leak.1671065172",
  incidentId: "incident.ms-22.leak.1671065172",
  version: 4,
  loopId: "ms-22",
  severity: "emergency",
  headline: "Coolant leak: 22.8 ± 1.2 kg/h, the minimum is reached in 42 min",
  evidence: [
    { side: "for", text: "Accumulator pressure went from 352.1 to 318.4 kPa since 00:41" },
    { side: "for", text: "The loss follows a round hole of 0.8 mm against vacuum" },
    { side: "against", text: "Temperature explains 0.3 kPa of it" },
    { side: "note", text: "Flow is steady, so the pump has not drawn gas yet" },
  ],
  openedMs: at(minutes(24)),
  onsetMs: at(minutes(29)),
  leakKgPerH: 22.8,
  leakSdKgPerH: 1.2,
  lostL: 3.4,
  timeLeft: { p05Ms: minutes(31), p50Ms: minutes(42), p95Ms: minutes(63) },
  firstOut: "p1",
  comments: [
    { by: "Ada Lovelace", atMs: at(minutes(12)), comment: "Camera 3 shows flakes at the aft skirt." },
    { by: "Grace Hopper", atMs: at(minutes(9)), comment: "Crew is asked to close the hatch." },
  ],
  assignee: "Grace Hopper",
  calls: 2,
};

const consequence: AlarmView = {
  ...someAlarm,
  id: "ms-22.limit.p2.low.1671065700",
  incidentId: leak.incidentId,
  loopId: "ms-22",
  alarmClass: "limit",
  part: "p2.low",
  severity: "caution",
  verdict: "limit passed",
  headline: "Pump pressure 212.4 kPa is below 220 kPa",
  openedMs: at(minutes(15)),
  onsetMs: at(minutes(15)),
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  blindSinceMs: at(minutes(3)),
};

const sensor: AlarmView = {
  ...consequence,
  id: "cdu-1.sensor.1671060000",
  incidentId: "incident.cdu-1.sensor.1671060000",
  loopId: "cdu-1",
  alarmClass: "sensor",
  part: null,
  state: "acknowledged",
  verdict: "sensor fault",
  headline: "Inlet thermometer has stood still for 40 min while its neighbours moved",
  openedMs: at(hours(2)),
  onsetMs: at(hours(2.6)),
  blindSinceMs: null,
  acknowledgement: { by: "Ada Lovelace", atMs: at(hours(1.5)), comment: "Spare is on its way." },
};

const shelved: AlarmView = {
  ...sensor,
  id: "chiller.process.1671050000",
  incidentId: "incident.chiller.process.1671050000",
  loopId: "chiller",
  alarmClass: "process",
  state: "unacknowledged",
  verdict: "pump or valve change",
  severity: "warning",
  headline: "Flow fell by 18 % and stays there: a valve or the pump changed",
  acknowledgement: null,
  hold: {
    kind: "shelved",
    act: { by: "Grace Hopper", atMs: at(minutes(20)), comment: "Strainer is being cleaned." },
    untilMs: at(minutes(-40)),
  },
};

const latched: AlarmView = {
  ...leak,
  id: "cdu-1.leak.1670970000",
  incidentId: "incident.cdu-1.leak.1670970000",
  loopId: "cdu-1",
  state: "latched",
  severity: "warning",
  headline: "Coolant leak: 0.9 ± 0.2 kg/h, stopped",
  openedMs: at(days(1.1)),
  onsetMs: at(days(1.2)),
  returnedMs: at(hours(3)),
  leakKgPerH: 0.9,
  leakSdKgPerH: 0.2,
  timeLeft: null,
  comments: [],
  assignee: null,
  calls: 1,
  acknowledgement: { by: "Ada Lovelace", atMs: at(days(1)), comment: "" },
};

const house: AlarmView = {
  ...sensor,
  id: "loopwatch.house.delivery.1671066000",
  incidentId: "incident.loopwatch.house.delivery.1671066000",
  loopId: "loopwatch",
  alarmClass: "house",
  part: "delivery",
  state: "unacknowledged",
  verdict: "undelivered notices",
  severity: "warning",
  headline: "2 notices to night-shift@example.org could not be delivered",
  openedMs: at(minutes(10)),
  onsetMs: null,
  acknowledgement: null,
};

/** An alarm that is over; it comes from the journal only. */
export const pastAlarm: AlarmView = {
  ...sensor,
  id: "chiller.leak.1670000000",
  incidentId: "incident.chiller.leak.1670000000",
  loopId: "chiller",
  alarmClass: "leak",
  state: "normal",
  verdict: "leak",
  severity: "warning",
  headline: "Coolant leak: 4.2 ± 0.4 kg/h",
  openedMs: at(days(5)),
};

const member = ({ id, alarmClass, openedMs, onsetMs, severity, verdict, headline }: AlarmView) => ({
  occurrenceId: id,
  alarmClass,
  openedMs,
  beganMs: onsetMs ?? openedMs,
  severity,
  verdict,
  headline,
  stands: true,
});

const event = (
  ago: number,
  kind: IncidentView["timeline"][number]["kind"],
  by: string | null,
  text: string,
) => ({
  atMs: at(ago),
  writtenMs: at(ago),
  kind,
  occurrenceId: leak.id,
  by,
  text,
});

const incident: IncidentView = {
  id: leak.incidentId,
  loopId: "ms-22",
  causeId: leak.id,
  title: "Coolant leak: 22.8 ± 1.2 kg/h, the minimum is reached in 42 min",
  severity: "emergency",
  openedMs: leak.openedMs,
  closedMs: null,
  members: [member(leak), member(consequence)],
  timeline: [
    event(minutes(24), "opened", null, "Warning: coolant leak, 18 ± 4 kg/h"),
    event(minutes(24), "told", null, "Mail to Ada Lovelace: first"),
    event(minutes(19), "worse", null, "Emergency: the minimum is reached within the hour"),
    event(minutes(19), "told", null, "Mail to Ada Lovelace and Grace Hopper: worse"),
    event(minutes(15), "opened", null, "Pump pressure 212.4 kPa is below 220 kPa"),
    event(minutes(12), "comment", "Ada Lovelace", "Camera 3 shows flakes at the aft skirt."),
    event(minutes(9), "assigned", "Grace Hopper", "Grace Hopper takes care of it"),
  ],
};

const notice = (id: string, state: NoticeState, more: Partial<NoticeView> = {}): NoticeView => ({
  id,
  incidentId: incident.id,
  occurrenceId: leak.id,
  channel: "mail",
  to: "ada@example.org",
  person: "Ada Lovelace",
  subject: "EMERGENCY ms-22: leak 22.8 kg/h ± 1.2, 42 min left (31-63)",
  reason: "worse",
  createdMs: at(minutes(19)),
  state,
  insteadOf: null,
  ...more,
});

/** A hello in which every kind of thing is there once. */
export const busyDay: Hello = {
  ...someHello,
  serverMs: busyNowMs,
  loops,
  signals: loops.map(({ id }) => ({
    loopId: id,
    lastSampleMs: at(1000),
    lastArrivalMs: at(1000),
    silent: id === "chiller",
  })),
  estimates: [
    {
      loopId: "ms-22",
      atMs: at(1000),
      detection: { kind: "leaking" },
      inventoryL: 40.6,
      inventorySdL: 0.2,
      bottomedOut: false,
      leakKgPerH: 22.8,
      leakSdKgPerH: 1.2,
      lostL: 3.4,
      timeLeft: leak.timeLeft,
    },
  ],
  alarms: [leak, consequence, sensor, shelved, latched, house],
  counts: { unacknowledged: 3, acknowledged: 1, returned: 1, held: 3, worst: "emergency" },
  held: [
    {
      loopId: "chiller",
      alarmClass: "process",
      part: null,
      version: 3,
      occurrenceId: shelved.id,
      holds: shelved.hold === null ? [] : [shelved.hold],
    },
    {
      loopId: "cdu-1",
      alarmClass: "limit",
      part: "t1.high",
      version: 1,
      occurrenceId: null,
      holds: [
        {
          kind: "out of service",
          act: { by: "Ada Lovelace", atMs: at(days(2)), comment: "Thermometer is being replaced." },
        },
      ],
    },
    {
      loopId: "chiller",
      alarmClass: "leak",
      part: null,
      version: 2,
      occurrenceId: null,
      holds: [{ kind: "suppressed", rule: "refill", atMs: at(minutes(30)), untilMs: at(minutes(-30)) }],
    },
  ],
  incidents: [incident],
  flood: null,
  proofs: [
    {
      loopId: "ms-22",
      outcome: { kind: "not tried", reason: "a leak is annunciated already" },
      leakKgPerH: null,
      atMs: at(hours(2)),
      lastFoundMs: at(hours(10)),
    },
    {
      loopId: "cdu-1",
      outcome: { kind: "found", afterMs: minutes(4) },
      leakKgPerH: 2.4,
      atMs: at(hours(2)),
      lastFoundMs: at(hours(2)),
    },
    {
      loopId: "chiller",
      outcome: { kind: "missed", waitedMs: minutes(18) },
      leakKgPerH: 30,
      atMs: at(hours(2)),
      lastFoundMs: at(hours(26)),
    },
  ],
  notices: [
    notice("n1", {
      kind: "accepted",
      atMs: at(minutes(19)),
      attempts: 1,
      response: "250 2.0.0 Ok: queued as 4F1",
    }),
    notice(
      "n2",
      { kind: "retrying", attempts: 3, nextAttemptMs: at(minutes(-2)), lastError: "451 4.7.1 try later" },
      {
        to: "night-shift@example.org",
        person: null,
      },
    ),
    notice(
      "n3",
      { kind: "given up", atMs: at(minutes(11)), attempts: 1, lastError: "550 5.1.1 no such user" },
      {
        to: "grace@example.org",
        person: "Grace Hopper",
      },
    ),
    notice(
      "n4",
      { kind: "accepted", atMs: at(minutes(10)), attempts: 1, response: "200 OK" },
      {
        channel: "webhook",
        to: "pager",
        person: "Grace Hopper",
        insteadOf: "n3",
      },
    ),
    notice(
      "n5",
      { kind: "held", untilMs: at(-hours(5)) },
      { reason: "joined", subject: "CAUTION cdu-1: sensor fault" },
    ),
    notice(
      "n6",
      { kind: "sending", attempt: 1, lastError: null },
      { reason: "2nd reminder: unacknowledged for 15 min" },
    ),
    notice(
      "n7",
      { kind: "queued" },
      { occurrenceId: null, incidentId: null, subject: "Daily digest", reason: "digest" },
    ),
  ],
};

/** A hello on which nothing stands. */
export const calmDay: Hello = {
  ...busyDay,
  alarms: [],
  held: [],
  incidents: [],
  notices: [],
  counts: { unacknowledged: 0, acknowledged: 0, returned: 0, held: 0, worst: null },
  signals: busyDay.signals.map((signal) => ({ ...signal, silent: false })),
  estimates: loops.map(({ id, chargeL }) => ({
    loopId: id,
    atMs: at(1000),
    detection: { kind: "watching", smallestKgPerH: 0.8 },
    inventoryL: chargeL * 0.99,
    inventorySdL: 0.2,
    bottomedOut: false,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
  })),
  proofs: busyDay.proofs.map((proof) => ({
    ...proof,
    outcome: { kind: "found", afterMs: minutes(4) },
    lastFoundMs: at(hours(2)),
  })),
};

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

import type { NoticeState, NoticeView } from "../../protocol/notice.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { days, hours, minutes } from "../../protocol/time.ts";
import type { Hello } from "../../protocol/wire.ts";
import { someHello, someLoop } from "../client/fixtures.ts";
import {
  at,
  busyNowMs,
  consequence,
  house,
  incident,
  latched,
  leak,
  sensor,
  shelved,
} from "./busy-alarms.ts";

const loops: readonly LoopView[] = [
  { ...someLoop, id: "ms-22", name: "MS-22 external loop", coolant: "isooctane" },
  { ...someLoop, id: "cdu-1", name: "Hall B, CDU 1", coolant: "propylene glycol 25 %", chargeL: 180 },
  { ...someLoop, id: "chiller", name: "Chiller primary", chargeL: 900, minimumInventoryL: 800 },
];

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
    notice("n5", { kind: "queued" }, { reason: "joined", subject: "CAUTION cdu-1: sensor fault" }),
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

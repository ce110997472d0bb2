import type { AlarmView } from "../../../protocol/alarm.ts";
import { minutes } from "../../../protocol/time.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import type { Mail } from "../../../server/domain/notice/notice.ts";
import { type MailContext, renderMail } from "../../../server/domain/notice/render-mail.ts";

/** 2022-12-15 00:46:12 UTC. */
export const openedMs = 1_671_065_172_000;

/** A loop of the MS-22 kind; the notices look at its name, charge and minimum only. */
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
  id: "ms-22.leak.3",
  version: 1,
  loopId: "ms-22",
  alarmClass: "leak",
  state: "unacknowledged",
  severity: "warning",
  verdict: "leak",
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
  returnedMs: null,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1.24,
  lostL: 1.41,
  timeLeft: { p05Ms: minutes(8), p50Ms: minutes(9), p95Ms: minutes(11) },
  acknowledgement: null,
  previousId: null,
};

/** Where the first mail about the example goes. */
export const exampleContext: MailContext = {
  noticeId: "ms-22.leak.3.first.ada_40_example.org",
  to: "ada@example.org",
  host: "example.org",
  pageUrl: "http://127.0.0.1:8420/#/loop/ms-22",
  asOfMs: openedMs,
  threadSubject: null,
};

/** The first mail about the example. */
export const exampleMail: Mail = renderMail(exampleAlarm, exampleLoop, { kind: "first" }, exampleContext);

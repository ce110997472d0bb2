import type { AlarmView } from "../../protocol/alarm.ts";
import type { IncidentView } from "../../protocol/incident.ts";
import { days, type EpochMs, hours, minutes } from "../../protocol/time.ts";
import { someAlarm } from "../client/fixtures.ts";

/** 15 December 2022, 01:10 UTC. */
export const busyNowMs: EpochMs = 1_671_066_600_000;

/** So long before `busyNowMs`. */
export const at = (ago: number): EpochMs => busyNowMs - ago;

/** An emergency that nobody acknowledged, with everything that an alarm can carry. */
export const leak: AlarmView = {
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

/** What followed from it; the loop has not been heard since. */
export const consequence: AlarmView = {
  ...someAlarm,
  id: "ms-22.limit.p2.low.1671065700",
  incidentId: leak.incidentId,
  loopId: "ms-22",
  alarmClass: "limit",
  part: "p2.low",
  severity: "caution",
  verdict: "limit passed",
  headline: "Pump pressure below 220 kPa",
  openedMs: at(minutes(15)),
  onsetMs: at(minutes(15)),
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  blindSinceMs: at(minutes(3)),
};

/** Acknowledged, and somebody is on it. */
export const sensor: AlarmView = {
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

/** Put on the shelf for another 40 minutes. */
export const shelved: AlarmView = {
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

/** Gone and acknowledged; stays until somebody resets it. */
export const latched: AlarmView = {
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

/** The monitor cannot tell people. */
export const house: AlarmView = {
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

/** The leak and what followed. */
export const incident: IncidentView = {
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
    event(minutes(15), "opened", null, "Pump pressure below 220 kPa"),
    event(minutes(12), "comment", "Ada Lovelace", "Camera 3 shows flakes at the aft skirt."),
    event(minutes(9), "assigned", "Grace Hopper", "Grace Hopper takes care of it"),
  ],
};

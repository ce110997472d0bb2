import { expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import { type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import { openPlantHouse, type PlantHouse } from "../../support/house-plant.ts";
import { toLocalActor } from "../../support/local-actor.ts";

// The puncture of MS-22, from the telemetry's arrival to the mails of two people.

const incidentOf = ({ monitor }: PlantHouse): IncidentView => {
  const incidents = monitor.desk.hello().incidents;
  expect(incidents).toHaveLength(1);
  return incidents[0]!;
};

const leakOf = ({ page }: PlantHouse): AlarmView => page.standing("leak")[0]!;

/** Reasons of the notices to one address, in their order. */
const reasonsTo = ({ page }: PlantHouse, to: string): readonly string[] =>
  [...page.notices.values()].filter((notice) => notice.to === to).map(({ reason }) => reason);

const mailsTo = ({ mail }: PlantHouse, to: string) =>
  mail.mails.filter((one) => [one.to].flat().some((address) => address?.text === to));

const acknowledges = (house: PlantHouse, by: string): void => {
  const { id, version } = leakOf(house);
  const act = { kind: "acknowledge", occurrenceId: id, version, by, comment: "on it" } as const;
  expect(house.monitor.desk.act(act, toLocalActor(by, "127.0.0.1"))).toEqual({ ok: true });
};

const isMonotone = (times: readonly EpochMs[]): boolean =>
  times.every((ms, i) => i === 0 || ms >= times[i - 1]!);

test("a puncture is one incident in first-out order and one thread a person, from the first call to the repair", async () => {
  const house = await openPlantHouse({ plays: "S01" });
  expect(house.page.events).toEqual([]);
  await house.after(minutes(47));
  acknowledges(house, "Ben");
  await house.after(minutes(10));
  const repair = {
    kind: "operate",
    loopId: "ms-22",
    operation: "serviced",
    atMs: null,
    by: "Ben",
    comment: "",
  } as const;
  expect(house.monitor.desk.act(repair, toLocalActor("Ben", "127.0.0.1"))).toEqual({ ok: true });
  await house.after(minutes(1));

  const incident = incidentOf(house);
  expect(
    incident.members.map(
      ({ alarmClass, headline }) => `${alarmClass}: ${headline.replace(/( below| above)? [0-9.]+ .*/, "")}`,
    ),
  ).toEqual(["leak: Coolant leak,", "limit: Suction pressure", "limit: Flow", "limit: Radiator outlet"]);
  expect(isMonotone(incident.members.map(({ beganMs }) => beganMs))).toBe(true);
  expect(incident.members[0]!.beganMs - house.plant.eventMs).toBeLessThan(seconds(20));

  expect(reasonsTo(house, "anna@example.org")).toEqual([
    "first",
    "joined",
    "minimum reached",
    "joined",
    "1st reminder: unacknowledged for 15 min",
    "joined",
    "2nd reminder: unacknowledged for 30 min",
    "acknowledged by Ben",
    "returned to normal",
  ]);
  expect(reasonsTo(house, "ben@example.org")).toEqual([
    "escalated: nobody has acknowledged for 10 min",
    "joined",
    "1st reminder: unacknowledged for 15 min",
    "joined",
    "2nd reminder: unacknowledged for 30 min",
    "acknowledged by Ben",
    "returned to normal",
  ]);
  expect(
    house.page.events.filter(({ alarm }) => alarm.alarmClass === "leak" && alarm.previousId !== null),
  ).toEqual([]);

  for (const to of ["anna@example.org", "ben@example.org"]) {
    const [first, ...rest] = mailsTo(house, to);
    expect(first?.inReplyTo).toBeUndefined();
    let call = first!;
    for (const mail of rest) {
      expect([mail.references].flat()[0]).toBe(first!.messageId);
      expect([mail.references].flat()).toContain(mail.inReplyTo);
      if (mail.subject!.startsWith("Re: ")) {
        expect(mail.subject).toBe(`Re: ${call.subject}`);
        expect(mail.inReplyTo).toBe(call.messageId);
      } else call = mail;
    }
    expect(new Set([first, ...rest].map((mail) => mail!.messageId)).size).toBe(rest.length + 1);
  }
  const [first] = mailsTo(house, "anna@example.org");
  expect(first!.subject).toMatch(
    /^EMERGENCY ms-22: leak [0-9.]+ kg\/h \+\/- [0-9.]+, [0-9.]+ min left \([0-9.]+-[0-9.]+\)$/,
  );
  for (const mail of house.mail.mails) {
    const asksNothing = /^(acknowledged|reset)/.test(
      house.page.notices.get(mail.messageId!.replace(/^<|@.*$/g, ""))!.reason,
    );
    const plots = mail.attachments.filter(({ contentType }) => contentType === "image/png");
    expect(plots).toHaveLength(asksNothing ? 0 : 1);
  }
});

test("a puncture that is slower is a warning first, and calls again when it is worse, acknowledged or not", async () => {
  const house = await openPlantHouse({ plays: "S01/hole-0.3mm" });
  await house.after(minutes(5));
  expect(leakOf(house)).toMatchObject({ severity: "warning", previousId: null });
  acknowledges(house, "Anna");
  await house.after(minutes(30));
  expect(leakOf(house)).toMatchObject({ state: "unacknowledged", severity: "emergency" });
  expect(reasonsTo(house, "anna@example.org")).toEqual(["first", "acknowledged by Anna", "joined", "worse"]);
  const [first, , , worse] = mailsTo(house, "anna@example.org");
  expect(worse!.subject).toMatch(/^EMERGENCY ms-22: was WARNING, leak /);
  expect([worse!.references].flat()).toContain(first!.messageId);
  expect(incidentOf(house).members.map(({ alarmClass }) => alarmClass)).toEqual(["leak", "limit"]);
});

test("a puncture whose sensors are all lost stays an alarm, is marked blind, and its forecast goes on", async () => {
  const house = await openPlantHouse({ plays: "S01" });
  await house.after(minutes(2) + seconds(10));
  house.plant.fallsSilent();
  await house.after(seconds(1));
  const known = house.page.estimates.get("ms-22")!;
  expect(known.timeLeft!.p50Ms).toBeGreaterThan(minutes(3));
  const leak = leakOf(house);

  await house.after(minutes(3));
  const forecast = house.page.estimates.get("ms-22")!;
  expect(forecast.inventoryL).toBeLessThan(known.inventoryL!);
  const quietMs = house.clock.nowMs() - house.page.signals.get("ms-22")!.lastArrivalMs!;
  const doubtOf = (estimate: LoopEstimate): number => estimate.leakSdKgPerH! / estimate.leakKgPerH!;
  expect(doubtOf(forecast)).toBeGreaterThan(doubtOf(known));
  expect(forecast.timeLeft!.p50Ms).toBe(Math.max(0, known.timeLeft!.p50Ms! - quietMs));
  await house.after(minutes(12));
  expect(leakOf(house)).toMatchObject({ id: leak.id, state: "unacknowledged", severity: "emergency" });
  expect(leakOf(house).blindSinceMs).not.toBeNull();
  expect(house.page.events.filter(({ alarm: { state } }) => /returned|normal/.test(state))).toEqual([]);
  expect(incidentOf(house).members.map(({ alarmClass, stands }) => ({ alarmClass, stands }))).toEqual([
    { alarmClass: "leak", stands: true },
    { alarmClass: "sensing", stands: true },
  ]);
  expect(reasonsTo(house, "anna@example.org")).toEqual([
    "first",
    "joined",
    "1st reminder: unacknowledged for 15 min",
  ]);
  // What was nine minutes a quarter of an hour ago is none now, whether or not somebody could look.
  const [call, , reminder] = mailsTo(house, "anna@example.org");
  expect(call!.subject).toMatch(/ min left/);
  expect(reminder!.subject).toMatch(/, no time left$/);
});

test("sensors that are back after a loss of sensing call nobody again, but for a loop that is at its minimum by then", async () => {
  const house = await openPlantHouse({ plays: "S01" });
  await house.after(minutes(2) + seconds(10));
  const leak = leakOf(house);
  acknowledges(house, "Anna");
  house.plant.fallsSilent();
  await house.after(minutes(8));
  const before = reasonsTo(house, "anna@example.org").length;
  house.plant.speaks();
  await house.after(minutes(5));
  expect(leakOf(house)).toMatchObject({ id: leak.id, state: "acknowledged", blindSinceMs: null });
  const after = reasonsTo(house, "anna@example.org").slice(before);
  expect(after.filter((reason) => !/joined|returned to normal/.test(reason))).toEqual(["minimum reached"]);
  expect(after).toContain("returned to normal");
  expect(incidentOf(house).members.map(({ alarmClass }) => alarmClass)).toEqual(["leak", "sensing", "limit"]);
  expect(reasonsTo(house, "ben@example.org")).toEqual([]);
});

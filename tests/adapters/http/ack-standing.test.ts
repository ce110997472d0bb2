import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentMember } from "../../../protocol/incident.ts";
import { decideAckStanding } from "../../../server/adapters/http/ack-standing.ts";
import type { AckToken } from "../../../server/app/desk-port.ts";
import { createTestDesk, leakAlarm } from "../../support/test-desk.ts";

const token: AckToken = { occurrenceId: leakAlarm.id, calls: 1, personId: "ada", expiresMs: 9 };
const acknowledgement = { by: "Grace", atMs: 5, comment: "on it" };

/** What becomes of Ada's link when these alarms are on record. */
function decide(alarms: readonly AlarmView[], change: Partial<AckToken> & { expired?: boolean } = {}) {
  const { expired = false, ...fields } = change;
  const desk = createTestDesk([]);
  const members = alarms.map(
    ({ id, state, ...alarm }): IncidentMember => ({
      ...alarm,
      occurrenceId: id,
      beganMs: 1,
      stands: state !== "normal",
    }),
  );
  desk.keep({ past: alarms, people: { ada: "Ada" } });
  desk.say({
    incidents: [
      {
        id: leakAlarm.incidentId,
        loopId: "loop-1",
        causeId: leakAlarm.id,
        title: "",
        severity: "warning",
        openedMs: 1,
        closedMs: null,
        members,
        timeline: [],
      },
    ],
  });
  return decideAckStanding({ token: { ...token, ...fields }, expired }, desk);
}

const as = (change: Partial<AlarmView>): AlarmView => ({ ...leakAlarm, ...change });

describe("a link", () => {
  test.each(["unacknowledged", "returned unacknowledged", "latched unacknowledged"] as const)(
    "acknowledges an alarm that is %s",
    (state) => {
      expect(decide([as({ state })])).toMatchObject({ kind: "open", person: "Ada" });
    },
  );

  test("says nothing when it was not read, and nothing of an alarm that is not on record", () => {
    expect(decideAckStanding(null, createTestDesk([]))).toEqual({ kind: "unreadable" });
    expect(decide([])).toEqual({ kind: "unknown alarm" });
  });

  test.each(["acknowledged", "latched"] as const)("tells who did it when the alarm is %s", (state) => {
    expect(decide([as({ state, acknowledgement })])).toMatchObject({
      kind: "acknowledged",
      byReader: false,
      acknowledgement,
    });
    const byAda = { ...acknowledgement, by: "Ada" };
    expect(decide([as({ state, acknowledgement: byAda })])).toMatchObject({ byReader: true });
  });

  test("of an earlier call acknowledges nothing", () => {
    expect(decide([as({ calls: 2 })])).toMatchObject({ kind: "called again" });
    expect(decide([as({ calls: 2 })], { calls: 2 })).toMatchObject({ kind: "open" });
  });

  test("that is too old acknowledges nothing", () => {
    expect(decide([leakAlarm], { expired: true })).toMatchObject({ kind: "expired" });
  });

  test("of somebody who is no longer there acknowledges nothing", () => {
    expect(decide([leakAlarm], { personId: "bob" })).toMatchObject({ kind: "no such person" });
  });

  test("of an alarm that is over says so, whatever else is wrong with the link", () => {
    const over = as({ state: "normal", calls: 3 });
    expect(decide([over], { expired: true, personId: "bob" })).toEqual({ kind: "over", alarm: over });
  });
});

describe("a link to an alarm that escalated", () => {
  const old = as({ state: "normal" });
  const worse = as({ id: "loop-1.leak.2", previousId: old.id, severity: "emergency" });

  test("leads to the new one", () => {
    expect(decide([old, worse])).toEqual({ kind: "replaced", alarm: old, newer: worse });
  });

  test("leads to the newest of several", () => {
    const between = { ...worse, state: "normal" as const };
    const newest = as({ id: "loop-1.leak.3", previousId: worse.id });
    expect(decide([old, between, newest])).toMatchObject({ kind: "replaced", newer: { id: newest.id } });
  });

  test("says that it is over when the new one is over as well", () => {
    expect(decide([old, { ...worse, state: "normal" }])).toMatchObject({ kind: "over" });
  });

  test("does not lead to another alarm of the same incident", () => {
    const other = as({ id: "loop-1.process.2", alarmClass: "process", previousId: null });
    expect(decide([old, other])).toMatchObject({ kind: "over" });
  });

  test("comes to an end also where the records go round in a circle", () => {
    const a = as({ id: "loop-1.leak.8", previousId: "loop-1.leak.9" });
    const b = as({ id: "loop-1.leak.9", previousId: "loop-1.leak.8" });
    expect(decide([old, a, b])).toMatchObject({ kind: "over" });
  });
});

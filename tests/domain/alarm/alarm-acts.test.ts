import { describe, expect, test } from "vitest";
import { mostComments } from "../../../protocol/alarm.ts";
import { hours } from "../../../protocol/time.ts";
import { isHeld, toAlarmView, toClosedView, toHeldAlarm } from "../../../server/domain/alarm/alarm-view.ts";
import {
  ack,
  act,
  at,
  blind,
  clock,
  found,
  gone,
  grown,
  type Input,
  idAt,
  leakKey,
  plainRules,
  startS,
  suppress,
  tellAll,
  worse,
} from "./alarm-inputs.ts";

const viewAfter = (...inputs: readonly Input[]) =>
  toAlarmView(leakKey, tellAll(inputs).play.alarm, "incident.1")!;
const alarmAfter = (...inputs: readonly Input[]) => tellAll(inputs).play.alarm;
const lastReason = (...inputs: readonly Input[]): string => tellAll(inputs).heard.at(-1)!;

describe("an act on a version that has changed is refused, and says what changed", () => {
  test.each<[string, Input[], string]>([
    [
      "it returned",
      [found(0), gone(9), ack(10, { staleBy: 1 })],
      "refused: The alarm has changed since it was shown: it has returned to normal. Look at it again.",
    ],
    [
      "somebody shelved it",
      [found(0), act(5, "shelve", { by: "Grace" }), ack(10, { staleBy: 1 })],
      "refused: The alarm has changed since it was shown: it is caution, not acknowledged and shelved, by Grace. Look at it again.",
    ],
    [
      "somebody acknowledged it, and another wants to shelve it",
      [found(0), ack(5, { by: "Grace" }), act(6, "shelve", { staleBy: 1 })],
      "refused: The alarm has changed since it was shown: it is acknowledged by Grace. Look at it again.",
    ],
    [
      "somebody took it out of service",
      [
        found(0),
        ack(2, { by: "Grace" }),
        act(5, "take out of service", { by: "Grace" }),
        act(6, "assign", { staleBy: 1 }),
      ],
      "refused: The alarm has changed since it was shown: it is acknowledged by Grace and out of service, by Grace. Look at it again.",
    ],
    [
      "it called again",
      [found(0), ack(5), clock(30_000), act(30_001, "shelve", { staleBy: 1 })],
      "refused: The alarm has changed since it was shown: it is caution, not acknowledged. Look at it again.",
    ],
    [
      "it escalated",
      [found(0), worse(60), ack(61, { occurrenceId: idAt(0) })],
      "refused: This alarm is over or has become another one. Look at the list again.",
    ],
    [
      "somebody else was first",
      [found(0), ack(5, { by: "Grace" }), ack(6, { staleBy: 1 })],
      "refused: Grace has acknowledged it already.",
    ],
    [
      "a version that is not there yet",
      [found(0), ack(5, { staleBy: -1 })],
      "refused: The alarm has changed since it was shown: it is caution, not acknowledged. Look at it again.",
    ],
    [
      "a comment without words",
      [found(0), act(5, "comment", { comment: "" })],
      "refused: Write what you want to say.",
    ],
  ])("%s", (_name, inputs, reason) => {
    expect(lastReason(...inputs)).toBe(reason);
  });

  test.each<[string, Input[], string]>([
    [
      "newer figures need not be seen first",
      [found(0), found(9, { leakKgPerH: 2 }), ack(10)],
      "acknowledged",
    ],
    ["nor a horn that somebody stopped", [found(0), act(5, "silence"), ack(10)], "acknowledged"],
    ["nor silence", [found(0), blind(5), ack(10)], "acknowledged"],
    ["nor a comment", [found(0), act(5, "comment"), ack(10)], "acknowledged"],
    [
      "a comment goes to whatever stands now",
      [found(0), ack(5), act(6, "comment", { staleBy: 1 })],
      "commented",
    ],
    ["so does stopping the horn", [found(0), ack(5), act(6, "silence", { staleBy: 1 })], "silenced"],
    [
      "one that is at rest is taken out of service, whatever it has been through",
      [found(0), ack(5), gone(9), act(20, "take out of service", { staleBy: 3 })],
      "taken out of service",
    ],
  ])("%s", (_name, inputs, event) => {
    expect(tellAll(inputs).heard.at(-1)).toBe(event);
  });
});

describe("what an occurrence shows", () => {
  test("named after its alarm and the second at which it opened", () => {
    expect(viewAfter(found(0))).toMatchObject({
      id: idAt(0),
      incidentId: "incident.1",
      openedMs: startS * 1000,
      state: "unacknowledged",
      acknowledgement: null,
      previousId: null,
      calls: 1,
      hold: null,
      blindSinceMs: null,
    });
  });

  test("an escalation is linked, unacknowledged, called once, and has a version of its own", () => {
    const before = viewAfter(found(0), ack(5));
    const after = viewAfter(found(0), ack(5), worse(60));
    expect(after).toMatchObject({
      id: idAt(60),
      previousId: idAt(0),
      state: "unacknowledged",
      severity: "warning",
      acknowledgement: null,
      calls: 1,
    });
    expect(after.version).toBeGreaterThan(before.version);
  });

  test("growth keeps the severity", () => {
    expect(viewAfter(worse(0), grown(60))).toMatchObject({ id: idAt(60), severity: "warning" });
  });

  test("one that came back before anybody looked is linked to the one before, one after its end is not", () => {
    expect(viewAfter(found(0), gone(9), found(20)).previousId).toBe(idAt(0));
    expect(viewAfter(found(0), ack(5), gone(9), found(20)).previousId).toBeNull();
  });

  test("milder figures leave the severity", () => {
    expect(viewAfter(worse(0), found(10, { leakKgPerH: 0.2, headline: "slower" }))).toMatchObject({
      severity: "warning",
      leakKgPerH: 0.2,
      headline: "slower",
    });
  });

  test("a horn that was stopped sounds again with the next call", () => {
    expect(viewAfter(found(0), act(5, "silence")).silenced).toMatchObject({ by: "Ada", atMs: at(5) });
    expect(viewAfter(found(0), act(5, "silence")).state).toBe("unacknowledged");
    const again = viewAfter(found(0), ack(5), act(6, "silence"), clock(hours(9) / 1000));
    expect(again).toMatchObject({ silenced: null, calls: 2, state: "unacknowledged" });
    expect(viewAfter(found(0), act(5, "silence"), worse(60)).silenced).toBeNull();
  });

  test("carries its newest comments, and who takes care of it", () => {
    const many = Array.from({ length: mostComments + 5 }, (_, k) =>
      act(k + 1, "comment", { comment: `${k}` }),
    );
    const view = viewAfter(found(0), ...many, act(60, "assign", { to: "Grace" }));
    expect(view.comments).toHaveLength(mostComments);
    expect(view.comments.at(-1)?.comment).toBe(`${mostComments + 4}`);
    expect(view.assignee).toBe("Grace");
  });

  test("says since when nothing is heard", () => {
    expect(viewAfter(found(0), blind(10)).blindSinceMs).toBe(at(10));
  });

  test("of several holds shows the strongest", () => {
    const held = viewAfter(found(0), suppress(1, 3600), act(2, "shelve"), act(3, "take out of service"));
    expect(held.hold?.kind).toBe("out of service");
    expect(viewAfter(found(0), suppress(1, 3600), act(2, "shelve")).hold?.kind).toBe("shelved");
    expect(viewAfter(found(0), suppress(1, 3600)).hold?.kind).toBe("suppressed");
  });

  test("a rising alarm, and one that is over, show nothing", () => {
    const rising = tellAll([found(0)], { ...plainRules, onDelayMs: 1000 }).play.alarm;
    expect(toAlarmView(leakKey, rising, "")).toBeNull();
    expect(toAlarmView(leakKey, alarmAfter(found(0), ack(5), gone(9)), "")).toBeNull();
  });

  test("the last view of one that is over says how it ended", () => {
    const { play } = tellAll([found(0), ack(5), gone(9)]);
    const last = play.steps.at(-1)!;
    const closed = toClosedView(viewAfter(found(0), ack(5)), last.after.version, last.event);
    expect(closed).toMatchObject({ state: "normal", returnedMs: at(9), version: last.after.version });
    expect(closed.acknowledgement).toMatchObject({ by: "Ada" });
  });
});

describe("an alarm on the list of those that are held", () => {
  test("is there with every hold, whether or not it stands", () => {
    const alarm = alarmAfter(act(0, "take out of service"), suppress(1, 60));
    expect(toHeldAlarm(leakKey, alarm)).toMatchObject({
      ...leakKey,
      version: alarm.version,
      occurrenceId: null,
      holds: [{ kind: "out of service" }, { kind: "suppressed" }],
    });
    expect(toHeldAlarm(leakKey, alarmAfter(found(0), act(1, "shelve")))).toMatchObject({
      occurrenceId: idAt(0),
    });
  });

  test("is not there when nothing holds it", () => {
    expect(toHeldAlarm(leakKey, alarmAfter(found(0)))).toBeNull();
    expect(isHeld(alarmAfter(found(0), act(1, "shelve"), worse(60)))).toBe(false);
    expect(isHeld(alarmAfter(found(0), suppress(1, 3600), worse(60)))).toBe(true);
    expect(isHeld(alarmAfter(found(0), act(1, "take out of service"), worse(60)))).toBe(true);
  });
});

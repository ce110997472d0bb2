import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWorse, severities } from "../../../protocol/alarm.ts";
import type { Alarm, AlarmEvent } from "../../../server/domain/alarm/alarm.ts";
import { type AlarmChange, stepAlarm } from "../../../server/domain/alarm/step-alarm.ts";
import { toFinding } from "../../support/builders.ts";

const key = { loopId: "bench", alarmClass: "leak" } as const;

/** What can happen, before it is known to which occurrence. */
type Act =
  | { readonly kind: "found"; readonly severity: number; readonly leakKgPerH: number }
  | { readonly kind: "returned" }
  | { readonly kind: "acknowledged"; readonly current: boolean; readonly stale: boolean };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant("found" as const),
    severity: fc.integer({ min: 0, max: severities.length - 1 }),
    leakKgPerH: fc.constantFrom(0.1, 1, 1.1, 5),
  }),
  fc.record({ kind: fc.constant("returned" as const) }),
  fc.record({ kind: fc.constant("acknowledged" as const), current: fc.boolean(), stale: fc.boolean() }),
);

/** An act as an event at second `s`; an acknowledgement is aimed at what stands then, or beside it. */
function toEvent(given: Act, s: number, alarm: Alarm): AlarmEvent {
  const atMs = (1_671_062_400 + s) * 1000;
  if (given.kind === "returned") return { kind: "returned", atMs, reason: "repaired" };
  if (given.kind === "found") {
    const severity = severities[given.severity] ?? "advisory";
    return { kind: "found", atMs, finding: toFinding({ severity, leakKgPerH: given.leakKgPerH }) };
  }
  const standing = alarm.kind === "normal" ? { id: "bench.leak.0", version: 1 } : alarm.occurrence;
  return {
    kind: "acknowledged",
    occurrenceId: given.current ? standing.id : "bench.leak.1",
    version: standing.version - (given.stale ? 1 : 0),
    acknowledgement: { by: "Ada", atMs, comment: "" },
  };
}

interface Step {
  readonly before: Alarm;
  readonly event: AlarmEvent;
  readonly change: AlarmChange;
  readonly after: Alarm;
}

function play(acts: readonly Act[]): Step[] {
  let before: Alarm = { kind: "normal" };
  return acts.map((given, s) => {
    const event = toEvent(given, s, before);
    const change = stepAlarm(key, before, event);
    const after = "alarm" in change ? change.alarm : before;
    const step = { before, event, change, after };
    before = after;
    return step;
  });
}

const forAll = (check: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => check(play(acts))),
    { numRuns: 500 },
  );

describe("whatever happens to an alarm", () => {
  test("an unacknowledged one never becomes normal without both a return and an acknowledgement", () => {
    forAll((steps) => {
      let sinceOpened: string[] = [];
      for (const { before, change, after } of steps) {
        if (change.kind === "opened" || change.kind === "worsened") sinceOpened = [];
        else if (change.kind !== "nothing" && change.kind !== "refused") sinceOpened.push(change.kind);
        if (before.kind === "normal" || after.kind !== "normal") continue;
        expect(sinceOpened).toContain("returned");
        expect(sinceOpened).toContain("acknowledged");
      }
    });
  });

  test("one event alone never takes it from unacknowledged to normal", () => {
    forAll((steps) => {
      for (const { before, after } of steps) {
        if (before.kind === "unacknowledged") expect(after.kind).not.toBe("normal");
      }
    });
  });

  test("its severity never falls while an occurrence stands", () => {
    forAll((steps) => {
      for (const { before, after } of steps) {
        if (before.kind === "normal" || after.kind === "normal") continue;
        if (after.occurrence.id !== before.occurrence.id) continue;
        const [was, is] = [before.occurrence.finding.severity, after.occurrence.finding.severity];
        expect(isWorse(was, is)).toBe(false);
      }
    });
  });

  test("nobody's acknowledgement covers something worse than what they saw", () => {
    forAll((steps) => {
      for (const { before, event, after } of steps) {
        if (before.kind !== "acknowledged" || event.kind !== "found") continue;
        const worse = isWorse(event.finding.severity, before.occurrence.finding.severity);
        expect(after.kind).toBe(worse ? "unacknowledged" : "acknowledged");
      }
    });
  });

  test("a version never goes back, and what changes state changes version or occurrence", () => {
    forAll((steps) => {
      for (const { before, after } of steps) {
        if (before.kind === "normal" || after.kind === "normal") continue;
        if (after.occurrence.id !== before.occurrence.id) continue;
        const grew = after.occurrence.version - before.occurrence.version;
        expect(grew).toBe(after.kind === before.kind ? 0 : 1);
      }
    });
  });

  test("the same events, replayed, give the same end", () => {
    forAll((steps) => {
      let end: Alarm = { kind: "normal" };
      for (const { event } of steps) {
        const change = stepAlarm(key, end, event);
        if ("alarm" in change) end = change.alarm;
      }
      expect(end).toEqual(steps.at(-1)?.after ?? { kind: "normal" });
    });
  });

  test("a journal that leaves out what did nothing replays to the same end", () => {
    forAll((steps) => {
      let end: Alarm = { kind: "normal" };
      for (const { event, change } of steps) {
        if (change.kind === "nothing" || change.kind === "refused") continue;
        const again = stepAlarm(key, end, event);
        expect(again.kind).toBe(change.kind);
        if ("alarm" in again) end = again.alarm;
      }
      expect(end).toEqual(steps.at(-1)?.after ?? { kind: "normal" });
    });
  });
});

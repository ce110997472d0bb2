import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWorse, type Severity } from "../../../protocol/alarm.ts";
import {
  type Alarm,
  type AlarmEvent,
  type AlarmStep,
  normalAlarm,
} from "../../../server/domain/alarm/alarm.ts";
import { toHolds } from "../../../server/domain/alarm/alarm-view.ts";
import { evolveAlarm, toOccurrence } from "../../../server/domain/alarm/evolve-alarm.ts";
import { leakKey, passed, tell } from "./alarm-inputs.ts";
import { forAll, manyRuns, moves, rules, run, toInputs } from "./alarm-moves.ts";
import { createPlay } from "./alarm-play.ts";

const isOpening = ({ kind }: AlarmEvent): boolean => kind === "opened" || kind === "worsened";

describe("whatever happens to an alarm", () => {
  test("it is over only when it has returned and a person has acknowledged its last call", () => {
    forAll(({ steps }) => {
      let hasReturned = false;
      let isAcknowledged = false;
      for (const { before, event, after } of steps) {
        if (isOpening(event)) [hasReturned, isAcknowledged] = [false, false];
        if (event.kind === "returned") hasReturned = true;
        if (event.kind === "acknowledged") isAcknowledged = true;
        if (event.kind === "called again") isAcknowledged = false;
        if (toOccurrence(before.condition) === null || after.condition.kind !== "normal") continue;
        expect(hasReturned && isAcknowledged).toBe(true);
      }
    });
  });

  test("one that latches is over only when a person says so", () => {
    forAll(({ steps }, _given, { latches }) => {
      for (const { before, event, after } of steps) {
        if (!latches || toOccurrence(before.condition) === null || after.condition.kind !== "normal")
          continue;
        const bySomebody = event.kind === "reset" || (event.kind === "returned" && !event.latches);
        expect(bySomebody || before.condition.kind === "returned unacknowledged").toBe(true);
      }
    });
  });

  test("nothing returns by itself while nothing is heard", () => {
    forAll(({ steps }) => {
      for (const { before, event } of steps) {
        if (event.kind !== "returned" || before.blindSinceMs === null) continue;
        expect(event.reason).toContain("repaired");
      }
    });
  });

  test("what holds it changes nothing of what is true of it", () => {
    forAll(({ steps, alarm }, given, by) => {
      const free = run(
        given.map((move) => (move.holds ? { ...move, toInput: passed } : move)),
        by,
      );
      expect(alarm.condition).toEqual(free.alarm.condition);
      const conditions = (all: readonly AlarmStep[]) =>
        all
          .filter(({ before, after }) => before.condition !== after.condition)
          .map(({ after }) => after.condition);
      expect(conditions(steps)).toEqual(conditions(free.steps));
    });
  });

  test("getting worse ends a shelf and nothing else that holds it", () => {
    forAll(({ steps }) => {
      for (const { before, event, after } of steps) {
        if (event.kind !== "worsened") continue;
        expect(after.holds).toEqual({ ...before.holds, shelved: null });
      }
    });
  });

  test("an escalation is unacknowledged, linked, and worse or grown", () => {
    forAll(({ steps }) => {
      for (const { before, event, after } of steps) {
        if (event.kind !== "worsened") continue;
        expect(after.condition.kind).toBe("unacknowledged");
        const [was, is] = [toOccurrence(before.condition)!, toOccurrence(after.condition)!];
        expect(is.previousId).toBe(was.id);
        if (event.why === "severity") expect(isWorse(is.finding.severity, was.finding.severity)).toBe(true);
        else expect(is.finding.grewTimes).toBeGreaterThan(was.finding.grewTimes ?? 0);
      }
    });
  });

  test("no acknowledgement covers something worse than what was seen", () => {
    forAll(({ steps }) => {
      let seen: Severity = "advisory";
      for (const { event, after } of steps) {
        const { condition } = after;
        if (event.kind === "acknowledged") seen = toOccurrence(condition)?.finding.severity ?? seen;
        if (condition.kind === "acknowledged") expect(condition.occurrence.finding.severity).toBe(seen);
      }
    });
  });

  test("its severity never falls while an occurrence stands", () => {
    forAll(({ steps }) => {
      for (const { before, after } of steps) {
        const [was, is] = [toOccurrence(before.condition), toOccurrence(after.condition)];
        if (was === null || is?.id !== was.id) continue;
        expect(isWorse(was.finding.severity, is.finding.severity)).toBe(false);
      }
    });
  });

  test("no two occurrences have the same name", () => {
    forAll(({ steps }) => {
      const ids = steps
        .filter(({ event }) => isOpening(event))
        .map(({ after }) => toOccurrence(after.condition)!.id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  test("its version never falls, and rises with every change of state or of what holds it", () => {
    forAll(({ steps }) => {
      for (const { before, after } of steps) {
        expect(after.version).toBeGreaterThanOrEqual(before.version);
        const stood = toOccurrence(before.condition) !== null || toOccurrence(after.condition) !== null;
        const changed = stood && before.condition.kind !== after.condition.kind;
        if (changed || before.holds !== after.holds) expect(after.version).toBe(before.version + 1);
      }
    });
  });

  test("the journal, read back as text, gives the same alarm", () => {
    forAll(({ steps, alarm }) => {
      const journal = JSON.parse(JSON.stringify(steps.map(({ event }) => event))) as AlarmEvent[];
      expect(journal.reduce<Alarm>((end, event) => evolveAlarm(leakKey, end, event), normalAlarm)).toEqual(
        alarm,
      );
    });
  });

  test("an act on a version that has passed does nothing, unless there is nothing to have seen", () => {
    const kinds = ["acknowledge", "reset", "assign", "shelve", "unshelve", "take out of service"] as const;
    fc.assert(
      fc.property(
        moves,
        rules,
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 3 }),
        (given, by, kind, staleBy) => {
          const play = createPlay(leakKey, by);
          for (const { input } of toInputs(given)) tell(play, input);
          const { alarm } = play;
          const isAtRest = toOccurrence(alarm.condition) === null && toHolds(alarm.holds).length === 0;
          const reason = play.act({ kind, staleBy }, 0);
          if (isAtRest && kind === "take out of service") expect(reason).toBeNull();
          else expect(reason).not.toBeNull();
        },
      ),
      manyRuns,
    );
  });
});

test("the random stories reach every state and every event", () => {
  const states = new Set<string>();
  const events = new Set<string>();
  forAll(({ steps }) => {
    for (const { event, after } of steps) {
      states.add(after.condition.kind);
      events.add(event.kind);
    }
  });
  expect([...states].sort()).toEqual([
    "acknowledged",
    "latched",
    "latched unacknowledged",
    "normal",
    "returned unacknowledged",
    "rising",
    "unacknowledged",
  ]);
  expect([...events].sort()).toEqual([
    "acknowledged",
    "assigned",
    "blinded",
    "called again",
    "commented",
    "falling",
    "heard",
    "opened",
    "put back in service",
    "reset",
    "returned",
    "revised",
    "rising",
    "sank",
    "shelf ended",
    "shelved",
    "silenced",
    "stayed",
    "suppressed",
    "taken out of service",
    "unshelved",
    "unsuppressed",
    "worsened",
  ]);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlarmKey, isWorse, type Severity, severities } from "../../../../protocol/alarm.ts";
import { type DurationMs, hours, minutes, seconds } from "../../../../protocol/time.ts";
import type { Alarm } from "../../../../server/domain/alarm/alarm.ts";
import { isHeld } from "../../../../server/domain/alarm/alarm-view.ts";
import { toOccurrence } from "../../../../server/domain/alarm/evolve-alarm.ts";
import { createCallBook } from "../../../../server/domain/notice/calls/call-book.ts";
import type { LetterReason } from "../../../../server/domain/notice/letter.ts";
import type { NoticePolicy } from "../../../../server/domain/notice/policy.ts";
import { isUrgent } from "../../../../server/domain/notice/urgency.ts";
import {
  createRig,
  type Happening,
  leak,
  limit,
  noonMs,
  person,
  policy,
  process,
  type Rig,
  replay,
  route,
} from "./call-rig.ts";

const keys: readonly AlarmKey[] = ["a", "b"].flatMap((loopId) => [
  leak(loopId),
  process(loopId),
  limit("low", loopId),
]);

type Act =
  | { readonly kind: "wait"; readonly ms: DurationMs }
  | { readonly kind: "clock"; readonly byMs: DurationMs }
  | { readonly kind: "alarm"; readonly key: number; readonly what: Happening };

const severity = fc.constantFrom(...severities);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("opened" as const), severity }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("worsened" as const),
      severity,
      why: fc.constantFrom("severity" as const, "growth" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("returned" as const), latches: fc.boolean() }) },
  fc.record({
    kind: fc.constantFrom("acknowledged" as const, "reset" as const),
    by: fc.constantFrom("Ada", "Grace"),
  }),
  fc.constant<Happening>({ kind: "called again" }),
  fc.constant<Happening>({ kind: "shelved", by: "Ada", forMs: minutes(30) }),
  fc.constant<Happening>({ kind: "unshelved", by: "Ada" }),
  fc.constant<Happening>({ kind: "suppressed" }),
  fc.constant<Happening>({ kind: "unsuppressed" }),
);

const alarmAct = fc.record({
  kind: fc.constant("alarm" as const),
  key: fc.nat({ max: keys.length - 1 }),
  what: happening,
});
const wait = fc.record({
  kind: fc.constant("wait" as const),
  ms: fc.constantFrom(seconds(1), seconds(7), seconds(40), minutes(4), minutes(20), hours(3)),
});
const clock = fc.record({
  kind: fc.constant("clock" as const),
  byMs: fc.constantFrom(-hours(30), -minutes(3), -seconds(2), minutes(7), hours(50)),
});
const usualActs = fc.array(fc.oneof({ weight: 4, arbitrary: alarmAct }, { weight: 2, arbitrary: wait }), {
  maxLength: 60,
});
const allActs = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: alarmAct },
    { weight: 4, arbitrary: wait },
    { weight: 1, arbitrary: clock },
  ),
  { maxLength: 60 },
);

const team: NoticePolicy = policy(
  [
    person("ada"),
    person("bob", {
      quiet: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMin: 780, toMin: 420, zone: "Europe/Berlin" }],
    }),
    person("cleo"),
  ],
  [
    route(["bob"], { classes: ["limit"], repeatMs: minutes(30) }),
    route(["ada", "bob"], {
      repeatMs: minutes(15),
      escalate: [
        { afterMs: minutes(10), tell: ["cleo"] },
        { afterMs: minutes(25), tell: ["ada", "bob", "cleo"] },
      ],
    }),
  ],
);

/** What the alarm machine would let happen. */
function canHappen({ condition, holds }: Alarm, what: Happening): boolean {
  const stands = condition.kind !== "normal" && condition.kind !== "rising";
  const isPresent = condition.kind === "unacknowledged" || condition.kind === "acknowledged";
  const known = toOccurrence(condition)?.finding.severity ?? "advisory";
  switch (what.kind) {
    case "opened":
      return !isPresent;
    case "worsened":
      return isPresent && (what.why === "growth" ? what.severity === known : isWorse(what.severity, known));
    case "returned":
    case "revised":
      return isPresent;
    case "acknowledged":
      return stands && condition.kind !== "acknowledged" && condition.kind !== "latched";
    case "called again":
      return condition.kind === "acknowledged";
    case "reset":
      return condition.kind === "latched";
    case "shelved":
      return stands && holds.shelved === null;
    case "unshelved":
    case "shelf ended":
      return holds.shelved !== null;
    case "suppressed":
      return holds.suppressed === null;
    case "unsuppressed":
      return holds.suppressed !== null;
    default:
      return false;
  }
}

/** After each act, `look` is called; occurrences never share a second. */
function play(given: NoticePolicy, acts: readonly Act[], look: (rig: Rig) => void = () => {}): Rig {
  const rig = createRig(given);
  for (const act of acts) {
    if (act.kind === "clock") rig.setClock(rig.nowMs() + act.byMs);
    else if (act.kind === "wait")
      for (let waitedMs = 0; waitedMs < act.ms; waitedMs += tickMs) {
        rig.after(Math.min(tickMs, act.ms - waitedMs), tickMs);
        look(rig);
      }
    else {
      const key = keys[act.key]!;
      if (!canHappen(rig.alarm(key), act.what)) continue;
      rig.happens(key, act.what);
      look(rig);
      rig.after(seconds(1));
      look(rig);
    }
  }
  return rig;
}
const tickMs = seconds(30);

const toText = (reason: LetterReason): string => JSON.stringify(reason);

describe("whatever happens to the alarms", () => {
  test("a replay of the journal comes to the same state, whoever is configured by then", () => {
    const others = policy([person("dora")], [route(["dora"], { repeatMs: minutes(1) })]);
    fc.assert(
      fc.property(allActs, fc.double({ min: 0, max: 1, noNaN: true }), (acts, share) => {
        const { book, journal } = play(team, acts);
        const { state } = book;
        expect(replay(journal, team)).toEqual(state);
        expect(replay(journal, others)).toEqual(state);
        const cut = Math.floor(journal.length * share);
        const later = createCallBook(team, replay(journal.slice(0, cut), others));
        for (const entry of journal.slice(cut)) {
          if (entry.kind === "step") later.observe(entry.change);
          else later.evolve(entry.fact);
        }
        expect(later.state).toEqual(state);
        expect(later.nextMs()).toEqual(createCallBook(team, state).nextMs());
      }),
      { numRuns: 150 },
    );
  });

  test("a book that was restarted says what the other would have said", () => {
    fc.assert(
      fc.property(allActs, wait, (acts, { ms }) => {
        const { book, nowMs } = play(team, acts);
        const again = createCallBook(team, book.state);
        expect(again.decideByClock(nowMs() + ms)).toEqual(book.decideByClock(nowMs() + ms));
      }),
      { numRuns: 150 },
    );
  });

  test("nobody is told the same thing twice, and no two letters have the same name", () => {
    fc.assert(
      fc.property(usualActs, (acts) => {
        // An alarm that calls again, or whose hold ends, is the same occurrence once more.
        const { letters } = play(
          team,
          acts.filter((act) => act.kind !== "alarm" || act.what.kind !== "called again"),
        );
        const things = letters
          .filter(({ form }) => form !== "flood")
          .flatMap(({ personId, items }) =>
            items
              .filter(({ reason }) => reason.kind !== "no longer held")
              .map(({ occurrenceId, reason }) => `${personId} ${occurrenceId} ${toText(reason)}`),
          );
        expect(things).toEqual([...new Set(things)]);
        const names = letters.map(({ id }) => id);
        expect(names).toEqual([...new Set(names)]);
        for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
      }),
      { numRuns: 200 },
    );
  });

  test("an alarm that calls tells each person once, in whatever form", () => {
    fc.assert(
      fc.property(allActs, (acts) => {
        const { journal } = play(team, acts);
        for (const entry of journal) {
          if (entry.kind !== "fact" || entry.fact.kind !== "called") continue;
          expect(entry.fact.people).toEqual([...new Set(entry.fact.people)]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a call of a warning or an emergency never waits, and quiet hours keep nothing else for long", () => {
    const sleepers = policy(
      [
        person("ada", {
          quiet: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMin: 0, toMin: 0, zone: "UTC" }],
        }),
      ],
      [route(["ada"])],
    );
    fc.assert(
      fc.property(usualActs, (acts) => {
        const rig = play(sleepers, acts);
        for (const entry of rig.journal) {
          if (entry.kind !== "fact" || entry.fact.kind !== "kept") continue;
          for (const { form, severity: its } of entry.fact.kept)
            expect(form === "call" && isUrgent(its)).toBe(false);
        }
        for (const { severity: its, form, flood } of rig.letters)
          expect(isUrgent(its) || (form === "flood" && flood !== null)).toBe(true);
        const fresh = createRig(sleepers);
        fresh.happens(keys[0]!, { kind: "opened", severity: "warning" });
        expect(fresh.letters.map(({ atMs }) => atMs)).toEqual([noonMs]);
      }),
      { numRuns: 100 },
    );
  });

  test("a warning that was told and is unacknowledged is followed by a reminder in time, until it is not", () => {
    const repeatMs = minutes(15);
    const given = policy([person("ada")], [route(["ada"], { repeatMs })]);
    fc.assert(
      fc.property(usualActs, (acts) => {
        /** Since when each loop has a told alarm that waits; letters start it anew. */
        const sinceByLoop = new Map<string, number>();
        let seen = 0;
        const calledIds = new Set<string>();
        play(given, acts, (rig) => {
          for (const { form, items, atMs } of rig.letters.slice(seen)) {
            for (const { occurrenceId, incidentId, reason } of items) {
              const isNews = ["joined", "acknowledged", "returned to normal", "reset"].includes(reason.kind);
              if (form === "news" || isNews) continue;
              calledIds.add(occurrenceId);
              const loopId = incidentId.slice("incident.".length);
              if (sinceByLoop.has(loopId)) sinceByLoop.set(loopId, atMs);
            }
          }
          seen = rig.letters.length;
          for (const loopId of ["a", "b"]) {
            const waits = keys.some((key) => key.loopId === loopId && isWaiting(rig.alarm(key), calledIds));
            if (!waits) sinceByLoop.delete(loopId);
            else if (!sinceByLoop.has(loopId)) sinceByLoop.set(loopId, rig.nowMs());
            const sinceMs = sinceByLoop.get(loopId) ?? rig.nowMs();
            expect(rig.nowMs() - sinceMs).toBeLessThanOrEqual(repeatMs + tickMs);
          }
        });
      }),
      { numRuns: 200 },
    );
  });
});

const isWaiting = (alarm: Alarm, called: ReadonlySet<string>): boolean => {
  const { condition } = alarm;
  const occurrence = toOccurrence(condition);
  if (occurrence === null || !called.has(occurrence.id) || isHeld(alarm)) return false;
  const its: Severity = occurrence.finding.severity;
  return condition.kind.endsWith("unacknowledged") && isUrgent(its);
};

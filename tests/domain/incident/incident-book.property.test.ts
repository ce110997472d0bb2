import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AlarmKey } from "../../../protocol/alarm.ts";
import { toKeyText } from "../../../server/domain/alarm/alarm-id.ts";
import { createAlarmSet } from "../../../server/domain/alarm/alarm-set.ts";
import { toOccurrence } from "../../../server/domain/alarm/evolve-alarm.ts";
import { createIncidentBook } from "../../../server/domain/incident/incident-book.ts";
import { about, createStory, type Fact, keyOf, min, type Story } from "./alarm-story.ts";

const keys: readonly AlarmKey[] = [
  ...["leak", "sensor", "data-path", "process", "sensing"].flatMap((alarmClass) =>
    ["a", "b"].map((loopId) => keyOf(alarmClass as AlarmKey["alarmClass"], null, loopId)),
  ),
  keyOf("limit", "low", "a"),
  keyOf("limit", "high", "a"),
  keyOf("house", "delivery", "loopwatch"),
];

const move = fc.record({
  key: fc.constantFrom(...keys),
  afterMin: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(60, 5000)),
  kind: fc.constantFrom(
    "open",
    "open",
    "return",
    "return",
    "acknowledge",
    "acknowledge",
    "worsen",
    "revise",
    "reset",
  ),
});

/** Does what the alarm's state allows. */
function tell(story: Story, key: AlarmKey, kind: string, m: number): void {
  const { condition } = story.alarms.get(key);
  const stands = toOccurrence(condition) !== null;
  const isPresent = condition.kind === "unacknowledged" || condition.kind === "acknowledged";
  if (kind === "open" && !isPresent) story.opens(key, m);
  if (kind === "worsen" && isPresent) story.worsens(key, m, { severity: "warning" });
  if (kind === "revise" && isPresent) story.revised(key, m, { onsetMs: min(m - 3) });
  if (kind === "return" && isPresent) story.returns(key, m, key.alarmClass === "leak");
  if (kind === "acknowledge" && stands && !("acknowledgement" in condition)) story.acknowledged(key, m);
  if (kind === "reset" && condition.kind === "latched")
    story.happen(key, { kind: "reset", act: { by: "Ada", atMs: min(m), comment: "" } });
}

const forAll = (check: (story: Story) => void): void =>
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60, size: "max" }), (moves) => {
      const story = createStory();
      let m = 0;
      for (const { key, afterMin, kind } of moves) {
        m += afterMin;
        tell(story, key, kind, m);
      }
      check(story);
    }),
    { numRuns: 200, seed: 20_221_215 },
  );

/** Gives a book the facts, and goes on with another one from its state at `cut`. */
function replayCutAt(facts: readonly Fact[], cut: number) {
  const alarms = createAlarmSet();
  let book = createIncidentBook();
  for (const [k, fact] of facts.entries()) {
    if (k === cut) book = createIncidentBook(JSON.parse(JSON.stringify(book.state)) as typeof book.state);
    if ("declared" in fact) continue;
    book.take(fact.key, alarms.evolve(fact.key, fact.event), fact.writtenMs);
  }
  return book;
}

describe("whatever alarms come and go", () => {
  test("every alarm that stands belongs to an open incident that shows it, and no other one shows it standing", () => {
    forAll(({ book, alarms }) => {
      for (const key of keys) {
        const occurrence = toOccurrence(alarms.get(key).condition);
        if (occurrence === null) continue;
        const showing = book
          .list()
          .filter(({ members }) => members.some((one) => one.stands && one.occurrenceId === occurrence.id));
        expect(showing.map(({ id }) => id)).toEqual([book.incidentOf(key)]);
        expect(showing[0]?.closedMs).toBeNull();
      }
    });
  });

  test("an incident is closed exactly while none of its members stands", () => {
    forAll(({ book }) => {
      for (const { closedMs, members } of book.list())
        expect(closedMs === null).toBe(members.some(({ stands }) => stands));
    });
  });

  test("only silence is shared between loops, and the monitor's own troubles with nothing", () => {
    forAll(({ book }) => {
      for (const { members } of book.list()) {
        const loops = new Set(members.map(({ occurrenceId }) => occurrenceId.split(".")[0]));
        const classes = new Set(members.map(({ alarmClass }) => alarmClass));
        if (loops.size > 1) expect([...classes]).toEqual(["sensing"]);
        if (classes.has("house")) expect(members).toHaveLength(1);
      }
    });
  });

  test("the same facts give the same incidents, also when they are read in two parts", () => {
    forAll(({ book, facts }) => {
      for (const cut of [0, Math.floor(facts.length / 3), Math.floor(facts.length / 2), facts.length - 1]) {
        const again = replayCutAt(facts, cut);
        expect(again.state).toEqual(book.state);
        expect(again.list()).toEqual(book.list());
      }
    });
  });
});

test("ten thousand loops in trouble are ten thousand incidents, each of which is found", () => {
  const story = createStory();
  const keyAt = (n: number): AlarmKey => keyOf("leak", null, `loop-${n}`);
  const ids = Array.from({ length: 10_000 }, (_, n) =>
    story.opens(keyAt(n), n / 1000, about("Coolant leak")),
  );
  expect(new Set(ids).size).toBe(10_000);
  expect(story.book.list()).toHaveLength(10_000);
  for (const n of [0, 5000, 9999]) {
    expect(story.opens(keyOf("limit", "low", `loop-${n}`), 60)).toBe(ids[n]);
    expect(story.book.incidentOf(keyAt(n))).toBe(ids[n]);
  }
  expect(toKeyText(keyAt(7))).toBe("loop-7.leak");
});

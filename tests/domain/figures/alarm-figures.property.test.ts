import fc from "fast-check";
import { expect, test } from "vitest";
import { type AlarmKey, severities } from "../../../protocol/alarm.ts";
import { minutes, seconds } from "../../../protocol/time.ts";
import type { AlarmEvent } from "../../../server/domain/alarm/alarm.ts";
import type { AlarmFact } from "../../../server/domain/figures/alarm-figures.ts";
import { toFinding } from "../../support/builders.ts";
import { computeFigures } from "./compute-figures.ts";

/** Another way to the same figures: every question is put to the whole list, and nothing is shared with the product. */
const t0 = 1_671_062_400_000;
const fromMs = t0 + minutes(60);
const toMs = t0 + minutes(200);

interface Call {
  readonly ms: number;
  readonly key: string;
  readonly severity: string;
}

const nameOf = ({ loopId }: AlarmKey): string => `${loopId}.limit.low`;

/** Who was held at a place of the journal, from what was said of it before. */
function isHeldAt(facts: readonly AlarmFact[], place: number): boolean {
  const { key } = facts[place]!;
  const mine = facts
    .slice(0, place + 1)
    .filter((fact) => fact.key === key)
    .map(({ event }) => event.kind);
  const last = (...kinds: AlarmEvent["kind"][]): AlarmEvent["kind"] | undefined =>
    mine.findLast((kind) => kinds.includes(kind));
  return (
    last("shelved", "unshelved", "worsened") === "shelved" ||
    last("taken out of service", "put back in service") === "taken out of service"
  );
}

/** What was found of an alarm that stands at a place of the journal, where nobody ever acknowledges. */
function standsAt(facts: readonly AlarmFact[], place: number) {
  const mine = facts.slice(0, place + 1).filter(({ key }) => key === facts[place]!.key);
  const last = mine.findLast(({ event }) => "finding" in event || event.kind === "returned")?.event;
  return last !== undefined && "finding" in last ? last.finding : null;
}

function callsOf(facts: readonly AlarmFact[]): Call[] {
  return facts.flatMap(({ writtenMs, key, event }, place) => {
    const isCall = ["opened", "worsened", "unshelved", "put back in service"].includes(event.kind);
    if (!isCall || writtenMs < fromMs || writtenMs >= toMs || isHeldAt(facts, place)) return [];
    const finding = standsAt(facts, place);
    return finding === null ? [] : [{ ms: writtenMs, key: nameOf(key), severity: finding.severity }];
  });
}

const within = (calls: readonly Call[], ms: number, spanMs: number): number =>
  calls.filter((call) => call.ms <= ms && call.ms > ms - spanMs).length;

/** Floods second by second. */
function floodSeconds(calls: readonly Call[]): { count: number; s: number } {
  let [count, s, isFlood] = [0, 0, false];
  for (let ms = fromMs; ms < toMs; ms += 1000) {
    const n = within(calls, ms, minutes(10));
    if (!isFlood && n > 10) [count, isFlood] = [count + 1, true];
    else if (isFlood && n < 5) isFlood = false;
    if (isFlood) s += 1;
  }
  return { count, s };
}

const move = fc.record({
  loop: fc.integer({ min: 0, max: 3 }),
  afterS: fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 900 }) },
  ),
  severity: fc.constantFrom(...severities),
  pick: fc.integer({ min: 0, max: 19 }),
});

/** A journal as a machine without delays might write it: nothing opens that stands, nothing returns that does not. */
function toJournal(
  moves: readonly { loop: number; afterS: number; severity: (typeof severities)[number]; pick: number }[],
): AlarmFact[] {
  const keys = [0, 1, 2, 3].map((n): AlarmKey => ({ loopId: `loop-${n}`, alarmClass: "limit", part: "low" }));
  const stands = new Set<number>();
  const held = { shelved: new Set<number>(), out: new Set<number>() };
  let atMs = t0;
  return moves.flatMap(({ loop, afterS, severity, pick }): AlarmFact[] => {
    atMs += seconds(afterS);
    const act = { by: "Ada", atMs, comment: "" };
    const tell = (event: AlarmEvent): AlarmFact[] => [{ key: keys[loop]!, writtenMs: atMs, event }];
    const finding = toFinding({ severity });
    if (pick < 5 && stands.has(loop)) {
      held.shelved.delete(loop);
      return tell({ kind: "worsened", atMs, finding, why: "growth" });
    }
    if (pick < 14 && !stands.has(loop)) {
      stands.add(loop);
      return tell({ kind: "opened", atMs, finding });
    }
    if (pick < 18 && stands.has(loop)) {
      stands.delete(loop);
      return tell({ kind: "returned", atMs, reason: "", latches: false });
    }
    if (pick === 18 && held.shelved.delete(loop)) return tell({ kind: "unshelved", act });
    if (pick === 18) {
      held.shelved.add(loop);
      return tell({ kind: "shelved", act, untilMs: atMs + 1 });
    }
    if (pick === 19 && held.out.delete(loop)) return tell({ kind: "put back in service", act });
    if (pick === 19) {
      held.out.add(loop);
      return tell({ kind: "taken out of service", act });
    }
    return [];
  });
}

const most = (counts: readonly number[]): number => Math.max(0, ...counts);

test("the figures are what counting by hand gives", () => {
  let floods = 0;
  let chattering = 0;
  fc.assert(
    fc.property(fc.array(move, { maxLength: 400, minLength: 200, size: "max" }), (moves) => {
      const facts = toJournal(moves);
      const calls = callsOf(facts);
      const result = computeFigures(facts, fromMs, toMs);
      expect(result.annunciated).toBe(calls.length);
      for (const severity of severities)
        expect(result.bySeverity[severity]).toBe(calls.filter((call) => call.severity === severity).length);
      const urgent = calls.filter(({ severity }) => severity !== "advisory");
      expect(result.mostInTenMinutes).toBe(most(urgent.map(({ ms }) => within(urgent, ms, minutes(10)))));
      const flooded = floodSeconds(urgent);
      expect(result.floods.count).toBe(flooded.count);
      expect(result.floods.totalMs).toBe(seconds(flooded.s));
      expect(Object.fromEntries(result.topTen.map(({ key, count }) => [key, count]))).toEqual(
        Object.fromEntries(
          [...new Set(calls.map(({ key }) => key))].map((key) => [
            key,
            calls.filter((call) => call.key === key).length,
          ]),
        ),
      );

      const openings = facts.filter(
        ({ writtenMs, event }) => event.kind === "opened" && writtenMs >= fromMs && writtenMs < toMs,
      );
      const chatter = [...new Set(openings.map(({ key }) => nameOf(key)))]
        .map((key) => {
          const mine = openings.filter((fact) => nameOf(fact.key) === key).map(({ writtenMs }) => writtenMs);
          return {
            key,
            times: most(
              mine.map((ms) => mine.filter((other) => other <= ms && other > ms - minutes(1)).length),
            ),
          };
        })
        .filter(({ times }) => times >= 3);
      expect([...result.chattering].sort((a, b) => a.key.localeCompare(b.key))).toEqual(
        chatter.sort((a, b) => a.key.localeCompare(b.key)),
      );
      floods += flooded.count;
      chattering += chatter.length;
    }),
    { numRuns: 60, seed: 20_221_215 },
  );
  expect(floods).toBeGreaterThan(10);
  expect(chattering).toBeGreaterThan(10);
});

import { describe, expect, test } from "vitest";
import type { AlarmKey } from "../../../protocol/alarm.ts";
import { days, hours, minutes, seconds } from "../../../protocol/time.ts";
import type { AlarmEvent } from "../../../server/domain/alarm/alarm.ts";
import type { AlarmFact } from "../../../server/domain/figures/alarm-figures.ts";
import { quietFigures, toFinding } from "../../support/builders.ts";
import { computeFigures } from "./compute-figures.ts";

const t0 = 1_671_062_400_000;
const keyAt = (n: number): AlarmKey => ({ loopId: `loop-${n}`, alarmClass: "leak", part: null });

const fact = (n: number, writtenMs: number, event: AlarmEvent): AlarmFact => ({
  key: keyAt(n),
  writtenMs,
  event,
});
const opens = (n: number, ms: number, given: Parameters<typeof toFinding>[0] = {}): AlarmFact =>
  fact(n, t0 + ms, { kind: "opened", atMs: t0 + ms, finding: toFinding(given) });
const worsens = (n: number, ms: number): AlarmFact =>
  fact(n, t0 + ms, {
    kind: "worsened",
    atMs: t0 + ms,
    finding: toFinding({ severity: "warning" }),
    why: "severity",
  });
const returns = (n: number, ms: number): AlarmFact =>
  fact(n, t0 + ms, { kind: "returned", atMs: t0 + ms, reason: "", latches: false });
const act = (ms: number) => ({ by: "Ada", atMs: t0 + ms, comment: "" });
const acks = (n: number, ms: number): AlarmFact => fact(n, t0 + ms, { kind: "acknowledged", act: act(ms) });
const shelves = (n: number, ms: number, forMs = days(1)): AlarmFact =>
  fact(n, t0 + ms, { kind: "shelved", act: act(ms), untilMs: t0 + ms + forMs });
const unshelves = (n: number, ms: number): AlarmFact => fact(n, t0 + ms, { kind: "unshelved", act: act(ms) });
const callsAgain = (n: number, ms: number): AlarmFact =>
  fact(n, t0 + ms, { kind: "called again", atMs: t0 + ms });
const leavesService = (n: number, ms: number): AlarmFact =>
  fact(n, t0 + ms, { kind: "taken out of service", act: act(ms) });

/** Of the first day of the story, unless it is said otherwise. */
const figures = (facts: readonly AlarmFact[], fromMs = 0, toMs = days(1)) =>
  computeFigures(facts, t0 + fromMs, t0 + toMs);
const many = (count: number, fromMs: number, everyMs: number): AlarmFact[] =>
  Array.from({ length: count }, (_, k) => opens(k, fromMs + k * everyMs));

describe("alarms that called", () => {
  test("of an empty journal are none", () => {
    expect(figures([])).toEqual(quietFigures(t0, t0 + days(1)));
    expect(computeFigures([], t0, t0).perHour).toBe(0);
  });

  test("are those that opened or got worse, and those that called again", () => {
    const result = figures([opens(1, 0), acks(1, 1000), worsens(1, 5000), returns(1, 9000), opens(2, 9000)]);
    expect(result).toMatchObject({ annunciated: 3, perHour: 3 / 24 });
    expect(result.bySeverity).toEqual({ emergency: 0, warning: 1, caution: 2, advisory: 0 });
    expect(figures([opens(1, 0), acks(1, 1000), callsAgain(1, 9000)]).annunciated).toBe(2);
  });

  test.each<[string, AlarmFact[], number]>([
    ["not those that were shelved when they opened", [shelves(1, 0), opens(1, 1000)], 0],
    ["but those whose shelf was ended before", [shelves(1, 0), unshelves(1, 500), opens(1, 1000)], 1],
    ["and those that got worse on the shelf", [opens(1, 0), shelves(1, 10), worsens(1, 1000)], 2],
    ["and those that stood when their shelf ended", [shelves(1, 0), opens(1, 10), unshelves(1, 1000)], 1],
    ["and those that stood before it, once more", [opens(1, 0), shelves(1, 10), unshelves(1, 1000)], 2],
    [
      "not those that were gone by then",
      [shelves(1, 0), opens(1, 10), returns(1, 500), unshelves(1, 1000)],
      0,
    ],
    [
      "nor those that somebody had acknowledged",
      [opens(1, 0), acks(1, 5), shelves(1, 10), unshelves(1, 1000)],
      1,
    ],
    [
      "nor those that something else still holds",
      [shelves(1, 0), leavesService(1, 5), opens(1, 10), unshelves(1, 1000)],
      0,
    ],
    ["not those out of service, however bad", [leavesService(1, 0), opens(1, 10), worsens(1, 1000)], 0],
    ["not those shelved before the span began", [shelves(1, -5000), opens(1, 1000)], 0],
    ["not those of before the span", [opens(1, -1)], 0],
    ["those at its first moment", [opens(1, 0)], 1],
    ["not those at its end", [opens(1, days(1))], 0],
    [
      "not those that a declared operation suppressed",
      [fact(1, t0, { kind: "suppressed", atMs: t0, rule: "refill", untilMs: t0 + 9e9 }), opens(1, 1000)],
      0,
    ],
  ])("%s", (_name, facts, annunciated) => {
    expect(figures(facts).annunciated).toBe(annunciated);
  });

  test("are counted by alarm, the ten that called most", () => {
    const facts = Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: n + 1 }, (_, k) => [
        opens(n, minutes(k * 60 + n)),
        acks(n, minutes(k * 60 + n + 1)),
        returns(n, minutes(k * 60 + n + 2)),
      ]),
    )
      .flat(2)
      .sort((a, b) => a.writtenMs - b.writtenMs);
    const { topTen, annunciated } = figures(facts);
    expect(annunciated).toBe(78);
    expect(topTen).toHaveLength(10);
    expect(topTen[0]).toEqual({ key: "loop-11.leak", count: 12, share: 12 / 78 });
    expect(topTen[9]?.count).toBe(3);
  });
});

describe("a flood", () => {
  test.each([
    ["ten alarms in ten minutes are none", many(10, 0, seconds(59)), 10, { count: 0, totalMs: 0 }],
    [
      "eleven are one, from the eleventh until fewer than five are left",
      many(11, 0, seconds(50)),
      11,
      { count: 1, totalMs: minutes(10) - seconds(200), shareOfTime: 400 / 86_400 },
    ],
    [
      "eleven of which the last is ten minutes after the first are none",
      many(11, 0, minutes(1)),
      10,
      { count: 0 },
    ],
    [
      "one that goes on at half the rate is still the same",
      [...many(11, 0, seconds(10)), ...many(30, minutes(2), minutes(2))],
      15,
      { count: 1, totalMs: minutes(62) - seconds(100) },
    ],
    [
      "two are two",
      [...many(20, 0, 1000), ...many(20, hours(2), 1000)],
      20,
      { count: 2, totalMs: seconds(1210) },
    ],
  ])("%s", (_name, facts, mostInTenMinutes, floods) => {
    expect(figures(facts)).toMatchObject({ mostInTenMinutes, floods });
  });

  test("that is not over counts until the end of the span", () => {
    const { floods } = figures(many(20, 0, 1000), 0, minutes(5));
    expect(floods).toEqual({ count: 1, totalMs: minutes(5) - seconds(10), shareOfTime: (300 - 10) / 300 });
  });

  test("of a clock that is set back is counted all the same", () => {
    expect(figures([...many(6, minutes(5), 1000), ...many(6, minutes(4), 1000)]).mostInTenMinutes).toBe(12);
  });
});

describe("alarms of no use", () => {
  test("chatter when they open three times within a minute", () => {
    const chatter = (n: number, everyMs: number, count: number): AlarmFact[] =>
      Array.from({ length: count }, (_, k) => [opens(n, k * everyMs), returns(n, k * everyMs + 100)]).flat();
    expect(figures(chatter(1, seconds(29), 3)).chattering).toEqual([{ key: "loop-1.leak", times: 3 }]);
    expect(figures(chatter(1, seconds(30), 3)).chattering).toEqual([]);
    expect(figures(chatter(1, seconds(10), 5)).chattering).toEqual([{ key: "loop-1.leak", times: 5 }]);
    expect(figures([shelves(1, -1), ...chatter(1, seconds(10), 5)]).chattering).toHaveLength(1);
  });

  test("are fleeting when they return within ten seconds of opening, each counted once", () => {
    expect(figures([opens(1, 0), returns(1, 10_000), opens(2, 0), returns(2, 10_001)]).fleeting).toBe(1);
    expect(figures([opens(1, 0), returns(1, 5), opens(1, 100), returns(1, 105)]).fleeting).toBe(1);
    expect(figures([opens(1, 0), worsens(1, 9000), returns(1, 12_000)]).fleeting).toBe(0);
  });

  test("are stale when they stand for more than a day, acknowledged or not", () => {
    const facts = [
      opens(1, -1),
      opens(2, -1),
      acks(2, 5),
      opens(3, 0),
      opens(4, -1),
      acks(4, 1),
      returns(4, 2),
    ];
    expect(figures(facts).stale).toEqual(
      [`loop-1.leak.${t0 / 1000}`, `loop-2.leak.${t0 / 1000}`].map((id) =>
        id.replace(`${t0 / 1000}`, `${t0 / 1000 - 1}`),
      ),
    );
  });
});

describe("the time to an acknowledgement", () => {
  test.each<[string, AlarmFact[], { median: number; longest: number } | null]>([
    ["of one", [opens(1, 0), acks(1, 5000)], { median: 5000, longest: 5000 }],
    [
      "of an even number is in the middle",
      [opens(1, 0), opens(2, 0), acks(1, 1000), acks(2, 4000)],
      { median: 2500, longest: 4000 },
    ],
    [
      "of an odd number is that of the middle one",
      [1, 2, 3].flatMap((n) => [opens(n, 0), acks(n, n * n * 1000)]),
      { median: 4000, longest: 9000 },
    ],
    [
      "counts from the last call",
      [opens(1, 0), worsens(1, 3000), acks(1, 5000)],
      { median: 2000, longest: 2000 },
    ],
    [
      "counts again after an acknowledgement that was ignored",
      [opens(1, 0), acks(1, 1000), callsAgain(1, 9000), acks(1, 12_000)],
      { median: 2000, longest: 3000 },
    ],
    [
      "counts from the end of what held it",
      [shelves(1, 0), opens(1, 10), unshelves(1, 5000), acks(1, 6000)],
      { median: 1000, longest: 1000 },
    ],
    ["is not known of one that called nobody", [shelves(1, 0), opens(1, 10), acks(1, 6000)], null],
    [
      "counts what called before the span",
      [opens(1, -60_000), acks(1, 6000)],
      { median: 66_000, longest: 66_000 },
    ],
    [
      "goes on after a return",
      [opens(1, 0), returns(1, 3000), acks(1, 5000)],
      { median: 5000, longest: 5000 },
    ],
  ])("%s", (_name, facts, expected) => {
    expect(figures(facts).timeToAcknowledgeMs).toEqual(expected);
  });
});

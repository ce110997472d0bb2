import { beforeEach, describe, expect, test } from "vitest";
import type { HistoryQuestion } from "../../../client/state/history.ts";
import { firstSampleMs } from "../../../client/state/history.ts";
import { createTrends, type Trends } from "../../../client/state/trends.ts";
import type { Frame, History } from "../../../protocol/telemetry.ts";
import { minutes } from "../../../protocol/time.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { someLoop } from "../fixtures.ts";

const nothing = (): (number | null)[][] => someLoop.channels.map(() => []);
const frame = (tMs: readonly number[], coalesced = 0): Frame => ({
  loopId: "loop-a",
  coalesced,
  tMs,
  columns: [...someLoop.channels.map(() => tMs.map(() => 1)), tMs.map(() => 44)],
});
const signal = (lastSampleMs: number | null) => ({
  loopId: "loop-a",
  lastSampleMs,
  lastArrivalMs: lastSampleMs,
  silent: false,
});
const history = (fromMs: number, toMs: number): History => ({
  loopId: "loop-a",
  fromMs,
  toMs,
  bucketMs: 1000,
  tMs: [fromMs, toMs],
  columns: [...nothing().map(() => [1, 1]), [43, 43]],
});

describe("a trend", () => {
  let clock: FakeClock;
  let asked: HistoryQuestion[];
  let answers: boolean[];
  let trends: Trends;

  beforeEach(() => {
    clock = createFakeClock();
    asked = [];
    answers = [];
    trends = createTrends({
      clock,
      fetchHistory: async (question) => {
        asked.push(question);
        const ok = answers.shift() ?? true;
        return ok
          ? { ok, value: history(question.fromMs ?? 0, question.toMs - 1) }
          : { ok, reason: "the server answered 503" };
      },
    });
  });
  const open = () => trends.open({ loopId: "loop-a", rangeMs: minutes(10), points: 100 }, () => undefined);
  const tickAfter = async (ms: number) => {
    await clock.advance(ms);
    trends.tick();
    await clock.settle();
  };

  test("of an unknown loop cannot be opened", () => {
    expect(open()).toBeNull();
  });

  test("of a loop never heard asks for nothing and draws nothing", async () => {
    trends.takeLoops([someLoop], [signal(null)]);
    const trend = open();
    await tickAfter(5000);
    expect(asked).toEqual([]);
    expect(trend?.assemble()).toBeNull();
  });

  test("asks for its range before the newest source time and draws live rows after it", async () => {
    trends.takeLoops([someLoop], [signal(minutes(60))]);
    const trend = open();
    await clock.settle();
    expect(asked).toEqual([{ loopId: "loop-a", points: 100, fromMs: minutes(50), toMs: minutes(60) + 1 }]);
    trends.takeFrame(frame([minutes(60) + 1000]));
    const stretch = trend?.assemble();
    expect([stretch?.fromMs, stretch?.toMs]).toEqual([minutes(50) + 1000, minutes(60) + 1000]);
    expect(stretch?.window.columns.at(-1)?.at(-1)).toBe(44);
  });

  test("asks again after rows were left out and frames have been calm", async () => {
    trends.takeLoops([someLoop], [signal(minutes(60))]);
    open();
    await clock.settle();
    await clock.advance(100);
    trends.takeFrame(frame([minutes(61)], 9));
    await tickAfter(900);
    expect(asked).toHaveLength(1);
    await tickAfter(100);
    expect(asked).toHaveLength(2);
    await tickAfter(10_000);
    expect(asked).toHaveLength(2);
  });

  test("asks again when a late row could not be put into its place", async () => {
    trends.takeLoops([someLoop], [signal(minutes(60))]);
    open();
    await clock.settle();
    trends.takeFrame(frame([minutes(61)]));
    trends.takeFrame(frame([minutes(60)]));
    await tickAfter(1000);
    expect(asked).toHaveLength(2);
  });

  test("says that the history could not be read, and tries again", async () => {
    answers = [false];
    trends.takeLoops([someLoop], [signal(minutes(60))]);
    const trend = open();
    await clock.settle();
    expect(trend?.problem()).toBe("the server answered 503");
    await tickAfter(4900);
    expect(asked).toHaveLength(1);
    await tickAfter(100);
    expect(asked).toHaveLength(2);
    expect(trend?.problem()).toBeNull();
  });

  test("starts anew with a snapshot, also when source time went back", async () => {
    trends.takeLoops([someLoop], [signal(minutes(60))]);
    const trend = open();
    await clock.settle();
    trends.takeLoops([someLoop], [signal(minutes(20))]);
    await tickAfter(500);
    expect(asked[1]?.toMs).toBe(minutes(20) + 1);
    expect(trend?.assemble()?.toMs).toBe(minutes(20));
  });

  test("asks for nothing once it is closed", async () => {
    trends.takeLoops([someLoop], [signal(minutes(60))]);
    open()?.close();
    await clock.settle();
    trends.takeLoops([someLoop], [signal(minutes(70))]);
    await tickAfter(5000);
    expect(asked).toHaveLength(1);
  });

  test("that is frozen asks once for its stretch and stays there, whatever comes in", async () => {
    trends.takeLoops([someLoop], [signal(60_000)]);
    const frozen = { fromMs: 10_000, toMs: 20_000 };
    const wish = { loopId: "loop-a", rangeMs: minutes(10), points: 100, frozen };
    const trend = trends.open(wish, () => undefined);
    await clock.settle();
    trends.takeFrame(frame([61_000, 62_000], 5));
    await tickAfter(30_000);
    expect(asked).toEqual([{ loopId: "loop-a", points: 100, ...frozen }]);
    expect(trend?.assemble()).toMatchObject(frozen);
    expect(trend?.assemble()?.window.tMs.every((tMs) => tMs >= 10_000 && tMs <= 20_000)).toBe(true);
  });

  test("that is frozen shows a loop of which nothing was heard since the start", async () => {
    trends.takeLoops([someLoop], [signal(null)]);
    const frozen = { fromMs: 10_000, toMs: 20_000 };
    const trend = trends.open({ loopId: "loop-a", rangeMs: null, points: 100, frozen }, () => undefined);
    await clock.settle();
    expect(asked).toHaveLength(1);
    expect(trend?.assemble()?.window.tMs).toEqual([10_000, 19_999]);
  });
});

test("the first sample of a history is its first row with a value", () => {
  const empty = { ...history(0, 1000), columns: [[null, null]] };
  expect(firstSampleMs(empty)).toBeNull();
  expect(
    firstSampleMs({
      ...empty,
      columns: [
        [null, null],
        [null, 3],
      ],
    }),
  ).toBe(1000);
});

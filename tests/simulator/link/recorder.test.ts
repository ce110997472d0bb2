import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recorderCapacity } from "../../../simulator/link/create-recorder.ts";
import {
  arrivalSeconds,
  frameAt,
  gapOf,
  linkOf,
  runSeconds,
  sampledSeconds,
  startS,
  upTo,
} from "./test-links.ts";

/** As in the story of a leak that begins in a loss of signal: 536 s lost, the dump four minutes after. */
const lossS = 536;
const recorder = { dumpAfterS: 240, speed: 10, shuffledBlockS: 60 };
const isSorted = (xs: readonly number[]) => xs.every((x, i) => i === 0 || x >= (xs[i - 1] ?? x));

describe("a recorder", () => {
  test("dumps all of a gap once, out of order, while live frames go on", () => {
    const link = linkOf({ link: { recorder }, events: [gapOf(100, lossS)] });
    const arrivals = runSeconds(link, 1200);
    const seconds = sampledSeconds(arrivals);
    const times = arrivalSeconds(arrivals);
    expect([...seconds].sort((a, b) => a - b)).toEqual(upTo(1200));
    const isDumped = (second: number) => second >= 100 && second < 100 + lossS;
    const dumped = seconds.filter(isDumped);
    expect(isSorted(dumped)).toBe(false);
    const live = seconds.flatMap((second, i) => (isDumped(second) ? [] : [[second, times[i]]]));
    expect(live.every(([second, time]) => second === time)).toBe(true);
    const dumpTimes = seconds.flatMap((second, i) => (isDumped(second) ? [times[i] ?? 0] : []));
    expect(Math.min(...dumpTimes)).toBe(100 + lossS + 240);
    expect(Math.max(...dumpTimes)).toBeLessThanOrEqual(100 + lossS + 240 + lossS / 10);
    expect(Math.max(...dumpTimes)).toBeGreaterThan(100 + lossS + 240 + lossS / 10 - 1);
    expect(link.counts()).toMatchObject({
      recorded: lossS,
      dumped: lossS,
      waiting: 0,
      lost: 0,
      overwritten: 0,
    });
  });

  test("keeps the order inside a block, and the blocks are of the described length", () => {
    const link = linkOf({ link: { recorder }, events: [gapOf(100, lossS)] });
    const dumped = sampledSeconds(runSeconds(link, 1200)).filter((i) => i >= 100 && i < 100 + lossS);
    const order = [...new Set(dumped.map((i) => Math.floor((i - 100) / 60)))];
    expect([...order].sort((a, b) => a - b)).toEqual(upTo(9));
    expect(dumped).toEqual(
      order.flatMap((block) =>
        upTo(lossS)
          .filter((i) => Math.floor(i / 60) === block)
          .map((i) => i + 100),
      ),
    );
  });

  test("shuffles only blocks that hold points, and plays no silence", () => {
    const fine = { dumpAfterS: 0, speed: 1, shuffledBlockS: 1e-6 };
    const link = linkOf({ link: { recorder: fine }, events: [gapOf(0, lossS)] });
    // One point every ten seconds: the blocks between them hold none.
    for (const i of upTo(2 * lossS)) link.push(startS + i, i % 10 === 0 ? frameAt(startS + i) : null);
    const dumped = link.takeUntil((startS + 2 * lossS) * 1000).flatMap((arrival, i, all) => {
      const [second = Number.NaN] = sampledSeconds([arrival]);
      return second < lossS ? [{ second, at: arrivalSeconds(all)[i] ?? Number.NaN }] : [];
    });
    const seconds = dumped.map(({ second }) => second);
    expect(isSorted(seconds)).toBe(false);
    expect(seconds.toSorted((a, b) => a - b)).toEqual(upTo(54).map((i) => 10 * i));
    for (const { at } of dumped) expect(at).toBeLessThan(lossS + 1);
  });

  test("that does not shuffle keeps the order of all", () => {
    const link = linkOf({
      link: { recorder: { ...recorder, shuffledBlockS: 0 } },
      events: [gapOf(100, lossS)],
    });
    const dumped = sampledSeconds(runSeconds(link, 1200)).filter((i) => i >= 100 && i < 100 + lossS);
    expect(dumped).toEqual(upTo(lossS).map((i) => i + 100));
  });

  test("with duplicates brings each point once apart from them", () => {
    const link = linkOf({ link: { recorder, duplicates: 0.1 }, events: [gapOf(100, lossS)] });
    const seconds = sampledSeconds(runSeconds(link, 1200));
    expect([...new Set(seconds)].sort((a, b) => a - b)).toEqual(upTo(1200));
    // The doubles of the last second are still on their way.
    expect(link.counts().duplicated - (seconds.length - 1200)).toBeLessThanOrEqual(1);
    expect(link.counts().duplicated).toBeGreaterThan(60);
  });

  test("stands still while the signal is lost again, and dumps the second gap after the first", () => {
    const link = linkOf({ link: { recorder }, events: [gapOf(100, lossS), gapOf(900, 100)] });
    const arrivals = runSeconds(link, 1500);
    const times = arrivalSeconds(arrivals);
    expect(times.filter((time) => time > 899 && time < 1000)).toEqual([]);
    const seconds = sampledSeconds(arrivals);
    expect([...seconds].sort((a, b) => a - b)).toEqual(upTo(1500));
    const ofFirst = seconds.flatMap((s, i) => (s >= 100 && s < 100 + lossS ? [times[i] ?? 0] : []));
    const ofSecond = seconds.flatMap((s, i) => (s >= 900 && s < 1000 ? [times[i] ?? 0] : []));
    expect(ofFirst.some((time) => time < 900)).toBe(true);
    expect(Math.max(...ofFirst)).toBeGreaterThan(1000);
    expect(Math.min(...ofSecond)).toBeGreaterThanOrEqual(1240);
  });

  test("has nothing to dump after a gap in which nothing was sampled", () => {
    const link = linkOf({ link: { recorder }, events: [gapOf(100, 50)] });
    for (const i of upTo(600)) link.push(startS + i, i < 100 || i >= 150 ? frameAt(startS + i) : null);
    const seconds = sampledSeconds(link.takeUntil((startS + 600) * 1000));
    expect(seconds).toEqual(upTo(600).filter((i) => i < 100 || i >= 150));
    expect(link.counts().recorded).toBe(0);
  });

  test("is complete whatever the gaps, the speed and the blocks", () => {
    const story = fc.record({
      gaps: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 200 })), {
        maxLength: 4,
      }),
      dumpAfterS: fc.integer({ min: 0, max: 100 }),
      speed: fc.double({ min: 2, max: 200, noNaN: true }),
      shuffledBlockS: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(story, ({ gaps, ...played }) => {
        const link = linkOf({
          link: { recorder: played },
          events: gaps.map(([at, length]) => gapOf(at, length)),
        });
        const arrivals = runSeconds(link, 2600);
        const seconds = [...sampledSeconds(arrivals)].sort((a, b) => a - b);
        expect(seconds).toEqual(upTo(2600));
        const times = arrivalSeconds(arrivals);
        expect(isSorted(times)).toBe(true);
        // No arrival while the signal is lost, whether live or dumped.
        for (const [at, length] of gaps) {
          expect(times.some((time) => time >= at && time < at + length)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("overwrites its oldest points when it is full, and counts them", () => {
    const extra = 1000;
    const gapS = recorderCapacity + extra;
    const link = linkOf({ link: { recorder: { ...recorder, speed: 100 } }, events: [gapOf(10, gapS)] });
    const seconds = sampledSeconds(runSeconds(link, gapS + 1000));
    expect([...seconds].sort((a, b) => a - b)).toEqual(
      upTo(gapS + 1000).filter((i) => i < 10 || i >= 10 + extra),
    );
    expect(link.counts()).toMatchObject({
      recorded: gapS,
      overwritten: extra,
      dumped: recorderCapacity,
      waiting: 0,
    });
  });

  test("that is full with a dump still going on overwrites what is left of that dump first", () => {
    const slow = { dumpAfterS: 0, speed: 0.5, shuffledBlockS: 10 };
    const second = recorderCapacity - 100;
    const link = linkOf({ link: { recorder: slow }, events: [gapOf(0, 500), gapOf(600, second)] });
    runSeconds(link, 600 + second);
    // 100 s of dumping at half speed brought some 50 points; of the rest all but a hundred were overwritten.
    const { dumped, overwritten, waiting } = link.counts();
    expect(dumped).toBeGreaterThan(40);
    expect(dumped).toBeLessThanOrEqual(50);
    expect(waiting).toBe(recorderCapacity);
    expect(overwritten).toBe(500 + second - dumped - recorderCapacity);
  });

  test("holds no more than its capacity in a gap without an end", () => {
    const link = linkOf({ link: { recorder }, events: [gapOf(0, null)] });
    runSeconds(link, 3 * recorderCapacity);
    expect(link.counts()).toMatchObject({ waiting: recorderCapacity, overwritten: 2 * recorderCapacity });
  });

  test("that would never finish a dump is refused", () => {
    expect(() => linkOf({ link: { recorder: { ...recorder, speed: 0 } } })).toThrow(RangeError);
  });
});

import { describe, expect, test } from "vitest";
import { detectedClasses } from "../../../protocol/alarm.ts";
import type { LoopDetector } from "../../../server/domain/detection/loop-detector.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { createBenchRun, pumpHeadKpa } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

/** Everything that a detector says of its loop. */
const said = (detector: LoopDetector): string =>
  JSON.stringify([
    detector.estimate(),
    detectedClasses.map((alarmClass) => [detector.finding(alarmClass), detector.settled(alarmClass)]),
    detector.standing,
    detector.leaking,
    detector.inventoryL,
  ]);

/** What the loop loses and how its temperature moves, second by second; `null`: no sample at all. */
type Story = (s: number) => { readonly lostL: number; readonly tempC?: number } | null;

/** Feeds every detector the same samples; returns what each said, second by second. */
function feed(detectors: readonly LoopDetector[], fromMs: number, lengthS: number, story: Story): string[][] {
  const noise = createNoise(77);
  const told = detectors.map((): string[] => []);
  for (let s = 1; s <= lengthS; s++) {
    const atMs = fromMs + s * 1000;
    const moment = story(s);
    if (moment !== null) {
      const { lostL, tempC = 20 } = moment;
      const kpa = benchPressureKpa(lostL, tempC);
      const values = [
        kpa + 0.1 * noise.normal(),
        kpa + pumpHeadKpa + 0.1 * noise.normal(),
        tempC + 0.01 * noise.normal(),
      ];
      for (const detector of detectors)
        for (const [i, value] of values.entries()) detector.take(i, atMs, value);
    }
    for (const [k, detector] of detectors.entries()) {
      detector.evaluate(atMs);
      if (s % 5 === 0) told[k]!.push(said(detector));
    }
  }
  return told;
}

const bench = (lengthS: number) => {
  const begun = createBenchRun(toLoop());
  begun.run(lengthS);
  return begun;
};

describe("a copy of a detector", () => {
  test.each<[string, number, Story]>([
    ["in the middle of learning", 700, () => ({ lostL: 0 })],
    ["at the end of learning", 1799, (s) => ({ lostL: 0.0002 * s })],
    ["before a leak", 1900, (s) => ({ lostL: 0.001 * s })],
    ["before a leak within a silence", 1900, (s) => (s > 100 && s < 500 ? null : { lostL: 0.0005 * s })],
    ["before a heat load", 1900, (s) => ({ lostL: 0, tempC: 20 + 5 * (1 - Math.exp(-s / 60)) })],
  ])("taken %s says byte for byte what the original says", (_name, learntS, story) => {
    const { detector, atMs } = bench(learntS);
    const packed = detector.pack();
    const copies = [detector, detector.fork(), detector.fork().fork(), packed.fork(), packed.fork()];
    const [original, copy, copyOfCopy, unpacked, unpackedAgain] = feed(copies, atMs, 900, story);
    expect(unpacked).toEqual(original);
    expect(unpackedAgain).toEqual(original);
    expect(copy).toEqual(original);
    expect(copyOfCopy).toEqual(original);
    expect(JSON.stringify(copies[1]!.state)).toBe(JSON.stringify(detector.state));
  });

  test.each([
    ["found seconds ago", 30],
    ["long known", 600],
    ["of which the accumulator ran empty", 1300],
  ])("of a leak %s follows it on byte for byte", (_name, leaksS) => {
    const begun = bench(1900);
    begun.run(leaksS, (s) => ({ lostL: 0.0035 * s }));
    expect(begun.detector.leaking).toBe(true);
    const lostL = 0.0035 * leaksS;
    const [original, copy] = feed([begun.detector, begun.detector.fork()], begun.atMs, 300, (s) =>
      s > 100 && s < 160 ? null : { lostL: lostL + 0.0035 * s },
    );
    expect(copy).toEqual(original);
  });

  test("in a silence, a suspension and a dispute goes on byte for byte", () => {
    const begun = bench(1900);
    begun.run(300, (s) => ({ off: { "p-out": -0.012 * s } }));
    begun.detector.operate("refill", begun.atMs);
    begun.silence(120);
    const [original, copy] = feed([begun.detector, begun.detector.fork()], begun.atMs, 600, () => ({
      lostL: 0,
    }));
    expect(copy).toEqual(original);
  });

  test("leaves the original as it was, whatever becomes of it", () => {
    const { detector, atMs } = bench(1900);
    const state = JSON.stringify(detector.state);
    const before = said(detector);
    const copy = detector.fork();
    feed([copy], atMs, 300, (s) => ({ lostL: 0.005 * s }));
    copy.operate("serviced", atMs + 300_000);
    feed([copy], atMs + 300_000, 60, () => ({ lostL: 0 }));
    expect(JSON.stringify(detector.state)).toBe(state);
    expect(said(detector)).toBe(before);
    expect(detector.leaking).toBe(false);
  });

  test("is left as it was by the original, too", () => {
    const { detector, atMs } = bench(1900);
    const copy = detector.fork();
    const state = JSON.stringify(copy.state);
    feed([detector], atMs, 300, (s) => ({ lostL: 0.005 * s }));
    expect(detector.leaking).toBe(true);
    expect(copy.leaking).toBe(false);
    expect(JSON.stringify(copy.state)).toBe(state);
  });
});

import { describe, expect, test } from "vitest";
import { minutes } from "../../../protocol/time.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { createBenchRun, pumpHeadKpa } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";

/** HFE-7200 at 20 °C: kilograms an hour for one litre a second. */
const kgPerHOf = (lossLPerS: number): number => lossLPerS * 3600 * 1.43136;

/** A bench loop that has just learnt what healthy is. */
function watchingBench(seed = 1) {
  const bench = createBenchRun(toLoop(), seed);
  bench.run(1900);
  return bench;
}

/** A bench loop with a leak of `lossLPerS`, followed for `lengthS` seconds. */
function leakingBench(lossLPerS: number, lengthS: number, seed = 1) {
  const bench = watchingBench(seed);
  bench.run(lengthS, (s) => ({ lostL: lossLPerS * s }));
  return bench;
}

describe("a loop on its way from unknown to leaking", () => {
  test("has no data before the first evaluation", () => {
    const { detector } = createBenchRun(toLoop());
    expect(detector.estimate()).toMatchObject({
      detection: { kind: "no-data" },
      inventoryL: null,
      leakKgPerH: null,
    });
    expect(detector.inventoryL).toBeNaN();
  });

  test("learns for its learning time and says how far it is", () => {
    const bench = createBenchRun(toLoop());
    bench.run(601);
    const { detection, inventoryL } = bench.detector.estimate();
    expect(detection).toMatchObject({ kind: "learning", progress: 1 / 3 });
    expect(detection.kind === "learning" && detection.reason).toContain("20 min of its time to go");
    expect(inventoryL).toBeCloseTo(40, 1);
    bench.run(1199);
    expect(bench.detector.estimate().detection.kind).toBe("learning");
    bench.run(1);
    expect(bench.detector.estimate().detection.kind).toBe("watching");
  });

  test("then watches, and names the smallest leak that it would find in ten minutes", () => {
    const bench = watchingBench();
    const { detection } = bench.detector.estimate();
    expect(detection.kind).toBe("watching");
    const smallestKgPerH = detection.kind === "watching" ? detection.smallestKgPerH : null;
    expect(smallestKgPerH).toBeGreaterThan(0);
    expect(smallestKgPerH).toBeLessThan(1);
    // It keeps its word: three times as much is found in that time.
    const lossLPerS = (3 * (smallestKgPerH ?? 0)) / kgPerHOf(1);
    const found = bench.run(
      600,
      (s) => ({ lostL: lossLPerS * s }),
      () => bench.detector.leaking,
    );
    expect(found).toBeLessThan(600);
  });

  test("becomes suspicious before it calls the leak", () => {
    const bench = watchingBench();
    const kinds = new Set<string>();
    bench.run(
      1200,
      (s) => ({ lostL: 0.00005 * s }),
      () => {
        kinds.add(bench.detector.estimate().detection.kind);
        return bench.detector.leaking;
      },
    );
    expect([...kinds]).toEqual(expect.arrayContaining(["watching", "suspicious", "leaking"]));
  });

  test.each([21, 22, 23])("makes no alarm of a healthy day (seed %i)", (seed) => {
    const { detector, run } = createBenchRun(toLoop(), seed);
    const odd = (): boolean => detector.leaking || detector.finding("sensor") !== null;
    run(86_400, () => ({}), odd);
    expect(odd()).toBe(false);
    expect(detector.finding("leak")).toBeNull();
  });
});

describe("a leak that was found", () => {
  test.each([
    { lossLPerS: 0.0002, withinS: 300 },
    { lossLPerS: 0.001, withinS: 90 },
    { lossLPerS: 0.005, withinS: 40 },
  ])("of $lossLPerS L/s is called within $withinS s", ({ lossLPerS, withinS }) => {
    const bench = watchingBench();
    const tookS = bench.run(
      withinS,
      (s) => ({ lostL: lossLPerS * s }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
    expect(tookS).toBeLessThan(withinS);
  });

  test.each([1, 2, 3, 4])("is told with its rate, its sum and its beginning (seed %i)", (seed) => {
    const bench = leakingBench(0.001, 900, seed);
    const finding = bench.detector.finding("leak");
    expect(finding?.verdict).toBe("leak");
    expect(Math.abs((finding?.leakKgPerH ?? 0) / kgPerHOf(0.001) - 1)).toBeLessThan(0.05);
    expect(Math.abs((finding?.lostL ?? 0) - 0.9)).toBeLessThan(0.05);
    expect(Math.abs((finding?.onsetMs ?? 0) - (bench.atMs - 900_000))).toBeLessThan(minutes(2));
    expect(bench.detector.estimate()).toMatchObject({
      leakKgPerH: finding?.leakKgPerH,
      lostL: finding?.lostL,
      timeLeft: finding?.timeLeft,
    });
    expect(finding?.headline).toMatch(/^Coolant leak, 5\.\d+ kg\/h$/);
  });

  test("has a time left whose interval holds the truth of a pump that takes the same each second", () => {
    const bench = leakingBench(0.001, 900);
    const { timeLeft, leakSdKgPerH } = bench.detector.estimate();
    // 40 L less 0.9 L, down to 36 L, at 1 mL/s.
    const trueMs = (3.1 / 0.001) * 1000;
    expect(timeLeft?.p05Ms).toBeLessThan(trueMs);
    expect(timeLeft?.p95Ms).toBeGreaterThan(trueMs);
    expect(leakSdKgPerH).toBeLessThan(0.2 * kgPerHOf(0.001));
  });

  test("has a time left whose middle is near the truth of a hole that loses less as the pressure falls", () => {
    const bench = watchingBench();
    // An orifice into vacuum: the loss goes with the root of the pressure, 1 mL/s at 375 kPa.
    const stepL = (lostL: number): number =>
      0.001 * Math.sqrt((benchPressureKpa(lostL, 20) + pumpHeadKpa / 2) / 375);
    let lostL = 0;
    bench.run(900, () => {
      lostL += stepL(lostL);
      return { lostL };
    });
    const { timeLeft } = bench.detector.estimate();
    let trueS = 0;
    for (let l = lostL; l < 4; trueS++) l += stepL(l);
    expect(timeLeft?.p05Ms).toBeLessThan(trueS * 1000);
    expect(timeLeft?.p95Ms).toBeGreaterThan(trueS * 1000);
    expect(Math.abs((timeLeft?.p50Ms ?? 0) / (trueS * 1000) - 1)).toBeLessThan(0.1);
  });

  test("says what moved, that the other sensor agrees, and what else it could be", () => {
    const texts = leakingBench(0.001, 900).detector.finding("leak")?.evidence ?? [];
    const spoken = texts.map(({ side, text }) => `${side}: ${text}`).join("\n");
    // Whichever was sure first is named first; the other one agrees by its own numbers.
    expect(spoken).toMatch(
      /for: (Accumulator pressure went from 300 kPa to 24\d kPa|Pump outlet pressure went from 450 kPa to 39\d kPa) in 1[56] min/,
    );
    expect(spoken).toMatch(/for: Mean coolant temperature moved by .* mL are missing/);
    expect(spoken).toMatch(
      /for: (Accumulator|Pump outlet) pressure agrees on its own: (8[5-9]|9\d)\d mL missing/,
    );
    expect(spoken).toContain("against: A loss of gas from the accumulator would look the same");
  });

  test.each([
    { lossLPerS: 0.005, severity: "emergency" },
    { lossLPerS: 0.001, severity: "warning" },
    { lossLPerS: 0.00001, severity: "caution" },
  ])("of $lossLPerS L/s is a matter of $severity", ({ lossLPerS, severity }) => {
    const bench = watchingBench();
    const foundS = bench.run(
      7200,
      (s) => ({ lostL: lossLPerS * s }),
      () => bench.detector.leaking,
    );
    bench.run(500, (s) => ({ lostL: lossLPerS * (foundS + s) }));
    expect(bench.detector.finding("leak")?.severity).toBe(severity);
  });

  test("is never ended by silence: the rate goes on from the hole, and the level goes on falling", () => {
    const bench = leakingBench(0.001, 600);
    // Past the age up to which the last values are still believed.
    bench.silence(11);
    const before = bench.detector.estimate();
    bench.silence(1200);
    const after = bench.detector.estimate();
    expect(after.detection.kind).toBe("leaking");
    // The pressure falls on with the level, and the loss through the same hole with it; by more it does not change.
    expect((after.leakKgPerH ?? 0) / (before.leakKgPerH ?? 1)).toBeGreaterThan(0.8);
    expect((after.leakKgPerH ?? 0) / (before.leakKgPerH ?? 1)).toBeLessThanOrEqual(1);
    expect(after.leakSdKgPerH).toBeGreaterThan(before.leakSdKgPerH ?? Number.POSITIVE_INFINITY);
    expect((before.inventoryL ?? 0) - (after.inventoryL ?? 0)).toBeCloseTo(1.2, 0);
    expect(after.timeLeft?.p50Ms).toBeLessThan(before.timeLeft?.p50Ms ?? 0);
    expect(bench.detector.finding("leak")?.evidence.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["Accumulator pressure is silent", "Pump outlet pressure is silent"]),
    );
  });

  test("stays when data come back, and is measured again", () => {
    const bench = leakingBench(0.001, 600);
    bench.silence(900);
    bench.run(600, (s) => ({ lostL: 0.001 * (1500 + s) }));
    expect(bench.detector.leaking).toBe(true);
    expect(bench.detector.inventoryL).toBeCloseTo(40 - 2.1, 1);
    expect(Math.abs((bench.detector.finding("leak")?.leakKgPerH ?? 0) / kgPerHOf(0.001) - 1)).toBeLessThan(
      0.1,
    );
  });

  test("stays when it slows down, and its rate follows", () => {
    const bench = leakingBench(0.001, 600);
    bench.run(3600, (s) => ({ lostL: 0.6 + 0.0003 * s }));
    expect(bench.detector.leaking).toBe(true);
    expect(Math.abs((bench.detector.finding("leak")?.leakKgPerH ?? 0) / kgPerHOf(0.0003) - 1)).toBeLessThan(
      0.15,
    );
  });

  test("goes on from the size of its hole when the accumulator is empty", () => {
    const bench = leakingBench(0.005, 790);
    expect(bench.detector.estimate().bottomedOut).toBe(true);
    const atBottom = bench.detector.inventoryL;
    expect(atBottom).toBeLessThanOrEqual(36.3);
    bench.run(200, (s) => ({ lostL: 4 + 0.005 * s }));
    expect(atBottom - bench.detector.inventoryL).toBeGreaterThan(0.8);
    expect(
      bench.detector
        .finding("leak")
        ?.evidence.map(({ text }) => text)
        .join("\n"),
    ).toContain("The accumulator is empty");
    expect(bench.detector.finding("leak")?.severity).toBe("emergency");
    expect(bench.detector.estimate().timeLeft).toEqual({ p05Ms: 0, p50Ms: 0, p95Ms: 0 });
  });

  test("is forgotten when the loop is serviced: it learns anew, from the new charge", () => {
    const bench = leakingBench(0.001, 900);
    bench.detector.operate("serviced", bench.atMs);
    expect(bench.detector.finding("leak")).toBeNull();
    bench.run(60);
    expect(bench.detector.estimate()).toMatchObject({
      detection: { kind: "learning" },
      leakKgPerH: null,
      timeLeft: null,
    });
    expect(bench.detector.inventoryL).toBeCloseTo(40, 1);
    bench.run(1900);
    expect(bench.detector.estimate().detection.kind).toBe("watching");
    bench.run(
      300,
      (s) => ({ lostL: 0.001 * s }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
  });
});

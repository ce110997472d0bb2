import { describe, expect, test } from "vitest";
import { hours } from "../../../protocol/time.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { createBenchRun, pumpHeadKpa } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

describe("missing data", () => {
  test("a thermometer that falls silent does not slow a known leak", () => {
    const bench = createBenchRun(toLoop());
    bench.run(1900);
    bench.run(900, (s) => ({ lostL: 0.001 * s }));
    bench.run(900, (s) => ({ lostL: 0.9 + 0.001 * s, shows: { "t-in": null } }));
    expect(bench.detector.finding("leak")?.leakKgPerH).toBeGreaterThan(4);
    expect(bench.detector.finding("leak")?.severity).toBe("warning");
  });

  test("without a usable thermometer the answer is unknown, not watching", () => {
    const bench = createBenchRun(toLoop());
    bench.run(1900);
    bench.run(60, () => ({ shows: { "t-in": null } }));
    expect(bench.detector.estimate().detection.kind).toBe("unknown");
    expect(bench.detector.estimate().inventoryL).toBeNull();
  });

  test("a contradiction does not end because the accused sensor falls silent", () => {
    const bench = createBenchRun(toLoop());
    bench.run(1900);
    bench.run(400, (s) => ({ off: { "p-out": -0.01 * s } }));
    expect(bench.detector.finding("sensor")).not.toBeNull();
    bench.run(60, () => ({ shows: { "p-out": null } }));
    expect(bench.detector.finding("sensor")).not.toBeNull();
  });
});

test("a leak that all sensors see in the end is not a contradiction as well", () => {
  const bench = createBenchRun(toLoop());
  const noise = createNoise(51);
  // The outlet sensor is ten times noisier, so the other one is sure first.
  const noisy = (lostL: number) => ({
    lostL,
    shows: { "p-out": benchPressureKpa(lostL, 20) + pumpHeadKpa + noise.normal() },
  });
  bench.run(1900, () => noisy(0));
  bench.run(800, (s) => noisy(0.0003 * s));
  expect(bench.detector.leaking).toBe(true);
  expect(bench.detector.finding("sensor")).toBeNull();
});

test.each([3, -3, 10, -10])(
  "a heat load of %i K that its thermometer sees early is not a leak",
  (heaterK) => {
    const bench = createBenchRun(toLoop({ learningMs: hours(4) }));
    let s = 0;
    let addedC = 0;
    let coolantC = 20;
    const story = (wantedK: number) => () => {
      s += 1;
      addedC += (wantedK - addedC) / 60;
      const sensorC = 20 + 8 * Math.sin((2 * Math.PI * s) / 5580) + addedC;
      coolantC += (sensorC - coolantC) / 100;
      return { tempC: coolantC, shows: { "t-in": sensorC } };
    };
    bench.run(5 * 3600, story(0));
    bench.run(3600, story(heaterK), () => bench.detector.leaking);
    expect(bench.detector.finding("leak")?.headline).toBeUndefined();
  },
);

import { describe, expect, test } from "vitest";
import { createBenchRun } from "../../support/bench-run.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const usual = toLoop().channels;
/** HFE-7200 at 20 °C: kilograms an hour for one litre a second. */
const kgPerHOf = (lossLPerS: number): number => lossLPerS * 3600 * 1.43136;

function watchingBench(channels = usual, seed = 1) {
  const bench = createBenchRun(toLoop({ channels }), seed);
  bench.run(1900);
  return bench;
}

describe("a loop that people work on", () => {
  test.each([
    ["a refill", "refill", 2400],
    ["an isolation", "isolation", 3600],
    ["a reopening", "reopening", 1800],
  ] as const)(
    "does not judge small losses for a while after %s, and says so",
    (named, operation, settlesS) => {
      const bench = watchingBench();
      bench.detector.operate(operation, bench.atMs);
      bench.run(60);
      expect(bench.detector.estimate().detection).toEqual({
        kind: "unknown",
        reason: expect.stringContaining(`after ${named}; only ruptures are called`),
      });
      const took = bench.run(
        2 * settlesS,
        () => ({}),
        () => bench.detector.estimate().detection.kind === "watching",
      );
      expect(took + 60).toBeGreaterThanOrEqual(settlesS);
      expect(took + 60).toBeLessThanOrEqual(settlesS + 2);
    },
  );

  test("takes the level after it for the new one: what was shut off is no leak", () => {
    const bench = watchingBench();
    bench.detector.operate("isolation", bench.atMs);
    bench.run(120, (s) => ({ lostL: Math.min(0.8, 0.05 * s) }));
    bench.run(
      2 * 3600,
      () => ({ lostL: 0.8 }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.finding("process")).toBeNull();
    expect(bench.detector.estimate().detection.kind).toBe("watching");
  });

  test("still finds a leak that begins meanwhile, when it has settled", () => {
    const bench = watchingBench();
    bench.detector.operate("reopening", bench.atMs);
    const tookS = bench.run(
      3600,
      (s) => ({ lostL: 0.0002 * s }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
    expect(tookS).toBeGreaterThan(1800);
    expect(tookS).toBeLessThan(2100);
  });

  test("calls a rupture all the same, once the valves stand", () => {
    const bench = watchingBench();
    bench.detector.operate("maintenance", bench.atMs);
    bench.run(600);
    const tookS = bench.run(
      120,
      (s) => ({ lostL: 0.03 * s }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
    expect(tookS).toBeLessThan(30);
  });

  test("calls it when half of the accumulator's coolant is gone: no work explains that", () => {
    const bench = watchingBench();
    bench.detector.operate("maintenance", bench.atMs);
    // Too slow for a rupture; 2 L of the accumulator's 4 L are gone after 5000 s.
    const tookS = bench.run(
      6000,
      (s) => ({ lostL: 0.0004 * s }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
    expect(Math.abs(tookS - 5000)).toBeLessThan(120);
    expect(bench.detector.finding("leak")?.verdict).toBe("leak");
  });

  test("ends no leak by anything but a service", () => {
    const bench = watchingBench();
    bench.run(300, (s) => ({ lostL: 0.001 * s }));
    for (const operation of ["refill", "isolation", "reopening", "maintenance"] as const) {
      bench.detector.operate(operation, bench.atMs);
      bench.run(30, () => ({ lostL: 0.3 }));
      expect(bench.detector.leaking).toBe(true);
      expect(bench.detector.settled("leak")).toBe(false);
    }
    bench.detector.operate("serviced", bench.atMs);
    expect(bench.detector.leaking).toBe(false);
  });
});

describe("a loss that nobody watched", () => {
  test("is called when the signal is back, with a beginning somewhere in the silence", () => {
    const bench = watchingBench();
    const lostMs = bench.atMs;
    bench.silence(1200);
    const tookS = bench.run(
      60,
      () => ({ lostL: 0.5 }),
      () => bench.detector.leaking,
    );
    expect(tookS).toBeLessThanOrEqual(5);
    const finding = bench.detector.finding("leak");
    expect(Math.abs((finding?.lostL ?? 0) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs((finding?.onsetMs ?? 0) - lostMs)).toBeLessThanOrEqual(20_000);
    // It may have gone at any moment of it: the rate is known no better than itself.
    expect(finding?.leakSdKgPerH).toBeGreaterThan(0.9 * (finding?.leakKgPerH ?? 0));
  });

  test("is not called when nothing is missing after it", () => {
    const bench = watchingBench();
    for (let k = 0; k < 10; k++) {
      bench.silence(600);
      bench.run(
        300,
        () => ({}),
        () => bench.detector.leaking,
      );
    }
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.finding("sensor")).toBeNull();
  });

  test("is not called on one sensor's word: the other one is heard and holds", () => {
    const bench = watchingBench();
    bench.silence(1200);
    bench.run(120, () => ({ off: { "p-acc": -30 } }));
    expect(bench.detector.leaking).toBe(false);
  });

  test("of all that the accumulator held is called, and the loop is known to be empty", () => {
    const bench = watchingBench();
    bench.silence(3600);
    bench.run(120, () => ({ lostL: 4.5 }));
    expect(bench.detector.leaking).toBe(true);
    expect(bench.detector.estimate()).toMatchObject({
      bottomedOut: true,
      timeLeft: { p05Ms: 0, p50Ms: 0, p95Ms: 0 },
    });
    expect(bench.detector.finding("leak")?.severity).toBe("emergency");
  });
});

describe("a leak that a make-up pump feeds", () => {
  const counter = toChannel({
    id: "fed",
    name: "Make-up counter",
    role: "make-up-volume",
    unit: "L",
    range: { low: 0, high: 100_000 },
    step: 0.01,
  });

  test("keeps its rate and its sum: what was put in was lost all the same", () => {
    const bench = createBenchRun(toLoop({ channels: [...usual, counter] }));
    bench.run(1900, () => ({ shows: { fed: 10 } }));
    const lossLPerS = 0.0005;
    let missingL = 0;
    let fedL = 0;
    bench.run(3000, (s) => {
      missingL += lossLPerS;
      // Every ten minutes the pump runs for one and puts back what is missing.
      if (s % 600 >= 540) {
        missingL -= 0.005;
        fedL += 0.005;
      }
      return { lostL: missingL, shows: { fed: 10 + Math.round(fedL * 100) / 100 } };
    });
    expect(fedL).toBeGreaterThan(1);
    const { leakKgPerH, lostL } = bench.detector.estimate();
    expect(Math.abs((leakKgPerH ?? 0) / kgPerHOf(lossLPerS) - 1)).toBeLessThan(0.1);
    expect(Math.abs((lostL ?? 0) - 1.5)).toBeLessThan(0.1);
  });
});

describe("a loop of which no channel tells the inventory", () => {
  const channels = [
    toChannel({ id: "flow", name: "Flow", role: "flow", unit: "L/min", range: { low: 0, high: 100 } }),
    usual[2]!,
    toChannel({
      id: "shake",
      name: "Vibration",
      role: "vibration",
      unit: "g",
      range: { low: 0, high: 10 },
      step: 0,
    }),
  ];
  const shaking = (g: number) => {
    let s = 0;
    return () => ({ shows: { shake: g + 0.01 * Math.sin(1.7 * ++s) } });
  };
  const learnt = () => {
    const bench = createBenchRun(toLoop({ channels }));
    bench.run(3600, shaking(1));
    return bench;
  };

  test("is watched for anything unusual, and says that a leak could not be told", () => {
    const { detector } = learnt();
    expect(detector.estimate()).toMatchObject({
      detection: {
        kind: "unknown",
        reason: expect.stringContaining("no channel of this loop tells its inventory"),
      },
      inventoryL: null,
      leakKgPerH: null,
      timeLeft: null,
    });
    expect(detector.finding("process")).toBeNull();
  });

  test("tells what moved, and never calls it a leak", () => {
    const bench = learnt();
    bench.run(300, shaking(1.5));
    expect(bench.detector.finding("process")).toMatchObject({ severity: "advisory", verdict: "unknown" });
    expect(bench.detector.finding("process")?.headline).toMatch(/^Vibration rose from 1\.0/);
    expect(bench.detector.estimate().detection.kind).toBe("suspicious");
    expect(bench.detector.leaking).toBe(false);
    // Silence does not take it back.
    bench.silence(1800);
    expect(bench.detector.finding("process")?.headline).toMatch(/^Vibration rose from 1\.0/);
  });
});

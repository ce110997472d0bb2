import { describe, expect, test } from "vitest";
import { createBenchRun } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";

/** A loop whose temperature swings by 2 K in 93 min, learnt and watched for three hours. */
function swingingBench() {
  const bench = createBenchRun(toLoop({ learningMs: 7_200_000 }));
  let s = 0;
  const tempC = (): number => 20 + 2 * Math.sin((2 * Math.PI * s) / 5580);
  const run = (lengthS: number, shows?: Record<string, number>) => {
    bench.run(lengthS, () => {
      s += 1;
      return shows === undefined ? { tempC: tempC() } : { tempC: tempC(), shows };
    });
  };
  run(10_800);
  return { ...bench, run, stands: { "p-acc": 300, "p-out": 450 } };
}

describe("pressures that stand still together while the temperature goes on", () => {
  test("are no leak, for none of them has moved", () => {
    const bench = swingingBench();
    bench.run(3000, bench.stands);
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.finding("sensor")?.headline).toContain("has shown the same value");
  });

  test("are no leak when they move again, and are believed after a minute", () => {
    const bench = swingingBench();
    bench.run(3000, bench.stands);
    bench.run(3600);
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.held.stuckSinceMs(0)).toBeNaN();
    expect(bench.detector.finding("sensor")).toBeNull();
  });

  test("are not missed: a loop at rest has nothing that stands out", () => {
    const bench = createBenchRun(toLoop());
    bench.run(3600);
    bench.run(3000, () => ({ shows: { "p-acc": 300, "p-out": 450 } }));
    expect(bench.detector.finding("sensor")).toBeNull();
    expect(bench.detector.leaking).toBe(false);
  });
});

import { describe, expect, test } from "vitest";
import { hours } from "../../../protocol/time.ts";
import { createBenchRun } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";

const orbitS = 5580;
const learningS = 4 * 3600;

/** How fast a heater's kelvins reach the coolant: time constant, seconds. */
const heaterS = 60;

/** The coolant swings by ±8 K once an orbit; its thermometer sees the swing `aheadS` seconds before the mean does. */
function createSwinging(aheadS: number) {
  const bench = createBenchRun(toLoop({ learningMs: hours(4) }));
  let clockS = 0;
  let heaterC = 0;
  const swingC = (s: number): number => 20 + 8 * Math.sin((2 * Math.PI * s) / orbitS);
  return {
    detector: bench.detector,
    /** Runs on: `lostL` litres are gone after each second of this part, and a heater adds `heaterK` in the end. */
    run(lengthS: number, lostL: (s: number) => number, until = (): boolean => false, heaterK = 0): number {
      const fromS = clockS;
      const tookS = bench.run(
        lengthS,
        (s) => {
          heaterC += (heaterK - heaterC) / heaterS;
          const tempC = swingC(fromS + s) + heaterC;
          const sensorC = swingC(fromS + s + aheadS) + heaterC;
          return { tempC, lostL: lostL(s), shows: { "t-in": sensorC } };
        },
        until,
      );
      clockS += tookS;
      return tookS;
    },
  };
}

describe("a loop that breathes with its orbit", () => {
  test.each([0, 60, 240])("makes no alarm in a healthy day (thermometer %i s ahead)", (aheadS) => {
    const { detector, run } = createSwinging(aheadS);
    const odd = (): boolean => detector.leaking || detector.finding("sensor") !== null;
    run(learningS + 86_400, () => 0, odd);
    expect(odd()).toBe(false);
    expect(detector.inventoryL).toBeCloseTo(40, 0);
  });

  test.each([0, 240])("still finds a leak of a litre an hour within the hour (%i s ahead)", (aheadS) => {
    const { detector, run } = createSwinging(aheadS);
    run(learningS + 3000, () => 0);
    const tookS = run(
      3600,
      (s) => s / 3600,
      () => detector.leaking,
    );
    expect(tookS).toBeLessThan(3600);
    expect(detector.finding("leak")?.verdict).toBe("leak");
  });

  test("finds a puncture before the learning time is over", () => {
    const { detector, run } = createSwinging(0);
    run(1800, () => 0);
    const tookS = run(
      600,
      (s) => 0.01 * s,
      () => detector.leaking,
    );
    expect(tookS).toBeLessThan(180);
  });

  test.each([3, -6, 10])("makes no alarm of a heater that adds %i K for an hour", (heaterK) => {
    const { detector, run } = createSwinging(0);
    const odd = (): boolean => detector.leaking || detector.finding("sensor") !== null;
    run(learningS + 3600, () => 0);
    for (const addedK of [heaterK, 0, heaterK, 0]) run(3600, () => 0, odd, addedK);
    expect(odd()).toBe(false);
  });
});

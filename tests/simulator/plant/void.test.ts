import { describe, expect, test } from "vitest";
import type { PlantDescription } from "../../../simulator/description/plant-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import type { Plant } from "../../../simulator/plant/plant-api.ts";
import { hole, netKg, run } from "./runs.ts";
import { eatcs, soyuz, startS, waterLoop } from "./test-plants.ts";

/** Coldest and warmest node so far, C; renewed by `look`. */
function watchNodes(plant: Plant) {
  const probes = plant.description.segments.flatMap(({ name, nodes }) =>
    Array.from({ length: nodes }, (_, i) =>
      plant.probe({ measure: "temperature", at: name, position: (i + 0.5) / nodes }),
    ),
  );
  const seen = { coldestC: Number.POSITIVE_INFINITY, warmestC: Number.NEGATIVE_INFINITY };
  return {
    seen,
    look: (): boolean => {
      for (const read of probes) {
        seen.coldestC = Math.min(seen.coldestC, read());
        seen.warmestC = Math.max(seen.warmestC, read());
      }
      return false;
    },
  };
}

describe("pipes that have run empty", () => {
  test("are filled again without one node colder or warmer than what surrounds it", () => {
    const plant = createPlant(soyuz, startS);
    const { seen, look } = watchNodes(plant);
    run(plant, { leaks: [hole(5, "radiator", 1)] }, 1800, look);
    expect(plant.truth.voidShare).toBeGreaterThan(0.5);
    run(plant, {}, 600, look);
    const emptyKg = plant.truth.massKg;
    const before = netKg(plant.ledger);
    run(plant, { refillM3PerS: 38e-3 / 300 }, 300, look);
    run(plant, {}, 1800, look);
    expect(plant.truth.massKg - emptyKg).toBeCloseTo(netKg(plant.ledger) - before, 5);
    expect(seen.coldestC).toBeGreaterThan(-100);
    expect(seen.warmestC).toBeLessThan(100);
  });

  test("behind a closed inlet, and beside still coolant, are filled as gently", () => {
    const plant = createPlant(eatcs, startS);
    const { seen, look } = watchNodes(plant);
    const isolations = [{ segment: "outlet line", how: "inlet" as const, strokeM3: 0 }];
    run(plant, { isolations, leaks: [hole(4.7, "hot line", 0.5)] }, 3600, look);
    expect(plant.truth.voidShare).toBeGreaterThan(0.5);
    run(plant, { isolations, refillM3PerS: 1e-3 }, 300, look);
    expect(seen.coldestC).toBeGreaterThan(-100);
    expect(seen.warmestC).toBeLessThan(100);
  });

  test("with the gas gone are drained and filled again no further than the refill pump can", () => {
    const plant = createPlant(waterLoop, startS);
    const { seen, look } = watchNodes(plant);
    run(plant, { gasLeakM2: 1e-5 }, 600, look);
    run(plant, { drainM3PerS: 1e-3 }, 1200, look);
    run(plant, { refillM3PerS: 1e-4 }, 600, look);
    expect(plant.truth.pressureKpa).toBeLessThan(11 * waterLoop.reference.pressureKpa);
    expect(seen.coldestC).toBeGreaterThan(-100);
    expect(seen.warmestC).toBeLessThan(100);
  });
});

describe("a refill", () => {
  test("ends at ten times the reference pressure, and the ledger has what really went in", () => {
    const plant = createPlant(soyuz, startS);
    const before = plant.truth.massKg;
    run(plant, { refillM3PerS: 20e-3 / 1200 }, 1200);
    expect(plant.truth.pressureKpa).toBeGreaterThan(5 * soyuz.reference.pressureKpa);
    expect(plant.truth.pressureKpa).toBeLessThan(11 * soyuz.reference.pressureKpa);
    expect(plant.truth.massKg - before).toBeCloseTo(plant.ledger.refilledKg, 5);
  });
});

describe("a plant that cannot be followed", () => {
  test("throws its named error as soon as its state is no number", () => {
    const plant = createPlant(soyuz, startS);
    expect(() => run(plant, { heatFactor: Number.NaN }, 2)).toThrow(
      /^The plant ".+" cannot be computed beyond 20/,
    );
  });

  test("with nodes that the flow passes in a moment is as exact as it should be, and made in time", () => {
    const [outlet, ...others] = waterLoop.segments;
    if (outlet === undefined) throw new Error("the water loop has segments");
    const fast: PlantDescription = {
      ...waterLoop,
      segments: [{ ...outlet, volumeL: 0.1 }, ...others],
      pump: { ...waterLoop.pump, flowLpm: 1500 },
    };
    const plant = createPlant(fast, startS);
    const before = plant.truth.massKg;
    const { seen, look } = watchNodes(plant);
    run(plant, { pumpSpeed: 1.2 }, 60, look);
    expect(plant.truth.massKg).toBeCloseTo(before, 5);
    expect(seen.coldestC).toBeGreaterThan(0);
    expect(seen.warmestC).toBeLessThan(60);
  });
});

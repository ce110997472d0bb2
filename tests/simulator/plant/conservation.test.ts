import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlantDescription } from "../../../simulator/description/plant-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { type PlantInputs, usualInputs } from "../../../simulator/plant/inputs.ts";
import type { Plant } from "../../../simulator/plant/plant-api.ts";
import { hole, netJ, netKg, run } from "./runs.ts";
import { cdu, eatcs, soyuz, startS, waterLoop } from "./test-plants.ts";

const daySeconds = 86_400;

/** Heat that loads, cabin and pump put through a plant, J a second: what its balance is measured against. */
function throughputW(description: PlantDescription): number {
  const loads = description.segments.map(({ heat }) => (heat.kind === "load" ? heat.watts : 0));
  return loads.reduce((sum, watts) => sum + watts, description.cabin?.heatW ?? 0);
}

const begin = (plant: Plant) => ({ massKg: plant.truth.massKg, heatJ: plant.truth.heatJ });

/** Errors of the two balances since `before`: of mass on board, of heat that passed. */
function errorsOf(plant: Plant, before: ReturnType<typeof begin>, forS: number) {
  const { truth, ledger, description } = plant;
  return {
    mass: Math.abs(truth.massKg - before.massKg - netKg(ledger)) / before.massKg,
    heat: Math.abs(truth.heatJ - before.heatJ - netJ(ledger)) / (throughputW(description) * forS),
  };
}

describe("coolant and heat are conserved to one part in a million over a day", () => {
  test.each([
    { name: "a spacecraft's loop, healthy", description: soyuz, changes: {} },
    { name: "an ammonia loop, healthy", description: eatcs, changes: {} },
    { name: "a cooling unit, healthy", description: cdu, changes: {} },
    { name: "a water loop, healthy", description: waterLoop, changes: {} },
    {
      name: "a spacecraft's loop with a pinhole, far past the empty accumulator",
      description: soyuz,
      changes: { leaks: [hole(0.3, "radiator", 1)] },
    },
    {
      name: "a spacecraft's loop that loses its gas",
      description: soyuz,
      changes: { gasLeakM2: 1e-10 },
    },
    {
      name: "an ammonia loop with a hole, whose vapour has weight",
      description: eatcs,
      changes: { leaks: [hole(1, "hot line", 0.5, "HEM")] },
    },
    {
      name: "a cooling unit that is topped up all day",
      description: cdu,
      changes: { leaks: [hole(0.3, "supply", 0.2)] },
    },
    {
      name: "a water loop with a closed exchanger and a drip",
      description: waterLoop,
      changes: {
        isolations: [{ segment: "exchanger", how: "sealed", strokeM3: 1e-5 }],
        leaks: [{ segment: "return line", position: 0.5, size: { kind: "rate", kgPerS: 1e-6 } }],
        heatFactor: 0,
      },
    },
  ] satisfies { name: string; description: PlantDescription; changes: Partial<PlantInputs> }[])(
    "$name",
    ({ description, changes }) => {
      const plant = createPlant(description, startS);
      const before = begin(plant);
      run(plant, changes, daySeconds);
      const errors = errorsOf(plant, before, daySeconds);
      expect(errors.mass).toBeLessThan(1e-6);
      expect(errors.heat).toBeLessThan(1e-6);
    },
  );

  test("what leaked is a tenth of a percent off at most for the smallest leak, and all of it is counted", () => {
    const plant = createPlant(waterLoop, startS);
    const before = begin(plant);
    const leaks = [{ segment: "return line", position: 0.5, size: { kind: "rate" as const, kgPerS: 3e-7 } }];
    run(plant, { leaks }, daySeconds);
    expect(plant.truth.lostKg).toBeCloseTo(3e-7 * daySeconds, 9);
    expect(before.massKg - plant.truth.massKg).toBeCloseTo(plant.truth.lostKg, 7);
  });
});

const plants = [soyuz, eatcs, cdu, waterLoop];

/** Something that happens to a plant for some minutes. */
const episode = (description: PlantDescription): fc.Arbitrary<Partial<PlantInputs>> => {
  const names = description.segments.map(({ name }) => name);
  const isolation = fc.record({
    segment: fc.constantFrom(...names),
    how: fc.constantFrom("inlet" as const, "sealed" as const),
    strokeM3: fc.constantFrom(0, 2e-5),
  });
  const leak = fc
    .tuple(
      fc.double({ min: 0.05, max: 5, noNaN: true }),
      fc.constantFrom(...names),
      fc.constantFrom(0, 0.4, 1),
    )
    .map(([holeMm, segment, position]) => hole(holeMm, segment, position));
  return fc.record(
    {
      leaks: fc.array(leak, { maxLength: 2 }),
      isolations: fc.array(isolation, { maxLength: 3 }),
      pumpPowered: fc.boolean(),
      pumpSpeed: fc.double({ min: 0.3, max: 1.2, noNaN: true }),
      heatFactor: fc.double({ min: 0, max: 1.5, noNaN: true }),
      absorbedFactor: fc.double({ min: 0, max: 2, noNaN: true }),
      bypassOpening: fc.constantFrom(null, "held" as const, 0, 0.5, 1),
      refillM3PerS: fc.constantFrom(0, 1e-6, 1.3e-4),
      drainM3PerS: fc.constantFrom(0, 1e-6, 1.3e-4),
      gasLeakM2: fc.constantFrom(0, 1e-9, 1e-7),
    },
    { requiredKeys: [] },
  );
};

/** Temperature of every node, C. */
const toNodeTemps = (plant: Plant): (() => readonly number[]) => {
  const probes = plant.description.segments.flatMap(({ name, nodes }) =>
    Array.from({ length: nodes }, (_, i) =>
      plant.probe({ measure: "temperature", at: name, position: (i + 0.5) / nodes }),
    ),
  );
  return () => probes.map((read) => read());
};

const story = fc.constantFrom(...plants).chain((description) =>
  fc.record({
    description: fc.constant(description),
    episodes: fc.array(fc.record({ changes: episode(description), forS: fc.integer({ min: 1, max: 400 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    stepS: fc.constantFrom(0.5, 1, 3),
  }),
);

describe("whatever happens to a plant", () => {
  const made = new Map(plants.map((description) => [description, createPlant(description, startS)]));

  test("coolant and heat are conserved, and every reading is a number, no node colder or warmer than what cools and heats it", () => {
    fc.assert(
      fc.property(story, ({ description, episodes, stepS }) => {
        const plant = made.get(description) ?? createPlant(description, startS);
        plant.restore(startS);
        const before = begin(plant);
        const nodeTemps = toNodeTemps(plant);
        const allS = episodes.reduce((sum, { forS }) => sum + forS, 0);
        for (const { changes, forS } of episodes) {
          for (let s = 0; s < forS; s += stepS) plant.step({ ...usualInputs, ...changes }, stepS);
          const { massKg, pressureKpa, bulkTempC, voidShare, accumulatorLiquidL } = plant.truth;
          for (const value of [massKg, pressureKpa, bulkTempC, voidShare, accumulatorLiquidL]) {
            expect(value).toSatisfy(Number.isFinite);
          }
          // No radiator here gets colder, no load, pump or refill warmer.
          for (const tempC of nodeTemps()) expect(tempC).toSatisfy((t: number) => t > -100 && t < 200);
          expect(massKg).toBeGreaterThan(0);
          expect(pressureKpa).toBeGreaterThanOrEqual(0);
          expect(voidShare).toBeLessThanOrEqual(1);
        }
        const errors = errorsOf(plant, before, allS);
        expect(errors.mass).toBeLessThan(1e-6);
        expect(errors.heat).toBeLessThan(1e-6);
      }),
      { numRuns: 80, seed: 20_221_215 },
    );
  }, 60_000);
});

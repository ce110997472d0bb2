import { describe, expect, test } from "vitest";
import type { PlantDescription } from "../../../simulator/description/plant-description.ts";
import type { ProbeDescription } from "../../../simulator/description/sensor-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { orbitPeriodS } from "../../../simulator/plant/orbit.ts";
import { hole, run } from "./runs.ts";
import { cdu, eatcs, quietSoyuz, soyuz, startS, waterLoop } from "./test-plants.ts";

const orbitS = orbitPeriodS({ altitudeKm: 410, betaDeg: 30 });

describe("a fresh plant", () => {
  test.each([
    { name: "in orbit", description: soyuz, periodS: Math.round(orbitS) },
    { name: "in orbit with a regulator", description: eatcs, periodS: Math.round(orbitS) },
    { name: "on the ground, with a day cycle", description: cdu, periodS: 86_400 },
  ])("$name is in its periodic steady state", ({ description, periodS }) => {
    const plant = createPlant(description, startS);
    const before = { ...plant.truth };
    let lowKpa = before.pressureKpa;
    let highKpa = before.pressureKpa;
    run(plant, {}, periodS, () => {
      lowKpa = Math.min(lowKpa, plant.truth.pressureKpa);
      highKpa = Math.max(highKpa, plant.truth.pressureKpa);
      return false;
    });
    expect(highKpa - lowKpa).toBeGreaterThan(5);
    expect(Math.abs(plant.truth.pressureKpa - before.pressureKpa)).toBeLessThan(0.01 * (highKpa - lowKpa));
    expect(Math.abs(plant.truth.bulkTempC - before.bulkTempC)).toBeLessThan(0.05);
    expect(plant.atS).toBe(startS + periodS);
  });

  test("is filled to its charge", () => {
    expect(createPlant(soyuz, startS).truth.inventoryL).toBeCloseTo(44, 9);
    expect(createPlant(eatcs, startS).truth.inventoryL).toBeCloseTo(480, 9);
  });

  test("made twice goes the same way to the last bit", () => {
    const leaks = [hole(0.5, "radiator", 0.3)];
    const one = createPlant(soyuz, startS);
    const other = createPlant(soyuz, startS);
    run(one, { leaks }, 900);
    run(other, { leaks }, 900);
    expect(one.truth).toEqual(other.truth);
    expect(one.ledger).toEqual(other.ledger);
  });

  test("made later in its orbit is where the first one has come to", () => {
    const first = createPlant(soyuz, startS);
    const later = createPlant(soyuz, startS + 2000);
    run(first, {}, 2000);
    expect(later.truth.pressureKpa).toBeCloseTo(first.truth.pressureKpa, 0);
    expect(later.truth.bulkTempC).toBeCloseTo(first.truth.bulkTempC, 1);
  });
});

describe("a restored plant", () => {
  test("is full, healthy and where it belongs in its cycle, whatever had happened to it", () => {
    const plant = createPlant(soyuz, startS);
    const healthy = createPlant(soyuz, startS);
    const outletKpa = plant.probe({ measure: "pressure", at: "outlet line", position: 0 });
    const leaks = [hole(3, "radiator", 1)];
    const isolations = [{ segment: "cabin", how: "sealed" as const, strokeM3: 1e-5 }];
    run(plant, { leaks, isolations, gasLeakM2: 1e-7 }, 300);
    plant.restore(startS + 2000);
    run(healthy, {}, 2000);
    expect(plant.atS).toBe(startS + 2000);
    expect(plant.truth.inventoryL).toBeCloseTo(44, 9);
    expect(plant.truth.lostKg).toBe(0);
    expect(plant.truth.pressureKpa).toBeCloseTo(healthy.truth.pressureKpa, 0);
    expect(outletKpa()).toBeGreaterThan(plant.truth.pressureKpa + 50);
    run(plant, {}, 100);
    run(healthy, {}, 100);
    expect(plant.truth.pressureKpa).toBeCloseTo(healthy.truth.pressureKpa, 0);
  });

  test("at the time it was made is as it was made", () => {
    const plant = createPlant(eatcs, startS);
    const before = { ...plant.truth };
    run(plant, { heatFactor: 0.5 }, 600);
    plant.restore(startS);
    expect(plant.truth).toEqual(before);
  });
});

describe("heat travels with the coolant", () => {
  test("a warm slug reaches a place downstream after the time that its volume takes to pass", () => {
    const plant = createPlant(waterLoop, startS);
    const inletC = plant.probe({ measure: "temperature", at: "return line", position: 0 });
    const outletC = plant.probe({ measure: "temperature", at: "return line", position: 1 });
    const before = { inlet: inletC(), outlet: outletC() };
    // Half-way up the step at both places: 33.75 L lie between the two nodes' middles, 20 L/min pass.
    const changes = { heatFactor: 2 };
    let inletS = 0;
    const outletS = run(plant, changes, 3600, (second) => {
      if (inletS === 0 && inletC() > before.inlet + 0.5) inletS = second;
      return outletC() > before.outlet + 0.5;
    });
    expect(inletS).toBeGreaterThan(10);
    expect(outletS - inletS).toBeGreaterThan(0.7 * 101);
    expect(outletS - inletS).toBeLessThan(1.6 * 101);
  });

  test("still coolant beside the flow follows it slowly and delays the pressure", () => {
    const withStill: PlantDescription = {
      ...waterLoop,
      segments: waterLoop.segments.map((one) =>
        one.name === "return line" ? { ...one, still: { volumeL: 40, mixS: 1200 } } : one,
      ),
    };
    const shareAfter20Min = (description: PlantDescription): number => {
      const plant = createPlant(description, startS);
      const begunC = plant.truth.bulkTempC;
      run(plant, { heatFactor: 2 }, 1200);
      const at20MinC = plant.truth.bulkTempC;
      run(plant, { heatFactor: 2 }, 20_000);
      return (at20MinC - begunC) / (plant.truth.bulkTempC - begunC);
    };
    expect(shareAfter20Min(withStill)).toBeLessThan(shareAfter20Min(waterLoop) - 0.1);
  });
});

describe("probes", () => {
  const probe = (measure: ProbeDescription["measure"], at: string | null = null): ProbeDescription => ({
    measure,
    at,
    position: 0.5,
  });

  test("answer in the units of their measures", () => {
    const plant = createPlant(quietSoyuz, startS);
    const read = (measure: ProbeDescription["measure"], at: string | null = null) =>
      plant.probe(probe(measure, at))();
    expect(read("pressure", "accumulator")).toBeCloseTo(303.4, 0);
    expect(read("temperature", "accumulator")).toBeCloseTo(18.6, 0);
    expect(read("wall temperature", "radiator")).toBeLessThan(read("temperature", "radiator"));
    expect(read("flow")).toBeCloseTo(6, 1);
    expect(read("flow", "radiator")).toBeCloseTo(6, 1);
    expect(read("mass flow")).toBeCloseTo(6 * 60 * 0.692, -1);
    expect(read("quantity")).toBeCloseTo(50, 0);
    expect(read("gas temperature")).toBeCloseTo(18.6, 0);
    expect(read("cabin temperature")).toBeGreaterThan(20);
    expect(read("angle")).toBe(0);
    run(plant, { angleRad: Math.PI / 2, leaks: [hole(1, "radiator", 0)] }, 60);
    expect(read("angle")).toBeCloseTo(90, 9);
    expect(read("wetness")).toBeCloseTo((plant.truth.lostKg / 0.692) * 1, 1);
  });

  test("answer for the ground what is there", () => {
    const plant = createPlant(cdu, startS);
    const ambientC = plant.probe(probe("ambient temperature"))();
    expect(ambientC).toBeGreaterThan(18);
    expect(ambientC).toBeLessThan(22);
  });

  test.each([
    { name: "a pressure without a place", at: null, measure: "pressure" },
    { name: "a segment that is not there", at: "attic", measure: "temperature" },
    { name: "the flow in the accumulator", at: "accumulator", measure: "flow" },
    { name: "the opening of a bypass that is not there", at: null, measure: "bypass opening" },
    { name: "the starts of a make-up pump that is not there", at: null, measure: "make-up starts" },
    { name: "the air outside a spacecraft", at: null, measure: "ambient temperature" },
  ] as const)("refuse $name", ({ at, measure }) => {
    const plant = createPlant(soyuz, startS);
    expect(() => plant.probe(probe(measure, at))).toThrow(RangeError);
  });
});

describe("a plant that cannot run is refused", () => {
  const asBypass = (from: string, to: string): PlantDescription => ({
    ...soyuz,
    bypass: { from, to, opening: 0, regulator: null },
  });
  test.each([
    { name: "with a bypass to nowhere", description: asBypass("cabin", "attic") },
    { name: "with a bypass that ends before it begins", description: asBypass("radiator", "cabin") },
    { name: "with a bypass that begins in the pump's outlet", description: asBypass("outlet line", "cabin") },
    { name: "with a bypass that ends in the pump", description: asBypass("radiator", "return line") },
    { name: "with an exchanger for a cabin that is not there", description: { ...soyuz, cabin: null } },
    {
      name: "with a radiator on the ground",
      description: { ...soyuz, surroundings: { kind: "ground", ambientC: 20, dayAmplitudeK: 0 } },
    },
    {
      name: "with outside air in orbit",
      description: { ...waterLoop, surroundings: { kind: "orbit", altitudeKm: 410, betaDeg: 0 } },
    },
    {
      name: "without friction",
      description: { ...soyuz, segments: soyuz.segments.map((one) => ({ ...one, friction: 0 })) },
    },
  ] satisfies { name: string; description: PlantDescription }[])("$name", ({ description }) => {
    expect(() => createPlant(description, startS)).toThrow(RangeError);
  });

  test("and so is a leak or a valve in a segment that is not there", () => {
    const plant = createPlant(soyuz, startS);
    expect(() => run(plant, { leaks: [hole(1, "attic", 0)] }, 1)).toThrow(RangeError);
    expect(() => run(plant, { isolations: [{ segment: "attic", how: "inlet", strokeM3: 0 }] }, 1)).toThrow(
      RangeError,
    );
  });
});

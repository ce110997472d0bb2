import { describe, expect, test } from "vitest";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import type { Isolation } from "../../../simulator/plant/inputs.ts";
import { hole, run } from "./runs.ts";
import { eatcs, quietSoyuz, startS, waterLoop } from "./test-plants.ts";

const closed = (segment: string, how: Isolation["how"], strokeM3 = 0) => ({
  isolations: [{ segment, how, strokeM3 }],
});

const pressureIn = (plant: ReturnType<typeof createPlant>, segment: string, position = 0.5) =>
  plant.probe({ measure: "pressure", at: segment, position });
const flowIn = (plant: ReturnType<typeof createPlant>, segment: string) =>
  plant.probe({ measure: "flow", at: segment, position: 0.5 });

describe("a sealed segment", () => {
  test("with a bypass is passed by: the loop flows on, the segment stands", () => {
    const plant = createPlant(eatcs, startS);
    const radiator = flowIn(plant, "radiator");
    const line = flowIn(plant, "hot line");
    expect(radiator()).toBeGreaterThan(10);
    run(plant, closed("radiator", "sealed"), 60);
    expect(Math.abs(radiator())).toBeLessThan(0.05);
    expect(line()).toBeGreaterThan(80);
  });

  test("without a bypass stops the loop, and the pump holds its shut-off head against the valve", () => {
    const plant = createPlant(waterLoop, startS);
    run(plant, closed("exchanger", "sealed"), 60);
    expect(Math.abs(flowIn(plant, "outlet line")())).toBeLessThan(0.05);
    expect(plant.probe({ measure: "flow", at: null, position: 0 })()).toBe(0);
    const outlet = pressureIn(plant, "outlet line", 0)();
    const beforeValve = pressureIn(plant, "payload racks", 1)();
    const behindValve = pressureIn(plant, "return line", 0)();
    expect(outlet - plant.truth.pressureKpa).toBeCloseTo(130, 6);
    expect(beforeValve).toBeCloseTo(outlet, 6);
    expect(behindValve).toBeCloseTo(plant.truth.pressureKpa, 6);
  });

  test("that warms has nowhere to expand to: its pressure rises by hundreds of kilopascals a kelvin", () => {
    const plant = createPlant(eatcs, startS);
    const plates = pressureIn(plant, "cold plates");
    const tempC = plant.probe({ measure: "temperature", at: "cold plates", position: 0.5 });
    run(plant, closed("cold plates", "sealed"), 1);
    const before = { kpa: plates(), c: tempC() };
    run(plant, { ...closed("cold plates", "sealed"), heatFactor: 0.2 }, 60);
    const kpaPerK = (plates() - before.kpa) / (tempC() - before.c);
    expect(tempC() - before.c).toBeGreaterThan(0.1);
    // Expansion 2.3e-3/K times the stiffness of ammonia and pipe together, about 600 MPa.
    expect(kpaPerK).toBeGreaterThan(800);
    expect(kpaPerK).toBeLessThan(2000);
  });

  test("that cools boils at its own vapour pressure and never falls below it", () => {
    const plant = createPlant(quietSoyuz, startS);
    const radiator = pressureIn(plant, "radiator");
    run(plant, { ...closed("radiator", "sealed"), absorbedFactor: 0 }, 3600);
    expect(radiator()).toBeGreaterThan(0);
    expect(radiator()).toBeLessThan(5);
    expect(plant.truth.voidShare).toBeGreaterThan(0);
    expect(plant.truth.bottomedOut).toBe(false);
  });

  test("keeps its coolant from a leak elsewhere, and gives it back when it is opened", () => {
    const plant = createPlant(waterLoop, startS);
    const { massKg } = plant.truth;
    run(plant, { ...closed("exchanger", "sealed"), leaks: [hole(1, "return line", 0.5)] }, 600);
    run(plant, {}, 600);
    expect(plant.truth.massKg).toBeCloseTo(massKg - plant.truth.lostKg, 6);
    expect(pressureIn(plant, "exchanger", 1)()).toBeLessThan(pressureIn(plant, "exchanger", 0)());
    expect(plant.probe({ measure: "flow", at: null, position: 0 })()).toBeGreaterThan(18);
  });

  test("with the leak in it stops the leak once its pressure is gone, and the loop keeps its own", () => {
    const plant = createPlant(eatcs, startS);
    run(plant, { leaks: [hole(1, "radiator", 0.5, "HEM")] }, 60);
    const isolated = { ...closed("radiator", "sealed"), leaks: [hole(1, "radiator", 0.5, "HEM")] };
    const before = plant.truth.pressureKpa;
    run(plant, isolated, 5);
    const { accumulatorLiquidL } = plant.truth;
    run(plant, isolated, 60);
    expect(pressureIn(plant, "radiator")()).toBeLessThan(0.5 * before);
    expect(plant.truth.accumulatorLiquidL).toBeGreaterThan(accumulatorLiquidL - 0.5);
    expect(plant.truth.pressureKpa).toBeGreaterThan(0.95 * before);
  });
});

describe("a segment closed at its inlet alone", () => {
  test("stands still but keeps the loop's pressure; as it cools it draws from the accumulator (card N10 e)", () => {
    const plant = createPlant(eatcs, startS);
    const twin = createPlant(eatcs, startS);
    const inlet = { ...closed("radiator", "inlet"), absorbedFactor: 0.3 };
    // Radiator and loop cool in both; only in one of them the radiator alone goes on cooling without flow.
    run(plant, inlet, 1200);
    run(twin, closed("radiator", "sealed"), 1200);
    const radiatorC = plant.probe({ measure: "temperature", at: "radiator", position: 0.5 })();
    expect(radiatorC).toBeLessThan(0);
    expect(pressureIn(plant, "radiator")()).toBeGreaterThan(plant.truth.pressureKpa - 1);
    expect(plant.truth.accumulatorLiquidL).toBeLessThan(twin.truth.accumulatorLiquidL - 0.5);
    expect(plant.truth.voidShare).toBe(0);
  });

  test("without a bypass stops the loop", () => {
    const plant = createPlant(waterLoop, startS);
    run(plant, closed("exchanger", "inlet"), 30);
    expect(plant.probe({ measure: "flow", at: null, position: 0 })()).toBe(0);
  });
});

describe("the stroke of a closing valve", () => {
  test("pushes coolant into the loop within seconds, and draws it back when the valve opens", () => {
    const plant = createPlant(eatcs, startS);
    const twin = createPlant(eatcs, startS);
    const gained = () => plant.truth.accumulatorLiquidL - twin.truth.accumulatorLiquidL;
    run(plant, closed("radiator", "inlet", 1e-4), 1);
    run(twin, closed("radiator", "inlet"), 1);
    expect(gained()).toBeGreaterThan(0.01);
    expect(gained()).toBeLessThan(0.06);
    run(plant, closed("radiator", "inlet", 1e-4), 59);
    run(twin, closed("radiator", "inlet"), 59);
    // A tenth of it goes into squeezing pipe and coolant at the higher pressure.
    expect(gained()).toBeGreaterThan(0.085);
    expect(gained()).toBeLessThan(0.1);
    expect(plant.truth.massKg).toBeCloseTo(twin.truth.massKg, 6);
    run(plant, {}, 60);
    run(twin, {}, 60);
    expect(Math.abs(gained())).toBeLessThan(0.01);
  });

  test("of no volume pushes nothing", () => {
    const plant = createPlant(waterLoop, startS);
    const before = plant.truth.accumulatorLiquidL;
    run(plant, closed("exchanger", "inlet", 0), 10);
    expect(Math.abs(plant.truth.accumulatorLiquidL - before)).toBeLessThan(0.01);
  });
});

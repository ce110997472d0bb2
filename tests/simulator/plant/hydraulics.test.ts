import { describe, expect, test } from "vitest";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import type { Plant } from "../../../simulator/plant/plant-api.ts";
import { hole, run } from "./runs.ts";
import { eatcs, quietSoyuz, startS, waterLoop } from "./test-plants.ts";

const reader = (plant: Plant) => ({
  flowLpm: plant.probe({ measure: "flow", at: null, position: 0 }),
  rpm: plant.probe({ measure: "pump speed", at: null, position: 0 }),
  pumpW: plant.probe({ measure: "pump power", at: null, position: 0 }),
  outletKpa: plant.probe({ measure: "pressure", at: "outlet line", position: 0 }),
  suctionKpa: plant.probe({ measure: "pressure", at: "return line", position: 1 }),
});

const headKpa = (read: ReturnType<typeof reader>) => read.outletKpa() - read.suctionKpa();

describe("the pump", () => {
  test("runs at its nominal point in a plant near its reference", () => {
    const read = reader(createPlant(waterLoop, startS));
    expect(read.flowLpm() / 20).toBeCloseTo(1, 2);
    expect(headKpa(read) / 100).toBeCloseTo(1, 2);
    expect(read.rpm()).toBe(4000);
    expect(read.pumpW()).toBeCloseTo((headKpa(read) * 1e3 * (read.flowLpm() / 60_000)) / 0.4, 6);
  });

  test("with a fifth less speed moves a fifth less and gives 36 % less head, suction and quantity unmoved (card N09)", () => {
    const plant = createPlant(waterLoop, startS);
    const read = reader(plant);
    const before = { flow: read.flowLpm(), head: headKpa(read), suction: read.suctionKpa() };
    run(plant, { pumpSpeed: 0.8 }, 30);
    expect(read.flowLpm() / before.flow).toBeCloseTo(0.8, 2);
    expect(headKpa(read) / before.head).toBeCloseTo(0.64, 2);
    expect(read.suctionKpa() / before.suction).toBeCloseTo(1, 2);
  });

  test("follows a wanted speed along its ramp", () => {
    const plant = createPlant(waterLoop, startS);
    const read = reader(plant);
    run(plant, { pumpSpeed: 0.5 }, 1);
    expect(read.rpm()).toBeCloseTo(0.8 * 4000, 6);
    run(plant, { pumpSpeed: 0.5 }, 9);
    expect(read.rpm()).toBeCloseTo(0.5 * 4000, 6);
  });

  test("without power runs out, stands still, and comes back along its ramp", () => {
    const plant = createPlant(waterLoop, startS);
    const read = reader(plant);
    run(plant, { pumpPowered: false }, 3);
    expect(read.rpm()).toBeCloseTo(4000 / Math.E, 3);
    run(plant, { pumpPowered: false }, 30);
    expect(read.rpm()).toBe(0);
    expect(read.flowLpm()).toBe(0);
    expect(read.pumpW()).toBe(0);
    expect(read.outletKpa()).toBeCloseTo(read.suctionKpa(), 9);
    run(plant, {}, 4);
    expect(read.rpm()).toBeLessThan(4000);
    run(plant, {}, 4);
    expect(read.rpm()).toBe(4000);
    expect(read.flowLpm()).toBeGreaterThan(19);
  });

  test("against a closed valve moves nothing, takes half of its nominal power, and warms the coolant with it", () => {
    const plant = createPlant(waterLoop, startS);
    const read = reader(plant);
    const pumpC = plant.probe({ measure: "temperature", at: "outlet line", position: 0 });
    const nominalW = read.pumpW();
    const isolations = [{ segment: "exchanger", how: "inlet" as const, strokeM3: 0 }];
    run(plant, { isolations }, 10);
    expect(read.flowLpm()).toBe(0);
    expect(read.pumpW() / nominalW).toBeCloseTo(0.5, 1);
    const beforeC = pumpC();
    run(plant, { isolations }, 600);
    // 42 W into the 10 kg at the pump and their wall.
    expect(pumpC() - beforeC).toBeGreaterThan(0.3);
    expect(pumpC() - beforeC).toBeLessThan(0.7);
    run(plant, { isolations, pumpPowered: false }, 60);
    expect(read.pumpW()).toBe(0);
  });

  test("moves less when the coolant is colder and thicker", () => {
    const plant = createPlant(waterLoop, startS);
    const read = reader(plant);
    const warm = read.flowLpm();
    run(plant, { ambientOffsetK: -10 }, 7200);
    expect(read.flowLpm()).toBeLessThan(0.99 * warm);
  });

  test("loses its prime to vapour: flow fades to nothing after the accumulator is empty", () => {
    const plant = createPlant(quietSoyuz, startS);
    const read = reader(plant);
    const full = read.flowLpm();
    const leaks = [hole(2, "radiator", 1)];
    run(plant, { leaks }, 3600, () => plant.truth.voidShare > 0.05);
    expect(read.flowLpm()).toBeLessThan(0.95 * full);
    expect(read.flowLpm()).toBeGreaterThan(0.3 * full);
    run(plant, { leaks }, 3600, () => plant.truth.voidShare > 0.25);
    expect(read.flowLpm()).toBe(0);
  });
});

describe("pressure round the loop", () => {
  test("falls in a straight line over the friction from the pump's outlet to its suction", () => {
    const plant = createPlant(waterLoop, startS);
    const at = (segment: string, position: number) =>
      plant.probe({ measure: "pressure", at: segment, position })();
    const suction = plant.probe({ measure: "pressure", at: "accumulator", position: 0 })();
    const outlet = at("outlet line", 0);
    expect(at("return line", 1)).toBeCloseTo(suction, 9);
    expect(plant.truth.pressureKpa).toBeCloseTo(suction, 9);
    // Friction goes by volume: 40, 40, 20 and 45 L.
    expect((outlet - at("outlet line", 1)) / (outlet - suction)).toBeCloseTo(40 / 145, 9);
    expect((outlet - at("exchanger", 0.5)) / (outlet - suction)).toBeCloseTo(90 / 145, 9);
  });

  test("makes a hole near the pump's outlet leak more than one at its suction", () => {
    const near = createPlant(quietSoyuz, startS);
    const far = createPlant(quietSoyuz, startS);
    run(near, { leaks: [hole(0.5, "outlet line", 0)] }, 1);
    run(far, { leaks: [hole(0.5, "return line", 1)] }, 1);
    expect(near.truth.leakKgPerS / far.truth.leakKgPerS).toBeCloseTo(Math.sqrt((303.4 + 60) / 303.4), 2);
  });

  test("lets two holes leak as much as both", () => {
    const leaked = (...holesMm: number[]) => {
      const plant = createPlant(quietSoyuz, startS);
      run(plant, { leaks: holesMm.map((holeMm) => hole(holeMm, "radiator", 1)) }, 1);
      return plant.truth.leakKgPerS;
    };
    expect(leaked(0.3, 0.4)).toBeCloseTo(leaked(0.3) + leaked(0.4), 8);
  });

  test("holds a leak of given rate at that rate", () => {
    const plant = createPlant(eatcs, startS);
    const leaks = [
      { segment: "radiator", position: 0.2, size: { kind: "rate" as const, kgPerS: 2.3 / 86_400 } },
    ];
    run(plant, { leaks }, 3600);
    expect(plant.truth.lostKg).toBeCloseTo(2.3 / 24, 9);
  });
});

import { describe, expect, test } from "vitest";
import type { MakeUpDescription } from "../../../simulator/description/plant-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { type MakeUpState, stepMakeUp } from "../../../simulator/plant/make-up.ts";
import type { Plant } from "../../../simulator/plant/plant-api.ts";
import { hole, run } from "./runs.ts";
import { cdu, startS } from "./test-plants.ts";

const makeUp: MakeUpDescription = {
  startKpa: 230,
  stopKpa: 250,
  startDelayS: 10,
  timeoutS: 180,
  flowLpm: 4,
  reservoirL: 60,
  tempC: 25,
};

describe("the make-up controller", () => {
  const low: MakeUpState = { kind: "low", sinceS: 100 };
  const running: MakeUpState = { kind: "running", sinceS: 100 };
  test.each([
    {
      name: "waits while pressure is in its band",
      from: { kind: "ready" },
      kpa: 240,
      atS: 100,
      to: { kind: "ready" },
    },
    { name: "takes note of low pressure", from: { kind: "ready" }, kpa: 229, atS: 100, to: low },
    {
      name: "forgets pressure that was low for a moment",
      from: low,
      kpa: 231,
      atS: 105,
      to: { kind: "ready" },
    },
    { name: "does not start before its delay", from: low, kpa: 229, atS: 109, to: low },
    { name: "starts after its delay", from: low, kpa: 229, atS: 110, to: { kind: "running", sinceS: 110 } },
    { name: "runs on above the start mark", from: running, kpa: 245, atS: 200, to: running },
    { name: "stops at the stop mark", from: running, kpa: 250, atS: 200, to: { kind: "ready" } },
    { name: "gives up without success", from: running, kpa: 228, atS: 280, to: { kind: "latched" } },
    {
      name: "stays off once it gave up",
      from: { kind: "latched" },
      kpa: 100,
      atS: 900,
      to: { kind: "latched" },
    },
    {
      name: "stays off once it gave up, even when pressure is back",
      from: { kind: "latched" },
      kpa: 260,
      atS: 900,
      to: { kind: "latched" },
    },
  ] satisfies { name: string; from: MakeUpState; kpa: number; atS: number; to: MakeUpState }[])(
    "$name",
    ({ from, kpa, atS, to }) => {
      expect(stepMakeUp(from, makeUp, kpa, atS)).toEqual(to);
    },
  );
});

const reader = (plant: Plant) => {
  const of = (measure: "make-up starts" | "make-up volume" | "make-up running" | "reservoir volume") =>
    plant.probe({ measure, at: null, position: 0 });
  return {
    starts: of("make-up starts"),
    litres: of("make-up volume"),
    running: of("make-up running"),
    reservoirL: of("reservoir volume"),
  };
};

describe("a cooling unit with make-up", () => {
  test("never starts it while it is healthy", () => {
    const plant = createPlant(cdu, startS);
    const read = reader(plant);
    run(plant, {}, 6 * 3600);
    expect(read.starts()).toBe(0);
    expect(read.litres()).toBe(0);
    expect(plant.ledger.madeUpKg).toBe(0);
  });

  test("hides a drip behind it: pressure stays in the band while starts and litres count up (card S06)", () => {
    const plant = createPlant(cdu, startS);
    const read = reader(plant);
    let lowestKpa = Number.POSITIVE_INFINITY;
    run(plant, { leaks: [hole(0.4, "supply", 0.2)] }, 4 * 3600, () => {
      lowestKpa = Math.min(lowestKpa, plant.truth.pressureKpa);
      return false;
    });
    expect(lowestKpa).toBeGreaterThan(228);
    expect(read.starts()).toBeGreaterThan(5);
    expect(read.running()).toBeLessThanOrEqual(1);
    expect(read.litres() + read.reservoirL()).toBeCloseTo(60, 9);
    // What was lost is what was made up, but for the band's 1.6 L.
    expect(Math.abs(plant.truth.lostKg - plant.ledger.madeUpKg)).toBeLessThan(2.5);
  });

  test("latches it off when the hole is too large for it (card S07)", () => {
    const plant = createPlant(cdu, startS);
    const read = reader(plant);
    const leaks = [hole(3, "supply", 0.2)];
    run(plant, { leaks }, 600);
    expect(read.starts()).toBe(1);
    expect(read.running()).toBe(0);
    expect(read.litres()).toBeCloseTo(4 * 3, 0);
    const litres = read.litres();
    run(plant, {}, 600);
    expect(read.starts()).toBe(1);
    expect(read.litres()).toBe(litres);
    expect(plant.truth.pressureKpa).toBeLessThan(makeUp.startKpa);
  });

  test("gives no more than its reservoir holds", () => {
    const plant = createPlant({ ...cdu, makeUp: { ...makeUp, reservoirL: 3 } }, startS);
    const read = reader(plant);
    run(plant, { leaks: [hole(0.6, "supply", 0.2)] }, 4 * 3600);
    expect(read.litres()).toBeCloseTo(3, 9);
    expect(read.reservoirL()).toBeCloseTo(0, 9);
    expect(plant.truth.pressureKpa).toBeLessThan(225);
  });
});

import { describe, expect, test } from "vitest";
import { toCoolant } from "../../../simulator/plant/coolants/coolant.ts";
import { gasChokedMolPerS, liquidOrificeKgPerS, twoPhaseKgPerS } from "../../../simulator/plant/leak-flow.ts";

const areaOf = (holeMm: number) => (Math.PI / 4) * (holeMm * 1e-3) ** 2;
const within = (actual: number, expected: number, share: number) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);

const isooctane = toCoolant("isooctane");
const ammonia = toCoolant("ammonia");
const roomK = 293.15;

describe("liquid through a hole", () => {
  // Isooctane at 304 kPa absolute into vacuum behind its own vapour pressure, rho 691 kg/m3.
  test.each([
    [0.05, 0.089],
    [0.1, 0.356],
    [0.2, 1.43],
    [0.3, 3.21],
    [0.5, 8.91],
    [0.8, 22.8],
    [1.0, 35.6],
    [2.0, 143],
    [12, 5131],
  ])("of %d mm: %d kg/h of isooctane", (holeMm, kgPerH) => {
    within(liquidOrificeKgPerS(areaOf(holeMm), 691, 304e3, 5.1e3) * 3600, kgPerH, 0.02);
  });

  // PG25 at 35 C, 200 kPa above the air outside.
  test.each([
    [0.05, 1.4],
    [0.1, 5.8],
    [0.2, 23],
    [0.5, 145],
    [1, 580],
    [2, 2300],
  ])("of %d mm: %d mL/min of PG25", (holeMm, mlPerMin) => {
    const density = toCoolant("pg25").densityKgPerM3(308.15, 301e3);
    const kgPerS = liquidOrificeKgPerS(areaOf(holeMm), density, 301_325, 101_325);
    // The source gives two digits; 1.4 is anything between 1.35 and 1.45.
    within((kgPerS / density) * 60e6, mlPerMin, 0.04);
  });

  test("does not flow in from outside", () => {
    expect(liquidOrificeKgPerS(areaOf(1), 691, 101_325, 101_325)).toBe(0);
    expect(liquidOrificeKgPerS(areaOf(1), 691, 90_000, 101_325)).toBe(0);
  });
});

describe("coolant near boiling", () => {
  const through = (tail: "metastable" | "HEM", upstreamPa: number, outsidePa = 0) =>
    twoPhaseKgPerS({ areaM2: areaOf(0.8), tail }, isooctane, { tempK: roomK, upstreamPa, outsidePa });

  test("leaves through a thin wall as liquid: 3 kg/h under isooctane's vapour pressure", () => {
    within(through("metastable", 5.1e3) * 3600, 3, 0.02);
  });

  test("leaves through a long passage at 94 kg a square metre and second: 0.17 kg/h", () => {
    const saturatedPa = isooctane.vapourPressurePa(roomK);
    within(through("HEM", saturatedPa) / areaOf(0.8), 94, 0.02);
    within(through("HEM", saturatedPa) * 3600, 0.17, 0.02);
  });

  test("far from boiling the passage makes no difference beyond the vapour pressure", () => {
    within(through("HEM", 304e3), through("metastable", 304e3), 0.01);
  });

  test.each([
    { name: "isooctane", coolant: isooctane, tempK: roomK, topPa: 4e5 },
    { name: "ammonia", coolant: ammonia, tempK: 277.15, topPa: 2.2e6 },
  ])("$name: more pressure never means less flow, without jumps", ({ coolant, tempK, topPa }) => {
    for (const outsidePa of [0, 2e3, 101_325, 6e5]) {
      const at = (upstreamPa: number) =>
        twoPhaseKgPerS({ areaM2: areaOf(1), tail: "HEM" }, coolant, { tempK, upstreamPa, outsidePa });
      const flows = Array.from({ length: 4001 }, (_, i) => at((i / 4000) * topPa));
      const most = flows[4000] ?? 0;
      for (const [i, flow] of flows.entries()) {
        const before = flows[i - 1] ?? 0;
        expect(flow).toBeGreaterThanOrEqual(before * (1 - 1e-12));
        // The steepest place is the square root at the start: a step of 1/4000 gives at most 1/63 of all flow.
        expect(flow - before).toBeLessThanOrEqual(most / 30);
        const liquid = twoPhaseKgPerS({ areaM2: areaOf(1), tail: "metastable" }, coolant, {
          tempK,
          upstreamPa: (i / 4000) * topPa,
          outsidePa,
        });
        expect(flow).toBeLessThanOrEqual(liquid);
      }
    }
  });

  test.each(["metastable", "HEM"] as const)("%s: nothing flows without a pressure difference", (tail) => {
    expect(through(tail, 4e3, 4e3)).toBe(0);
    expect(through(tail, 4e3, 101_325)).toBe(0);
    expect(through(tail, 0)).toBe(0);
  });
});

describe("gas through a hole", () => {
  test("nitrogen at 20 C and 1 MPa: 1.97 g/s a square millimetre, by the textbook's choked nozzle", () => {
    // 0.0404 sqrt(K) s/m for air, 0.0397 for nitrogen, times 1e6 / sqrt(293.15) and the hole's discharge 0.84.
    within(gasChokedMolPerS(1e-6, 1e6, roomK) * 28.0134, 0.84 * 0.0397 * (1e3 / Math.sqrt(roomK)), 0.005);
  });

  test("goes with area and pressure, slower when warm, and stops when empty", () => {
    const flow = gasChokedMolPerS(1e-8, 3e5, roomK);
    expect(gasChokedMolPerS(2e-8, 3e5, roomK)).toBeCloseTo(2 * flow, 12);
    expect(gasChokedMolPerS(1e-8, 6e5, roomK)).toBeCloseTo(2 * flow, 12);
    expect(gasChokedMolPerS(1e-8, 3e5, 4 * roomK)).toBeCloseTo(flow / 2, 12);
    expect(gasChokedMolPerS(1e-8, 0, roomK)).toBe(0);
  });
});

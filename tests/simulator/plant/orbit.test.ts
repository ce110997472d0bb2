import { describe, expect, test } from "vitest";
import { absorbedFlux, eclipseHalfAngle, orbitPeriodS } from "../../../simulator/plant/orbit.ts";

const at = (betaDeg: number) => ({ altitudeKm: 410, betaDeg });
const white = { absorptance: 0.2, emissivity: 0.85 };
const eclipseMinutes = (betaDeg: number) =>
  ((eclipseHalfAngle(at(betaDeg)) / Math.PI) * orbitPeriodS(at(betaDeg))) / 60;

test("an orbit of 420 km takes 92.97 minutes, 36.0 of them in shadow, none above 69.8 degrees", () => {
  const high = (betaDeg: number) => ({ altitudeKm: 420, betaDeg });
  expect(orbitPeriodS(high(0)) / 60).toBeCloseTo(92.97, 1);
  expect(((eclipseHalfAngle(high(0)) / Math.PI) * orbitPeriodS(high(0))) / 60).toBeCloseTo(36, 0);
  expect(eclipseHalfAngle(high(69.6))).toBeGreaterThan(0);
  expect(eclipseHalfAngle(high(69.9))).toBe(0);
});

describe("an orbit of 410 km", () => {
  test("takes 92.8 minutes", () => {
    expect(orbitPeriodS(at(0)) / 60).toBeCloseTo(92.76, 1);
  });

  test.each([
    { betaDeg: 0, minutes: 36.1 },
    { betaDeg: 45, minutes: 31.5 },
    { betaDeg: 60, minutes: 24.1 },
    { betaDeg: 65, minutes: 18.5 },
    { betaDeg: 72, minutes: 0 },
    { betaDeg: 90, minutes: 0 },
  ])("lies in shadow for $minutes minutes at a beta angle of $betaDeg degrees", ({ betaDeg, minutes }) => {
    expect(eclipseMinutes(betaDeg)).toBeCloseTo(minutes, 0);
  });

  test("heats the radiator by day and less in shadow, the same on every revolution", () => {
    const periodS = orbitPeriodS(at(30));
    const noon = absorbedFlux(at(30), white, 0);
    const midnight = absorbedFlux(at(30), white, periodS / 2);
    expect(noon).toBeGreaterThan(2 * midnight);
    expect(midnight).toBeGreaterThan(0);
    expect(absorbedFlux(at(30), white, periodS * 1000)).toBeCloseTo(noon, 6);
  });

  test("heats a dark surface more than a white one, and one that takes up no sunlight the same all the time", () => {
    const dark = { absorptance: 0.6, emissivity: 0.85 };
    expect(absorbedFlux(at(30), dark, 0)).toBeGreaterThan(2 * absorbedFlux(at(30), white, 0));
    const mirror = { absorptance: 0, emissivity: 0.85 };
    const periodS = orbitPeriodS(at(30));
    const infrared = absorbedFlux(at(30), mirror, 0);
    expect(infrared).toBeGreaterThan(50);
    expect(absorbedFlux(at(30), mirror, periodS / 2)).toBe(infrared);
  });

  test("has no cycle left when the Sun stands over the orbit's pole", () => {
    const first = absorbedFlux(at(90), white, 0);
    for (let i = 0; i < 10; i++) expect(absorbedFlux(at(90), white, i * 557)).toBeCloseTo(first, 6);
  });
});

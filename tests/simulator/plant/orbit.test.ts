import { describe, expect, test } from "vitest";
import {
  absorbedFlux,
  eclipseHalfAngle,
  meanAbsorbedFlux,
  orbitPeriodS,
} from "../../../simulator/plant/orbit.ts";

const at = (betaDeg: number) => ({ altitudeKm: 410, betaDeg });
const eclipseMinutes = (betaDeg: number) =>
  ((eclipseHalfAngle(at(betaDeg)) / Math.PI) * orbitPeriodS(at(betaDeg))) / 60;

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
    const noon = absorbedFlux(at(30), 0);
    const midnight = absorbedFlux(at(30), periodS / 2);
    expect(noon).toBeGreaterThan(2 * midnight);
    expect(midnight).toBeGreaterThan(0);
    expect(absorbedFlux(at(30), periodS * 1000)).toBeCloseTo(noon, 6);
  });

  test("has no cycle left when the Sun stands over the orbit's pole", () => {
    const mean = meanAbsorbedFlux(at(90));
    for (let i = 0; i < 10; i++) expect(absorbedFlux(at(90), i * 557)).toBeCloseTo(mean, 6);
  });
});

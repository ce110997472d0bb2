import { describe, expect, test } from "vitest";
import {
  createThermometerCompany,
  newCompanyState,
} from "../../../server/domain/detection/thermometer-company.ts";

/** Two thermometers for a day, once a minute: the second swings by 2 K in 93 min, the first by `share` of that. */
function acquainted(share: number) {
  const company = createThermometerCompany(newCompanyState(2));
  for (let s = 0; s < 86_400; s += 60) {
    const swingK = 2 * Math.sin((2 * Math.PI * s) / 5580);
    company.learn(s, Float64Array.of(4 + share * swingK, -3 + swingK));
  }
  return company;
}

const missing = { sinceS: 60, lastC: 4, lastOthersC: 0.5, othersC: 0.5, besideC: 4, spreadK2: 0.25 };

describe("a thermometer that is missing", () => {
  test("is where it was, while nothing moves", () => {
    const { valueC, errorK } = acquainted(0.1).reckon(0, missing);
    expect(valueC).toBeCloseTo(4, 1);
    expect(errorK).toBeLessThan(0.15);
  });

  test("that is held at one temperature does not follow the others away", () => {
    // The others fall by 6 K, as they never did: by their usual distance it would be at -2.
    const { valueC, errorK } = acquainted(0).reckon(0, {
      ...missing,
      sinceS: 600,
      othersC: -5.5,
      besideC: -2,
    });
    expect(valueC).toBeGreaterThan(2.5);
    expect(errorK).toBeGreaterThan(0.5);
  });

  test("that goes with the others goes with them", () => {
    const { valueC } = acquainted(1).reckon(0, { ...missing, othersC: 2.5, besideC: 6 });
    expect(valueC).toBeGreaterThan(5.5);
  });

  test("is less and less what it was", () => {
    const company = acquainted(0.5);
    const soon = company.reckon(0, { ...missing, besideC: 5 });
    const soonC = soon.valueC;
    const soonK = soon.errorK;
    const late = company.reckon(0, { ...missing, besideC: 5, sinceS: 36_000 });
    expect(soonC).toBeLessThan(late.valueC);
    expect(soonK).toBeLessThan(late.errorK);
    expect(late.errorK).toBeLessThanOrEqual(0.52);
  });
});

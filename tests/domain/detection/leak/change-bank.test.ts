import { describe, expect, test } from "vitest";
import { createChangeBank } from "../../../../server/domain/detection/leak/change-bank.ts";
import { createSlowScatter } from "../../../../server/domain/detection/leak/slow-scatter.ts";
import { createNoise } from "../../../support/noise.ts";

/** Runs differences with a lasting shift from the middle on; returns when a change was found after it, and which. */
function run(given: { readonly seed: number; readonly shift: number; readonly swing?: number }) {
  const noise = createNoise(given.seed);
  const bank = createChangeBank(0);
  let slow = 0;
  const found: { readonly after: number; readonly byLPerS: number; readonly forS: number }[] = [];
  for (let n = -20_000; n < 20_000; n++) {
    slow = 0.99 * slow + (given.swing ?? 0) * noise.normal();
    const z = noise.normal() + slow + (n >= 0 ? given.shift : 0);
    const change = bank.step({ dtS: 1, z, followL: 1e-3 }, 1e-4);
    if (change !== null) found.push({ after: n, ...change });
  }
  return found;
}

describe("a bank of changes", () => {
  test("is silent where nothing changes", () => {
    const alarms = Array.from({ length: 6 }, (_, i) => run({ seed: i + 1, shift: 0 }).length);
    expect(alarms.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(5);
  });

  test.each([
    ["a loss that doubles", -0.1, 1e-4, 3000],
    ["a loss four times as large", -0.3, 3e-4, 500],
    ["a loss that ends", 0.1, -1e-4, 3000],
  ])("finds %s, how large it is and since when", (_name, shift, byLPerS, withinS) => {
    const first = run({ seed: 4, shift }).find(({ after }) => after > 0);
    expect(first).toBeDefined();
    expect(first!.after).toBeLessThan(withinS);
    expect(first!.byLPerS / byLPerS).toBeGreaterThan(0.6);
    expect(first!.byLPerS / byLPerS).toBeLessThan(2.5);
    expect(Math.abs(first!.after - first!.forS) / first!.after).toBeLessThan(0.8);
  });

  test("allows for scatter that is slow: what is no news there is none", () => {
    const early = run({ seed: 2, shift: 0, swing: 0.05 }).filter(({ after }) => after > -10_000);
    expect(early.length).toBeLessThanOrEqual(2);
  });

  test("takes litres below the bias for no change", () => {
    const bank = createChangeBank(1);
    for (let n = 0; n < 200; n++) expect(bank.step({ dtS: 1, z: -1, followL: 1e-3 }, 1e-4)).toBeNull();
  });
});

describe("slow scatter", () => {
  test("of independent values is that of independent values", () => {
    const noise = createNoise(3);
    const scatter = createSlowScatter();
    for (let n = 0; n < 20_000; n++) scatter.add(noise.normal());
    expect(scatter.upTo(1)).toBeLessThan(1.2);
    expect(scatter.upTo(256)).toBeLessThan(2);
  });

  test("of values that hang together shows on the scale on which they do", () => {
    const noise = createNoise(3);
    const scatter = createSlowScatter();
    let slow = 0;
    for (let n = 0; n < 50_000; n++) {
      slow = 0.98 * slow + 0.2 * noise.normal();
      scatter.add(slow);
    }
    expect(scatter.upTo(256)).toBeGreaterThan(10);
  });
});

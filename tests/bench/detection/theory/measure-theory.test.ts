import { expect, test } from "vitest";
import type { DriftTable } from "../../../../bench/detection/theory/measure-drifts.ts";
import type { KnownRow, UnknownCurve } from "../../../../bench/detection/theory/measure-shifts.ts";
import { measureTheory } from "../../../../bench/detection/theory/measure-theory.ts";

interface TheoryData {
  readonly known: readonly KnownRow[];
  readonly unknown: readonly UnknownCurve[];
  readonly drifts: readonly DriftTable[];
}

test("the short form of the section holds what it promises", { timeout: 120_000 }, () => {
  const { id, markdown, data, pictures } = measureTheory({ short: true, seed: 3 });
  const { known, unknown, drifts } = data as TheoryData;
  expect(id).toBe("a");
  expect(markdown).not.toMatch(/NaN|undefined|Infinity/);
  for (const { name } of pictures) expect(markdown).toContain(`(img/detection/${name}.svg)`);
  // The CUSUM of known size is the best rule there is: neither worse nor better.
  for (const { optimum, delay } of known) {
    expect(Math.abs(delay.mean - optimum)).toBeLessThan(4.5 * delay.error);
  }
  const [bank] = unknown;
  expect(Math.abs(bank!.falseAlarm.mean - 1000)).toBeLessThan(4 * bank!.falseAlarm.error + 50);
  for (const { efficiency } of bank!.points) {
    expect(efficiency.mean + 3 * efficiency.error).toBeGreaterThan(0.8);
  }
  for (const { oracle, bank: found, differences } of drifts.flatMap(({ rows }) => rows)) {
    expect(found.mean).toBeLessThan(1.5 * oracle.mean + 3 * found.error);
    expect(found.mean).toBeLessThanOrEqual(differences.mean + 3 * differences.error);
  }
});

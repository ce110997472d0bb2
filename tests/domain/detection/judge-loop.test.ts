import { describe, expect, test } from "vitest";
import { createBenchRun } from "../../support/bench-run.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const usual = toLoop().channels;
/** A steady flow says that the pump is as it was, whatever the pressures do. */
const channels = [
  ...usual,
  toChannel({ id: "flow", name: "Flow", role: "flow", unit: "L/min", range: { low: -5, high: 100 } }),
];

function watchingBench() {
  const bench = createBenchRun(toLoop({ channels }));
  bench.run(1900);
  return bench;
}

const spoken = (finding: { evidence: readonly { side: string; text: string }[] } | null): string =>
  (finding?.evidence ?? []).map(({ side, text }) => `${side}: ${text}`).join("\n");

describe("a witness that stands still", () => {
  test.each([
    ["p-out", 450, "Pump outlet pressure"],
    ["p-acc", 300, "Accumulator pressure"],
  ])("does not deny a leak that the other one sees: %s at %d kPa", (id, stuckAt, name) => {
    const bench = watchingBench();
    bench.run(60, () => ({ shows: { [id]: stuckAt } }));
    const tookS = bench.run(
      300,
      (s) => ({ lostL: 0.001 * s, shows: { [id]: stuckAt } }),
      () => bench.detector.leaking,
    );
    // Two minutes of one value, while the other one fell by many of its steps.
    expect(tookS).toBeGreaterThanOrEqual(60);
    expect(tookS).toBeLessThan(120);
    const finding = bench.detector.finding("leak");
    expect(finding?.severity).not.toBe("emergency");
    expect(finding?.headline).toContain("(one sensor only)");
    expect(spoken(finding)).toContain(`note: ${name} did not move at all meanwhile and counts as stuck.`);
  });

  test("is believed while the other one fell by no more than its own steps", () => {
    const bench = watchingBench();
    bench.run(1800, (s) => ({ off: { "p-acc": -Math.min(0.4, 0.001 * s) }, shows: { "p-out": 450 } }));
    expect(bench.detector.leaking).toBe(false);
  });

  test("for less than two minutes is a contradiction, and no leak", () => {
    const bench = watchingBench();
    bench.run(110, (s) => ({ lostL: 0.001 * s, shows: { "p-out": 450 } }));
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.estimate().detection).toEqual({
      kind: "unknown",
      reason: "the sensors contradict each other",
    });
  });
});

describe("a witness that is not known to be right", () => {
  test("does not deny a leak: one that has lost its noise for long", () => {
    const bench = watchingBench();
    bench.run(300, () => ({ shows: { "p-out": 450 } }));
    expect(bench.detector.held.quality(1, bench.atMs)).not.toBe("good");
    const tookS = bench.run(
      120,
      (s) => ({ lostL: 0.001 * s, shows: { "p-out": 450 } }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
    expect(tookS).toBeLessThan(60);
    expect(bench.detector.finding("leak")?.headline).toContain("(one sensor only)");
  });

  test("accuses nobody: what it tells of is no leak", () => {
    const bench = watchingBench();
    bench.run(300, () => ({ shows: { "p-out": 450 } }));
    bench.run(600, (s) => ({ shows: { "p-out": 450 - 0.1 * s } }));
    expect(bench.detector.leaking).toBe(false);
  });
});

describe("a loss while the slow scales are held back", () => {
  const repaired = () => {
    const bench = watchingBench();
    bench.detector.operate("maintenance", bench.atMs);
    return bench;
  };

  test("is not gross while less than half of the accumulator's coolant is gone", () => {
    const bench = repaired();
    bench.run(4800, (s) => ({ lostL: 0.0004 * s }));
    expect(bench.detector.leaking).toBe(false);
  });

  test("is not gross when one witness alone tells of it", () => {
    const bench = repaired();
    bench.run(6000, (s) => ({ off: { "p-acc": -0.025 * s } }));
    expect(bench.detector.leaking).toBe(false);
  });

  test("is not gross when cold coolant alone makes the reckoned inventory fall", () => {
    const bench = repaired();
    // The thermometer shows 60 K more than the loop has: coolant seems to be missing, and the gas has not moved.
    bench.run(4000, (s) => ({ off: { "t-in": Math.min(60, 0.03 * s) } }));
    expect(bench.detector.inventoryL).toBeLessThan(38);
    expect(bench.detector.leaking).toBe(false);
  });

  test("is called with the beginning of the work as its onset, when the accumulator is empty", () => {
    const bench = repaired();
    const beganMs = bench.atMs;
    bench.run(300);
    bench.run(
      12_000,
      (s) => ({ lostL: 0.0004 * s }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(true);
    expect(Math.abs((bench.detector.finding("leak")?.onsetMs ?? 0) - beganMs)).toBeLessThan(2000);
  });
});

import { describe, expect, test } from "vitest";
import { createBenchRun } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";

/** Pressure of a loop whose gas fills the whole accumulator: no more than its coolant's vapour. */
const empty = { "p-acc": 4, "p-out": 4 };

describe("a loop whose accumulator is empty from the start", () => {
  test("is not given litres that cannot be, nor a leak", () => {
    const bench = createBenchRun(toLoop());
    bench.run(
      1900,
      () => ({ shows: empty }),
      () => bench.detector.leaking,
    );
    expect(bench.detector.leaking).toBe(false);
    const estimate = bench.detector.estimate();
    expect(estimate.inventoryL).toBeNull();
    expect(estimate.detection.kind).toBe("unknown");
  });

  test("says so also when it was serviced without being refilled", () => {
    const bench = createBenchRun(toLoop());
    bench.run(1900);
    bench.detector.operate("serviced", bench.detector.estimate().atMs);
    bench.run(600, () => ({ shows: empty }));
    expect(bench.detector.leak()).toBeNull();
    expect(bench.detector.estimate().inventoryL).toBeNull();
  });
});

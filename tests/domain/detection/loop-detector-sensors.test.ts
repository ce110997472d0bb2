import { describe, expect, test } from "vitest";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { createBenchRun, pumpHeadKpa } from "../../support/bench-run.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const loop = toLoop();
const [accumulator, outlet, inlet] = loop.channels as [
  (typeof loop.channels)[number],
  (typeof loop.channels)[number],
  (typeof loop.channels)[number],
];
const flow = toChannel({
  id: "flow",
  name: "Flow",
  role: "flow",
  unit: "L/min",
  range: { low: 0, high: 100 },
});
const quantity = toChannel({
  id: "quantity",
  name: "Accumulator quantity",
  role: "quantity",
  unit: "%",
  range: { low: -5, high: 105 },
  step: 0.01,
});

function watchingBench(channels = loop.channels) {
  const bench = createBenchRun(toLoop({ channels }));
  bench.run(1900);
  return bench;
}

const spoken = (finding: { evidence: readonly { side: string; text: string }[] } | null): string =>
  (finding?.evidence ?? []).map(({ side, text }) => `${side}: ${text}`).join("\n");

describe("one of two pressure sensors", () => {
  test.each([
    ["the outlet sensor", "p-out", "Pump outlet pressure"],
    ["the accumulator's sensor", "p-acc", "Accumulator pressure"],
  ])("drifts: %s is called wrong, and no leak is called", (_name, id, name) => {
    const bench = watchingBench();
    bench.run(400, (s) => ({ off: { [id]: -0.01 * s } }));
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.estimate().detection).toEqual({
      kind: "unknown",
      reason: "the sensors contradict each other",
    });
    const finding = bench.detector.finding("sensor");
    expect(finding).toMatchObject({ severity: "advisory", verdict: "sensor fault", leakKgPerH: null });
    expect(finding?.headline).toBe(`${name} disagrees with the other sensors`);
  });

  test("drifts upwards: that looks like no loss to anybody", () => {
    const bench = watchingBench();
    bench.run(600, (s) => ({ off: { "p-out": 0.005 * s } }));
    expect(bench.detector.estimate().detection.kind).toBe("watching");
    expect(bench.detector.finding("sensor")).toBeNull();
  });

  test("is not called wrong before chance has had two minutes to put it right", () => {
    const bench = watchingBench();
    const drift = (s: number) => ({ off: { "p-out": -0.02 * s } });
    const unknown = (): boolean => bench.detector.estimate().detection.kind === "unknown";
    const doubtedS = bench.run(600, drift, unknown);
    expect(doubtedS).toBeLessThan(600);
    expect(bench.detector.finding("sensor")).toBeNull();
    const calledS = bench.run(
      600,
      (s) => drift(doubtedS + s),
      () => bench.detector.finding("sensor") !== null,
    );
    // Then the inventories must also have come apart by more than their healthy difference ever did.
    expect(calledS).toBeGreaterThanOrEqual(120);
    expect(calledS).toBeLessThan(240);
  });

  test("falls fast behind the pump: no leak, and whether pump or sensor is not known", () => {
    const bench = watchingBench();
    bench.run(600, (s) => ({ off: { "p-out": -0.2 * s } }));
    expect(bench.detector.leaking).toBe(false);
    // Only the difference of two pressures tells of the pump here, and one of the two sees a loss come up.
    const said = bench.detector.finding("sensor") ?? bench.detector.finding("process");
    expect(said?.severity).toBe("advisory");
    expect(bench.detector.estimate().detection.kind).toBe("unknown");
  });

  test.each([
    ["drops to nothing", 0],
    ["jumps to full scale", 1100],
  ])("%s: it is not used and said to be wrong, and no leak comes of it", (_name, value) => {
    const bench = watchingBench();
    bench.run(900, () => ({ shows: { "p-out": value } }));
    expect(bench.detector.estimate().detection.kind).toBe("watching");
    expect(bench.detector.finding("leak")).toBeNull();
    expect(bench.detector.finding("process")).toBeNull();
    expect(bench.detector.finding("sensor")).toMatchObject({
      severity: "advisory",
      verdict: "sensor fault",
      headline: "Pump outlet pressure shows an impossible value",
      leakKgPerH: null,
    });
    expect(bench.detector.inventoryL).toBeCloseTo(40, 1);
  });

  test("falls silent: it is not used, and what is told is that it is no longer received", () => {
    const bench = watchingBench();
    bench.run(900, () => ({ shows: { "p-out": null } }));
    expect(bench.detector.estimate().detection.kind).toBe("watching");
    expect(bench.detector.finding("leak")).toBeNull();
    expect(bench.detector.finding("sensor")).toBeNull();
    expect(bench.detector.finding("data-path")?.headline).toContain(
      "Pump outlet pressure is no longer received",
    );
    expect(bench.detector.inventoryL).toBeCloseTo(40, 1);
  });

  test("drops to nothing, then the loop leaks: the other one tells it and says that it is alone", () => {
    const bench = watchingBench();
    bench.run(300, () => ({ shows: { "p-out": 0 } }));
    bench.run(300, (s) => ({ lostL: 0.005 * s, shows: { "p-out": 0 } }));
    const finding = bench.detector.finding("leak");
    expect(finding?.headline).toContain("(one sensor only)");
    expect(finding?.severity).toBe("warning");
    expect(spoken(finding)).toContain("note: Pump outlet pressure shows an impossible value");
  });

  test("shows one wild value a minute: nothing comes of it", () => {
    const bench = watchingBench();
    bench.run(7200, (s) => (s % 60 === 0 ? { shows: { "p-acc": 150, "p-out": 250 } } : {}));
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.finding("sensor")).toBeNull();
  });
});

describe("a loop with a single witness", () => {
  const alone = (lossLPerS: number) => {
    const bench = watchingBench([accumulator, inlet]);
    bench.run(400, (s) => ({ lostL: lossLPerS * s }));
    return bench.detector;
  };

  test("never says emergency, and says why", () => {
    const finding = alone(0.005).finding("leak");
    expect(finding?.severity).toBe("warning");
    expect(finding?.timeLeft?.p50Ms).toBeLessThan(loop.responseTimeMs);
    expect(finding?.headline).toContain("(one sensor only)");
    expect(spoken(finding)).toContain(
      "against: Only Accumulator pressure tells the inventory of this loop: if that sensor failed, it would look the same.",
    );
  });

  test("of two witnesses the same leak is an emergency", () => {
    const bench = watchingBench();
    bench.run(400, (s) => ({ lostL: 0.005 * s }));
    expect(bench.detector.finding("leak")?.severity).toBe("emergency");
  });

  test("that falls silent leaves the answer unknown, not healthy", () => {
    const bench = watchingBench([accumulator, inlet]);
    bench.run(60, () => ({ shows: { "p-acc": null } }));
    expect(bench.detector.estimate()).toMatchObject({
      detection: { kind: "unknown", reason: "Accumulator pressure is silent" },
      inventoryL: null,
    });
  });
});

describe("a loop with a flow sensor", () => {
  const leak = (flowAfter: number) => {
    const bench = watchingBench([...loop.channels, flow]);
    bench.run(600, (s) => ({ lostL: 0.001 * s, shows: { flow: s < 100 ? 12 : flowAfter } }));
    return spoken(bench.detector.finding("leak"));
  };

  test("whose flow is steady counts that for the leak", () => {
    expect(leak(12)).toMatch(/for: Flow is steady \(12\.0 L\/min before, 12\.0 L\/min now\)/);
  });

  test("whose flow changed counts that against it", () => {
    expect(leak(7)).toMatch(
      /against: Flow changed \(12\.0 L\/min before, 7\.00 L\/min now\): a pump or valve change/,
    );
  });
});

describe("a loop with a quantity sensor", () => {
  const channels = [accumulator, outlet, inlet, quantity];

  test("finds a leak by all of them, and no longer thinks of gas", () => {
    const bench = watchingBench(channels);
    bench.run(600, (s) => ({ lostL: 0.001 * s }));
    expect(spoken(bench.detector.finding("leak"))).toMatch(
      /for: Accumulator quantity agrees on its own: [56]\d\d mL missing/,
    );
    expect(spoken(bench.detector.finding("leak"))).not.toContain("loss of gas");
  });

  test("calls no leak when only the gas gets lost: the quantity stands", () => {
    const bench = watchingBench(channels);
    bench.run(1200, (s) => {
      const kpa = benchPressureKpa(0.001 * s, 20);
      return { shows: { "p-acc": kpa, "p-out": kpa + pumpHeadKpa, quantity: 50 } };
    });
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.finding("sensor")).toBeNull();
    const process = bench.detector.finding("process");
    expect(process).toMatchObject({ severity: "caution", verdict: "gas-side loss", leakKgPerH: null });
    expect(spoken(process)).toContain("and Accumulator quantity says that they are there");
  });

  test("of which the quantity alone tells of a loss: the sensor is doubted, not the gas and not the coolant", () => {
    const bench = watchingBench(channels);
    bench.run(1200, (s) => ({ off: { quantity: -0.005 * s } }));
    expect(bench.detector.leaking).toBe(false);
    expect(bench.detector.finding("process")).toBeNull();
    expect(bench.detector.finding("sensor")?.headline).toBe(
      "Accumulator quantity disagrees with the other sensors",
    );
  });
});

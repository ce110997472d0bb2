import { describe, expect, test } from "vitest";
import { createLoad } from "../../../simulator/load/create-load.ts";
import type { LoadOptions } from "../../../simulator/load/load-options.ts";
import { parseLoadLines, takeTicks } from "./load-lines.ts";

const startMs = Date.UTC(2022, 11, 14, 21, 45);
const usual: LoadOptions = { loops: 50, rateHz: 10, leakShare: 0.2, seed: 1, startMs };
const linesOf = (options: Partial<LoadOptions>, ticks: number) =>
  parseLoadLines(takeTicks(createLoad({ ...usual, ...options }), ticks));

describe("the lines of a load", () => {
  test("are one wide point a loop and tick, in the order of the loops", () => {
    const lines = linesOf({}, 3);
    expect(lines).toHaveLength(150);
    expect(lines.slice(50, 53).map(({ loop, atMs }) => [loop, atMs - startMs])).toEqual([
      ["load-0001", 100],
      ["load-0002", 100],
      ["load-0003", 100],
    ]);
    for (const { fields } of lines) {
      expect([...fields.keys()]).toEqual([
        "accumulator_pressure_kpa",
        "pump_out_pressure_kpa",
        "radiator_in_c",
        "radiator_out_c",
        "accumulator_c",
        "flow_lpm",
      ]);
    }
  });

  test.each([
    { rateHz: 1, timesMs: [0, 1000, 2000] },
    { rateHz: 3, timesMs: [0, 333, 666, 1000] },
    { rateHz: 1000, timesMs: [0, 1, 2] },
    { rateHz: 0.1, timesMs: [0, 10_000] },
  ])("are $rateHz a second", ({ rateHz, timesMs }) => {
    const lines = linesOf({ rateHz, loops: 1 }, timesMs.length);
    expect(lines.map(({ atMs }) => atMs - startMs)).toEqual(timesMs);
  });

  test.each([{ loops: 1 }, { loops: 3 }, { loops: 2001 }, { loops: 10_000 }])(
    "name each of $loops loops once a tick, whatever the parts",
    ({ loops }) => {
      const load = createLoad({ ...usual, loops });
      let points = 0;
      for (let part = 0; part < load.parts; part++) {
        expect(load.part).toBe(part);
        points += load.points;
        const length = load.next();
        expect(length).toBeLessThanOrEqual(load.buffer.length);
      }
      expect(points).toBe(loops);
      const names = parseLoadLines(takeTicks(load, 1)).map(({ loop }) => loop);
      expect(new Set(names).size).toBe(loops);
      expect(names.at(-1)).toBe(`load-${String(loops).padStart(4, "0")}`);
    },
  );

  test("keep their loops in the same part at every tick", () => {
    const load = createLoad({ ...usual, loops: 101 });
    const loopsOfTick = () =>
      Array.from({ length: load.parts }, () => {
        const length = load.next();
        const text = Buffer.from(load.buffer.subarray(0, length)).toString();
        return parseLoadLines(text).map(({ loop }) => loop);
      });
    expect(loopsOfTick()).toEqual(loopsOfTick());
  });

  test("are the same bytes for the same seed, and others for another", () => {
    const bytes = (seed: number) => takeTicks(createLoad({ ...usual, seed }), 200);
    expect(bytes(7)).toBe(bytes(7));
    expect(bytes(7)).not.toBe(bytes(8));
  });
});

describe("the truth of a load", () => {
  test.each([
    { loops: 1000, leakShare: 0.2, leaks: 200 },
    { loops: 1000, leakShare: 0, leaks: 0 },
    { loops: 30, leakShare: 1, leaks: 30 },
    { loops: 10, leakShare: 0.07, leaks: 1 },
    { loops: 10, leakShare: 0.04, leaks: 0 },
  ])("has $leaks leaks for a share of $leakShare among $loops loops", ({ loops, leakShare, leaks }) => {
    const { truth } = createLoad({ ...usual, loops, leakShare });
    expect(new Set(truth.leaks.map(({ loop }) => loop)).size).toBe(leaks);
    expect(truth.leaks).toHaveLength(leaks);
  });

  test("keeps holes and onsets within their limits and spreads them", () => {
    const onset = { fromMs: 1000, toMs: 5000 };
    const { leaks } = createLoad({ ...usual, loops: 2000, leakShare: 1, onset }).truth;
    const holes = leaks.map(({ holeMm }) => holeMm).sort((a, b) => a - b);
    const onsets = leaks.map(({ onsetMs }) => onsetMs - startMs).sort((a, b) => a - b);
    expect(holes[0]).toBeGreaterThanOrEqual(0.05);
    expect(holes.at(-1)).toBeLessThanOrEqual(1);
    // Half of a log-uniform draw lies below the geometric mean, sqrt(0.05 * 1) = 0.2236 mm.
    expect(holes[1000]).toBeGreaterThan(0.2);
    expect(holes[1000]).toBeLessThan(0.25);
    expect(onsets[0]).toBeGreaterThanOrEqual(1000);
    expect(onsets.at(-1)).toBeLessThanOrEqual(5000);
    expect(onsets[1000]).toBeGreaterThan(2700);
    expect(onsets[1000]).toBeLessThan(3300);
  });

  test("draws other leaks for another seed", () => {
    const leaksOf = (seed: number) => createLoad({ ...usual, seed }).truth.leaks;
    expect(leaksOf(1)).not.toEqual(leaksOf(2));
  });
});

test.each([
  { name: "no loops", given: { loops: 0 }, says: "from 1 to 100000 loops" },
  { name: "half a loop", given: { loops: 1.5 }, says: "from 1 to 100000 loops" },
  { name: "too many loops", given: { loops: 100_001 }, says: "from 1 to 100000 loops" },
  { name: "no rate", given: { rateHz: 0 }, says: "one point a day to 1000 a second" },
  { name: "a rate that stamps points alike", given: { rateHz: 1001 }, says: "one point a day to 1000" },
  { name: "a share above one", given: { leakShare: 1.1 }, says: "from 0 to 1" },
  { name: "a share that is no number", given: { leakShare: Number.NaN }, says: "from 0 to 1" },
  { name: "a start between milliseconds", given: { startMs: 0.5 }, says: "milliseconds since 1970" },
  { name: "onsets back in time", given: { onset: { fromMs: 2, toMs: 1 } }, says: "the earlier one first" },
])("a load with $name is refused in words", ({ given, says }) => {
  expect(() => createLoad({ ...usual, ...given })).toThrow(says);
});

import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { createLeakSeed } from "../../../server/domain/proof/seed-leak.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { pumpHeadKpa } from "../../support/bench-run.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const onsetMs = 1_671_062_400_000;

/** HFE-7200 by its data sheet. */
const densityKgPerL = (tempC: number): number => 1.42 * (1 - 0.0016 * (tempC - 25));
/** Two litres an hour, referred to 20 °C. */
const kgPerH = 2 * densityKgPerL(20);

const quantity = toChannel({
  id: "quantity",
  role: "quantity",
  unit: "%",
  range: { low: 0, high: 100 },
  step: 0,
});
const toBench = (change: Partial<Channel> = {}, more: readonly Channel[] = []) => {
  const loop = toLoop();
  return toLoop({ channels: [...loop.channels.map((one) => ({ ...one, step: 0, ...change })), ...more] });
};
const quantityPercent = (kpa: number, tempC: number): number =>
  100 - (100 / 8) * ((300 * 4 * (tempC + 273.15)) / 293.15 / kpa);

/** A seed on the bench loop, whose channels show what they do at `tempC`, with nothing lost. */
function seedAt(loop: ReturnType<typeof toBench>, tempC: number, stillSinceMs: Record<string, number> = {}) {
  const kpa = benchPressureKpa(0, tempC);
  const shownBy: Record<string, number> = {
    "p-acc": kpa,
    "p-out": kpa + pumpHeadKpa,
    "t-in": tempC,
    quantity: quantityPercent(kpa, tempC),
  };
  const seed = createLeakSeed(
    loop,
    { onsetMs, kgPerH },
    loop.channels.map(({ id }) => ({
      value: shownBy[id]!,
      stillSinceMs: stillSinceMs[id] ?? Number.POSITIVE_INFINITY,
    })),
  );
  return {
    seed,
    shows: (id: string, afterMs: number): number => {
      const i = loop.channels.findIndex((channel) => channel.id === id);
      return seed.shows(i, onsetMs + afterMs, shownBy[id]!);
    },
    shown: (id: string): number => shownBy[id]!,
  };
}

describe("a synthetic leak", () => {
  test.each([20, 35, 5])("at %s degrees makes every sensor show what a real one would", (tempC) => {
    const { shows } = seedAt(toBench({}, [quantity]), tempC);
    const kpa = benchPressureKpa(1, tempC);
    expect(shows("p-acc", hours(0.5))).toBeCloseTo(kpa, 1);
    expect(shows("p-out", hours(0.5))).toBeCloseTo(kpa + pumpHeadKpa, 1);
    expect(shows("quantity", hours(0.5))).toBeCloseTo(quantityPercent(kpa, tempC), 1);
    expect(shows("t-in", hours(0.5))).toBe(tempC);
  });

  test("changes nothing before it begins", () => {
    const { shows, shown } = seedAt(toBench({}, [quantity]), 20);
    for (const id of ["p-acc", "p-out", "t-in", "quantity"])
      for (const afterMs of [-hours(1), -1, 0]) expect(shows(id, afterMs)).toBe(shown(id));
  });

  test("shows on a coarse sensor in whole steps, and not before half of one is gone", () => {
    const { shows, shown } = seedAt(toBench({ step: 10 }), 20);
    const falls = [0, 1, 5, 10, 20, 30].map((min) => shown("p-acc") - shows("p-acc", minutes(min)));
    expect(falls).toEqual([0, 0, 10, 20, 40, 60]);
  });

  test("shows in the steps that were seen where nobody said them", () => {
    const { seed, shown } = seedAt(toBench(), 20);
    const before = shown("p-acc");
    for (const [s, value] of [before + 3, before, before + 3, before].entries())
      seed.shows(0, onsetMs - minutes(1) + s * 1000, value);
    const fall = before - seed.shows(0, onsetMs + minutes(10), before);
    expect(fall).toBeGreaterThan(15);
    expect(fall / 3).toBeCloseTo(Math.round(fall / 3), 9);
  });

  test("shows on nothing that is out of use, and stops where a sensor has stopped", () => {
    const stillSinceMs = { "p-acc": Number.NEGATIVE_INFINITY, "p-out": onsetMs + minutes(5) };
    const { shows, shown } = seedAt(toBench(), 20, stillSinceMs);
    const live = seedAt(toBench(), 20);
    expect(shows("p-acc", hours(0.5))).toBe(shown("p-acc"));
    expect(shows("p-out", minutes(5))).toBe(live.shows("p-out", minutes(5)));
    expect(shows("p-out", hours(0.5))).toBe(shows("p-out", minutes(5)));
  });

  test("does not take more than the accumulator holds, nor below what a sensor can show", () => {
    const { shows } = seedAt(toBench({}, [quantity]), 20);
    expect(shows("quantity", hours(50))).toBeCloseTo(0, 6);
    expect(shows("p-acc", hours(50))).toBeCloseTo(150, 6);
    const high = seedAt(toBench({ range: { low: 280, high: 900 } }), 20);
    expect(high.shows("p-acc", hours(1))).toBe(280);
  });

  test("with no sensor of the inventory, or none heard yet, changes nothing", () => {
    const loop = toBench();
    const seed = createLeakSeed(
      loop,
      { onsetMs, kgPerH },
      loop.channels.map(() => ({ value: Number.NaN, stillSinceMs: Number.POSITIVE_INFINITY })),
    );
    const told: unknown[] = [];
    seed.tellChanges(onsetMs + hours(1), (...one) => told.push(one));
    expect([seed.shows(2, onsetMs + hours(1), 20), told]).toEqual([20, []]);
  });
});

describe("a channel that only tells changes", () => {
  const toldBy = (change: Partial<Channel>, stillSinceMs: Record<string, number> = {}) => {
    const { seed } = seedAt(toBench(change), 20, stillSinceMs);
    const told: number[] = [];
    for (let s = -60; s <= 600; s++)
      seed.tellChanges(onsetMs + s * 1000, (i, value) => {
        if (i === 0) told.push(Math.round(value * 10) / 10);
      });
    return told;
  };

  test("tells each step that the leak makes", () => {
    expect(toldBy({ reporting: "on-change", step: 10 })).toEqual([290, 280]);
  });

  test("tells once in ten seconds where its step is not known", () => {
    const told = toldBy({ reporting: "on-change" });
    expect(told.length).toBeGreaterThanOrEqual(60);
    expect(told.length).toBeLessThanOrEqual(67);
    expect(told.toSorted((a, b) => b - a)).toEqual(told);
  });

  test("tells nothing when it stands still", () => {
    const stillSinceMs = { "p-acc": onsetMs - 1 };
    expect(toldBy({ reporting: "on-change", step: 10 }, stillSinceMs)).toEqual([]);
  });

  test("is another one than a periodic one, which comes by itself", () => {
    expect(toldBy({ reporting: "periodic", step: 10 })).toEqual([]);
  });
});

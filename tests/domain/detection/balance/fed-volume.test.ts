import { describe, expect, test } from "vitest";
import { createFedVolume } from "../../../../server/domain/detection/balance/fed-volume.ts";
import { createNoise } from "../../../support/noise.ts";

const settings = { chargeL: 300, counterStepL: 0.1, reservoirStepL: 0.1 };
const startMs = 1_700_000_000_000;

/** Readings of the counter second by second; a number of seconds without any comes before one that is a pair. */
function count(readings: readonly (number | readonly [number, number])[], perStep = settings) {
  const fed = createFedVolume(perStep);
  const input = { atMs: startMs, counterL: Number.NaN, reservoirL: Number.NaN };
  for (const reading of readings) {
    const [gapS, counterL] = typeof reading === "number" ? [0, reading] : reading;
    input.atMs += 1000 * (gapS + 1);
    input.counterL = counterL;
    fed.step(input);
  }
  return fed;
}

const ramp = (from: number, to: number, step = 0.1): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, k) => from + k * step);

const still = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

describe("a make-up counter", () => {
  test.each([
    { name: "that stands counts nothing", readings: still(812.4, 100), litres: 0 },
    { name: "that runs is followed", readings: ramp(812.4, 814), litres: 1.6 },
    { name: "that ran while nobody heard it is followed", readings: [...ramp(5, 6), [7200, 31]], litres: 26 },
    {
      name: "that was set to zero counts on",
      readings: [...ramp(5, 6), ...still(0, 20), ...ramp(0, 1)],
      litres: 2,
    },
    {
      name: "that wraps counts on, but for the step",
      readings: [...ramp(9998, 9999.9), ...still(0.1, 20), ...ramp(0.1, 1)],
      litres: 2.9,
    },
    {
      name: "with a wild zero is not fooled",
      readings: [...still(812.4, 20), 0, ...still(812.4, 30)],
      litres: 0,
    },
    {
      name: "with a wild zero near zero is not fooled",
      readings: [...still(3.2, 20), 0, ...still(3.2, 30)],
      litres: 0,
    },
    {
      name: "with a wild high value is not fooled",
      readings: [...still(12.4, 20), 65535, ...still(12.4, 30)],
      litres: 0,
    },
    {
      name: "that was replaced counts nothing for it",
      readings: [...still(12.4, 20), ...still(5000, 30), ...ramp(5000, 5001)],
      litres: 1,
    },
    {
      name: "that goes missing counts nothing",
      readings: [...still(12.4, 20), ...still(Number.NaN, 50), 12.4],
      litres: 0,
    },
  ] as { name: string; readings: (number | [number, number])[]; litres: number }[])(
    "$name",
    ({ readings, litres }) => {
      expect(count(readings).countedL).toBeCloseTo(litres, 6);
    },
  );

  test("that was never heard tells nothing", () => {
    expect(count(still(Number.NaN, 10)).countedL).toBeNaN();
  });
});

describe("a reservoir", () => {
  /** Follows a level with the noise of a float for an hour a row: [litres at the end of the hour]. */
  function follow(ends: readonly number[], begin: number) {
    const noise = createNoise(4);
    const fed = createFedVolume(settings);
    const input = { atMs: startMs, counterL: Number.NaN, reservoirL: Number.NaN };
    let from = begin;
    for (const to of ends) {
      for (let s = 0; s < 3600; s++) {
        input.atMs += 1000;
        const levelL = from + ((to - from) * s) / 3600 + 0.05 * noise.normal();
        input.reservoirL = Math.round(levelL * 10) / 10;
        fed.step(input);
      }
      from = to;
    }
    return fed;
  }

  test("that stands for a day gives nothing", () => {
    expect(follow(still(80, 24), 80).drawnL).toBe(0);
  });

  test("gives what it lost, less the play of its steps", () => {
    const { drawnL, reservoirL } = follow([...still(80, 2), 79, 77, 75], 80);
    expect(drawnL).toBeGreaterThan(4.6);
    expect(drawnL).toBeLessThan(5.05);
    expect(reservoirL).toBeCloseTo(75, 1);
  });

  test("that a person tops up in between goes on giving", () => {
    const { drawnL } = follow([79, 78, 98, 97, 96], 80);
    expect(drawnL).toBeGreaterThan(3.2);
    expect(drawnL).toBeLessThan(4.1);
  });
});

import { describe, expect, test } from "vitest";
import { createLoad } from "../../../simulator/load/create-load.ts";
import { type LoadLine, parseLoadLines, readingOf, takeTicks } from "./load-lines.ts";

// The card's loop, written down once more: isooctane, 40 L of pipework, accumulator of 4 L coolant and 4 L gas, 304 kPa.
const gasL = 4;
const accumulatorL = 8;
const lossAtOnsetLPerS = (holeMm: number): number => {
  const areaM2 = Math.PI * (holeMm / 2000) ** 2;
  return 1000 * 0.62 * areaM2 * Math.sqrt((2 * 304_000) / 691.9);
};
/** p / p0 so long after the onset: the closed form for gas that keeps its temperature. */
const pressureShare = (holeMm: number, sinceS: number): number =>
  (1 + 1.5 * (lossAtOnsetLPerS(holeMm) / gasL) * sinceS) ** (-2 / 3);

/** Coolant lost, litres, as an observer finds it from readings: gas law, less the expansion of the bulk. */
function observedLossL(line: LoadLine): number {
  const bulkC = (readingOf(line, "radiator_in_c") + readingOf(line, "radiator_out_c")) / 2;
  const warmth = (readingOf(line, "accumulator_c") + 273.15) / 293.15;
  const volumeL = (304 * warmth * gasL) / readingOf(line, "accumulator_pressure_kpa");
  return volumeL - gasL + 1.2e-3 * 40 * (bulkC - 20);
}

const startMs = Date.UTC(2022, 11, 14, 21, 45);
const load = createLoad({
  loops: 40,
  rateHz: 1 / 60,
  leakShare: 0.5,
  seed: 3,
  startMs,
  onset: { fromMs: 600_000, toMs: 1_800_000 },
});
const hours = 12;
const lines = parseLoadLines(takeTicks(load, hours * 60));
const leakOf = new Map(load.truth.leaks.map((leak) => [leak.loop, leak]));
const filling = (line: LoadLine): "healthy" | "leaking" | "empty" => {
  const leak = leakOf.get(line.loop);
  if (leak === undefined || line.atMs <= leak.onsetMs) return "healthy";
  return line.atMs < leak.emptyMs ? "leaking" : "empty";
};
const linesThatAre = (wanted: string) => lines.filter((line) => filling(line) === wanted);

/** Noise and steps of a pressure and three temperatures, 5 sd, in litres of gas; at low pressure a step is more. */
const observationL = (line: LoadLine): number =>
  0.05 * (304 / readingOf(line, "accumulator_pressure_kpa")) ** 2;

describe("a light loop", () => {
  test("keeps its coolant when it has no leak, whatever the orbit does", () => {
    const healthy = linesThatAre("healthy");
    expect(healthy.length).toBeGreaterThan(20 * hours * 60);
    const worst = Math.max(...healthy.map((line) => Math.abs(observedLossL(line))));
    expect(worst).toBeLessThan(0.05);
    const pressures = healthy.map((line) => readingOf(line, "accumulator_pressure_kpa"));
    // The swing is there: about 15 kPa either way.
    expect(Math.max(...pressures)).toBeGreaterThan(312);
    expect(Math.min(...pressures)).toBeLessThan(296);
  });

  test("loses coolant through its hole as the closed form says", () => {
    const leaking = linesThatAre("leaking");
    expect(leaking.length).toBeGreaterThan(1000);
    for (const line of leaking) {
      const leak = leakOf.get(line.loop);
      if (leak === undefined) throw new Error("No truth for this line.");
      const lostL = gasL / pressureShare(leak.holeMm, (line.atMs - leak.onsetMs) / 1000) - gasL;
      const volumeL = gasL + observedLossL(line);
      // Near the end the warmer half of the orbit already presses the gas against its stop.
      if (gasL + lostL > accumulatorL - 0.3) continue;
      expect(Math.abs(volumeL - gasL - lostL)).toBeLessThan(observationL(line));
    }
  });

  test("begins its leak as fast as the truth says", () => {
    for (const { holeMm, leakKgPerH, onsetMs, emptyMs } of load.truth.leaks) {
      expect(leakKgPerH).toBeCloseTo(lossAtOnsetLPerS(holeMm) * 0.6919 * 3600, 6);
      expect(pressureShare(holeMm, (emptyMs - onsetMs) / 1000)).toBeCloseTo(gasL / accumulatorL, 4);
    }
  });

  test("falls to the vapour pressure when its accumulator is empty, and its flow fades", () => {
    const empty = linesThatAre("empty");
    expect(empty.length).toBeGreaterThan(100);
    for (const line of empty) {
      // Isooctane from 16 to 24 C: 4.2 to 6.3 kPa, with noise and step.
      expect(readingOf(line, "accumulator_pressure_kpa")).toBeGreaterThan(3);
      expect(readingOf(line, "accumulator_pressure_kpa")).toBeLessThan(8);
    }
    const largest = [...load.truth.leaks].sort((a, b) => b.holeMm - a.holeMm)[0];
    const flows = empty
      .filter(({ loop }) => loop === largest?.loop)
      .map((line) => readingOf(line, "flow_lpm"));
    expect(flows[0]).toBeGreaterThan(5);
    expect(flows.at(-1)).toBeLessThan(3);
  });
});

import { describe, expect, test } from "vitest";
import { createTemperatureReader } from "../../../server/domain/detection/temperatures.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { toChannel, toLoop } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const thermometer = (id: string, position: string | null = null) =>
  toChannel({ id, role: "temperature", unit: "degC", position, range: { low: -60, high: 120 } });
const pressure = toChannel({ id: "p" });
const inCoolant = [thermometer("in"), thermometer("out")];
const inGas = thermometer("gas", "accumulator");

/** A reader over these channels, with values taken at second 0 in the same order; `null`: not heard. */
function readerOf(channels: readonly ReturnType<typeof toChannel>[], values: readonly (number | null)[]) {
  const held = createChannelHealth(channels);
  const reader = createTemperatureReader(toLoop({ channels }), held.usable);
  for (const [i, value] of values.entries()) if (value !== null) held.take(i, 0, value);
  return { held, reader };
}

describe("the temperatures of a loop", () => {
  test.each([
    [
      "no thermometer: the reference temperature",
      { channels: [pressure], values: [300], liquidC: 20, gasC: 20 },
    ],
    ["one thermometer tells all", { channels: [thermometer("in")], values: [31], liquidC: 31, gasC: 31 }],
    ["two in the coolant: their mean", { channels: inCoolant, values: [30, 10], liquidC: 20, gasC: 20 }],
    [
      "one at the accumulator: it is the gas and no part of the mean",
      { channels: [...inCoolant, inGas], values: [30, 10, 25], liquidC: 20, gasC: 25 },
    ],
    [
      "only one at the accumulator: it has to stand for the coolant too",
      { channels: [inGas], values: [25], liquidC: 25, gasC: 25 },
    ],
    [
      "one was never heard: the other tells for both",
      { channels: inCoolant, values: [null, 10], liquidC: 10, gasC: 10 },
    ],
    [
      "one shows the impossible: the other tells for both",
      { channels: inCoolant, values: [999, 10], liquidC: 10, gasC: 10 },
    ],
  ])("with %s", (_name, { channels, values, liquidC, gasC }) => {
    const { reader } = readerOf(channels, values);
    expect(reader.read(0)).toMatchObject({ liquidC, gasC });
    expect(reader.sensors).toBe(channels.filter(({ role }) => role === "temperature").length);
  });

  test("are not known while no thermometer can be used", () => {
    const { reader } = readerOf(inCoolant, [null, 999]);
    expect(reader.read(0)).toBeNull();
    expect(readerOf(inCoolant, [20, 20]).reader.read(60_000)).toBeNull();
  });

  test("do not jump when one of two thermometers fails: its last good value stays", () => {
    const { held, reader } = readerOf(inCoolant, [30, 10]);
    expect(reader.read(0)?.liquidC).toBe(20);
    held.take(0, 1000, 999);
    held.take(1, 1000, 12);
    expect(reader.read(1000)).toMatchObject({ liquidC: 21 });
    expect([...(reader.read(1000)?.all ?? [])]).toEqual([30, 12]);
  });

  test("are told apart from what stands in for them: only one that is heard has no error", () => {
    const { held, reader } = readerOf(inCoolant, [30, 10]);
    expect([...(reader.read(0)?.errorK ?? [])]).toEqual([0, 0]);
    held.take(0, 1000, 999);
    // Strangers yet: nobody knows how far the last value is off by now.
    expect(reader.read(1000)?.errorK[0]).toBeGreaterThan(1);
    expect(reader.read(1000)?.errorK[1]).toBe(0);
  });
});

describe("a thermometer that is missing when the others know it", () => {
  /** Three thermometers that have stood 10 K apart, and swung together, for twenty minutes; the second scatters by 0.5 K. */
  const acquainted = () => {
    const channels = [thermometer("in"), thermometer("mid"), thermometer("out")];
    const rig = readerOf(channels, []);
    const noise = createNoise(7);
    let atMs = 0;
    const hear = (meanC: number, missing: number) => {
      atMs += 1000;
      const values = [meanC + 10, meanC + 0.5 * noise.normal(), meanC - 10];
      for (const [i, value] of values.entries()) rig.held.take(i, atMs, i === missing ? 999 : value);
      return rig.reader.read(atMs);
    };
    for (let s = 0; s < 1200; s++) {
      hear(20 + 4 * Math.sin(s / 100), -1);
      rig.reader.learn();
    }
    return { ...rig, hear };
  };

  test.each([
    ["the warm one", 0, 36, 0.5],
    ["the middle one", 1, 26, 0.3],
    ["the cold one", 2, 16, 0.5],
  ])("is reckoned from them: %s moves as they do", (_name, k, wantedC, withinK) => {
    const rig = acquainted();
    // A single reading as far away as this would be taken for a spike.
    for (let s = 0; s < 10; s++) rig.hear(26, k);
    const told = rig.hear(26, k);
    expect(Math.abs((told?.all[k] ?? 0) - wantedC)).toBeLessThan(withinK);
    expect(Math.abs((told?.liquidC ?? 0) - 26)).toBeLessThan(0.5);
  });

  test("is believed as far as it used to keep its distance", () => {
    const rig = acquainted();
    // It scatters about the mean of three, of which it is one.
    expect(rig.hear(20, 1)?.errorK[1]).toBeGreaterThan(0.25);
    expect(rig.hear(20, 1)?.errorK[1]).toBeLessThan(0.45);
    expect(rig.hear(20, 0)?.errorK[0]).toBeLessThan(0.4);
  });

  test("teaches nothing while it is missing", () => {
    const rig = acquainted();
    const before = copyState(rig.reader.state);
    rig.hear(50, 0);
    rig.reader.learn();
    expect(rig.reader.state.above).toEqual(before.above);
    expect(rig.reader.state.count).toEqual(before.count);
  });

  test("does not stay away: once heard it tells for itself again", () => {
    const rig = acquainted();
    for (let s = 0; s < 10; s++) rig.hear(20, 0);
    for (let s = 0; s < 10; s++) rig.hear(25, -1);
    const told = rig.hear(25, -1);
    expect(told?.all[0]).toBe(35);
    expect([...(told?.errorK ?? [])]).toEqual([0, 0, 0]);
  });
});

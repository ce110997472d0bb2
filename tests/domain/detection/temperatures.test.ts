import { describe, expect, test } from "vitest";
import { createTemperatureReader } from "../../../server/domain/detection/temperatures.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

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
});

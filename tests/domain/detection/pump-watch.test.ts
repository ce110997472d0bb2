import { describe, expect, test } from "vitest";
import { createPumpWatch } from "../../../server/domain/detection/pump-watch.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const pressure = toChannel({ id: "p" });
const flow = toChannel({ id: "flow", name: "Flow", role: "flow", unit: "L/min" });
const speed = toChannel({ id: "speed", name: "Speed", role: "pump-speed", unit: "rpm" });
const power = toChannel({ id: "power", name: "Power", role: "pump-power", unit: "W" });

/** A watch over these channels, fed for ten minutes with what is usual. */
function learnt(
  channels: readonly ReturnType<typeof toChannel>[],
  usual: readonly number[],
  headKpa = Number.NaN,
) {
  const watch = createPumpWatch(toLoop({ channels }));
  let atS = 0;
  const run = (lengthS: number, values: readonly number[], head = headKpa) => {
    for (let s = 0; s < lengthS; s++) watch.step(++atS, Float64Array.from(values), head, 1);
  };
  run(600, usual);
  return { watch, run };
}

describe("what the pump does", () => {
  test("is unchanged while all signals stand", () => {
    const { watch, run } = learnt([pressure, flow, speed], [300, 12, 3000], 150);
    run(600, [300, 12, 3000]);
    expect(watch.changedS()).toBeNaN();
    expect(watch.stopped()).toBe(false);
    expect(watch.changes()).toEqual([]);
  });

  test.each([
    { by: "flow", channels: [flow], usual: [12], now: [8], name: "Flow" },
    { by: "speed", channels: [speed], usual: [3000], now: [2000], name: "Speed" },
    { by: "power", channels: [power], usual: [200], now: [150], name: "Power" },
  ])("is seen to change by its $by", ({ channels, usual, now, name }) => {
    const { watch, run } = learnt(channels, usual);
    run(30, now);
    expect(watch.changedS()).toBeGreaterThan(595);
    expect(watch.changedS()).toBeLessThan(606);
    expect(watch.changes().map(({ channel }) => channel?.name)).toEqual([name]);
    expect(watch.stopped()).toBe(false);
  });

  test("is seen by its head where nothing else tells, and that is no sensor's change", () => {
    const { watch, run } = learnt([pressure], [300], 150);
    run(30, [300], 100);
    expect(watch.changedS()).toBeGreaterThan(595);
    expect(watch.changes()).toMatchObject([{ channel: null }]);
    expect(watch.changes()[0]?.before).toBeCloseTo(150, 0);
    // The head says that something changed; that the pump stopped would take a flow or a speed.
    run(600, [300], 0);
    expect(watch.stopped()).toBe(false);
  });

  test("is not judged by the head where flow stands still: a pressure sensor may have failed", () => {
    const { watch, run } = learnt([pressure, flow], [300, 12], 150);
    run(600, [300, 12], 20);
    expect(watch.changedS()).toBeNaN();
  });

  test("is told since the earliest of its signals", () => {
    const { watch, run } = learnt([speed, flow], [3000, 12]);
    run(60, [3000, 8]);
    run(60, [2000, 8]);
    expect(watch.changedS()).toBeLessThan(610);
    expect(watch.changes()).toHaveLength(2);
  });

  test.each([
    { name: "no flow is left", channels: [flow, speed], usual: [12, 3000], now: [0.5, 3000], stopped: true },
    {
      name: "a quarter of the flow is left",
      channels: [flow, speed],
      usual: [12, 3000],
      now: [3, 3000],
      stopped: false,
    },
    {
      name: "a dead tachometer beside a full flow",
      channels: [flow, speed],
      usual: [12, 3000],
      now: [12, 0],
      stopped: false,
    },
    {
      name: "no speed is left, where flow is not told",
      channels: [speed],
      usual: [3000],
      now: [0],
      stopped: true,
    },
    { name: "power alone tells no stop", channels: [power], usual: [200], now: [0], stopped: false },
  ])("is a stop or not: $name", ({ channels, usual, now, stopped }) => {
    const { watch, run } = learnt(channels, usual);
    run(60, now);
    expect(watch.stopped()).toBe(stopped);
    // Nor does a stop become usual.
    run(7200, now);
    expect(watch.stopped()).toBe(stopped);
  });

  test("is not known from a silent sensor: what it showed last stays", () => {
    const { watch, run } = learnt([flow], [12]);
    run(30, [0]);
    expect(watch.stopped()).toBe(true);
    run(600, [Number.NaN]);
    expect(watch.stopped()).toBe(true);
    expect(watch.changedS()).not.toBeNaN();
  });

  test("tells the flow before and now where it is measured", () => {
    const { watch, run } = learnt([flow], [12]);
    run(30, [8]);
    expect(watch.flow?.usual).toBeCloseTo(12, 1);
    expect(watch.flow?.now).toBeCloseTo(8, 1);
    expect(learnt([pressure], [300]).watch.flow).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import { minutes } from "../../../../protocol/time.ts";
import type { Channel, Loop } from "../../../../server/domain/loop/loop.ts";
import {
  chooseChannels,
  type KeptHistory,
  toAlarmPlot,
} from "../../../../server/domain/notice/plot/alarm-plot.ts";
import { toKeptLine } from "../../../../server/domain/notice/plot/loop-history.ts";
import { exampleLoop, openedMs } from "../examples.ts";

const channel = (id: string, changes: Partial<Channel> = {}): Channel => ({
  id,
  name: `Sensor ${id}`,
  role: "pressure",
  unit: "kPa",
  position: null,
  source: { measurement: "m", tags: {}, field: id },
  reporting: "periodic",
  maxAgeMs: 10_000,
  range: { low: 0, high: 1000 },
  step: 0,
  box: null,
  ...changes,
});

const level = channel("level", { role: "quantity", unit: "%" });
const flow = channel("flow", { role: "flow", unit: "L/min" });

const idsOf = (channels: readonly Channel[]): readonly string[] => channels.map(({ id }) => id);

describe("which channels are shown", () => {
  const pressures = ["p1", "p2", "p3", "p4"].map((id) => channel(id));
  const loop: Loop = { ...exampleLoop, channels: [flow, ...pressures, level] };

  test.each([
    { name: "three pressures and the level", firstOut: undefined, ids: ["p1", "p2", "p3", "level"] },
    { name: "the pressure that moved first leads", firstOut: "p4", ids: ["p4", "p1", "p2", "level"] },
    {
      name: "what moved first is shown whatever it measures",
      firstOut: "flow",
      ids: ["flow", "p1", "p2", "p3", "level"],
    },
    { name: "a channel that is no longer there", firstOut: "gone", ids: ["p1", "p2", "p3", "level"] },
  ])("$name", ({ firstOut, ids }) => {
    expect(idsOf(chooseChannels(loop, firstOut))).toEqual(ids);
  });

  test("of a loop without any, none", () => {
    expect(chooseChannels(exampleLoop, undefined)).toEqual([]);
  });
});

describe("a line from buckets", () => {
  const tMs = [0, 10, 20, 30, 40, 50];

  test("has the minimum and the maximum of each bucket", () => {
    const line = toKeptLine({ tMs: [0, 10], min: [1, 3], max: [2, 4] }, 10, 100);
    expect(line).toEqual({ atMs: [0, 5, 10, 15], values: [1, 2, 3, 4] });
  });

  test("goes on over buckets that a slow sensor leaves empty, and breaks where it was silent", () => {
    const min = [1, null, 2, null, null, 3];
    const at = (longestGapMs: number) => toKeptLine({ tMs, min, max: min }, 10, longestGapMs).values;
    expect(at(15)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(toKeptLine({ tMs: [0, 10, 90], min: [1, 2, 3], max: [1, 2, 3] }, 10, 15).values).toEqual([
      1,
      1,
      2,
      2,
      Number.NaN,
      3,
      3,
    ]);
    const never = toKeptLine({ tMs: [0, 9000], min: [1, 3], max: [1, 3] }, 10, Number.POSITIVE_INFINITY);
    expect(never.values).toEqual([1, 1, 3, 3]);
  });
});

describe("the plot", () => {
  const loop: Loop = { ...exampleLoop, channels: [channel("p1"), level] };
  const request = {
    loopId: loop.id,
    fromMs: openedMs - minutes(60),
    toMs: openedMs,
    onsetMs: openedMs - minutes(10),
    openedMs,
  };
  const tMs = [request.fromMs, request.fromMs + minutes(30)];
  const column = (a: number | null, b: number | null) => ({ tMs, min: [a, b], max: [a, b] });
  const history: KeptHistory = {
    channels: loop.channels,
    bucketMs: minutes(30),
    buckets: [column(304, 266), column(50, 42), column(44, 42.6)],
  };

  test("shows pressure, level and inventory with its minimum, and when it began and opened", () => {
    const plot = toAlarmPlot(loop, history, request)?.plot;
    expect(plot?.panels.map(({ title, unit }) => [title, unit])).toEqual([
      ["Pressure", "kPa"],
      ["Accumulator", "%"],
      ["Inventory", "L"],
    ]);
    expect(plot?.panels[2]?.limits).toEqual([{ label: "minimum 40 L", value: 40 }]);
    expect(plot?.marks.map((mark) => mark.label)).toEqual(["began", "alarm"]);
  });

  test("is told in words to those who do not see it", () => {
    expect(toAlarmPlot(loop, history, request)?.alt).toBe(
      "MS-22 external loop, 23:46 to 00:46 UTC: Sensor p1 goes from 304.0 to 266.0 kPa; Sensor level goes from 50.00 to 42.00 %; the inventory goes from 44.00 to 42.60 L (minimum 40 L). It began about 00:36. The alarm opened at 00:46.",
    );
  });

  test("leaves out what the store does not have", () => {
    const gone = { ...history, buckets: [column(304, 266), column(null, null), column(null, null)] };
    const drawn = toAlarmPlot(loop, gone, { ...request, onsetMs: null });
    expect(drawn?.plot.panels.map(({ title }) => title)).toEqual(["Pressure"]);
    expect(drawn?.alt).not.toContain("level");
    expect(drawn?.plot.marks.map((mark) => mark.label)).toEqual(["alarm"]);
  });

  test("is none when the store has nothing", () => {
    const empty = { ...history, buckets: history.buckets.map(() => column(null, null)) };
    expect(toAlarmPlot(loop, empty, request)).toBeNull();
  });

  test("marks only what lies within it", () => {
    const drawn = toAlarmPlot(loop, history, { ...request, onsetMs: 0, openedMs: openedMs + 1 });
    expect(drawn?.plot.marks).toEqual([]);
  });

  test("shows shares of the charge where litres would be a guess, and no minimum", () => {
    const drawn = toAlarmPlot({ ...loop, assumed: ["chargeL"] }, history, request);
    expect(drawn?.plot.panels[2]).toMatchObject({
      title: "Inventory (rough)",
      unit: "% of the charge",
      limits: [],
    });
    expect(drawn?.alt).toContain("the inventory goes from 100.0 to 96.82 % of the charge, roughly.");
  });
});

import { describe, expect, test } from "vitest";
import { createRing } from "../../../client/state/ring.ts";
import { assembleWindow, channelGapMs, toGapThreshold, toTailStart } from "../../../client/state/window.ts";
import type { History } from "../../../protocol/telemetry.ts";
import { minutes, seconds } from "../../../protocol/time.ts";

type Row = readonly [number, ...(number | null)[]];

const toColumns = (rows: readonly Row[], width: number) => ({
  tMs: rows.map(([t]) => t),
  columns: Array.from({ length: width }, (_, i) => rows.map((row) => row[i + 1] ?? null)),
});
const ringOf = (rows: readonly Row[], width = 1) => {
  const ring = createRing(width, 10_000);
  ring.append(toColumns(rows, width));
  return ring;
};
const historyOf = (rows: readonly Row[], bucketMs: number, width = 1): History => ({
  loopId: "a",
  fromMs: 0,
  toMs: rows.at(-1)?.[0] ?? 0,
  bucketMs,
  ...toColumns(rows, width),
});
const everySecond = (fromS: number, toS: number): Row[] =>
  Array.from({ length: toS - fromS }, (_, i) => [seconds(fromS + i), fromS + i]);
const whole = { fromMs: 0, toMs: minutes(600) };

describe("a window of live rows", () => {
  test("rows outside the window stay out, its ends are in", () => {
    const window = assembleWindow({
      history: null,
      ring: ringOf(everySecond(0, 10)),
      fromMs: 3000,
      toMs: 5000,
    });
    expect(window.tMs).toEqual([3000, 4000, 5000]);
  });

  test("an empty ring gives an empty window of the same width", () => {
    const window = assembleWindow({ history: null, ring: createRing(3, 8), ...whole });
    expect(window).toEqual({ tMs: [], columns: [[], [], []] });
  });

  test("a missing value between two others does not break the line", () => {
    const ring = ringOf(
      [
        [0, 1, 10],
        [1000, null, 11],
        [2000, 3, 12],
      ],
      2,
    );
    expect(assembleWindow({ history: null, ring, ...whole }).columns[0]).toEqual([1, undefined, 3]);
  });

  test("a row without any value is no row", () => {
    const ring = ringOf([
      [0, 1],
      [1000, null],
      [2000, 3],
    ]);
    expect(assembleWindow({ history: null, ring, ...whole }).tMs).toEqual([0, 2000]);
  });

  test("a hole of a minute is crossed, a longer one breaks every line", () => {
    const crossed = ringOf([...everySecond(0, 10), ...everySecond(69, 80)]);
    expect(assembleWindow({ history: null, ring: crossed, ...whole }).columns[0]).not.toContain(null);
    const broken = ringOf([...everySecond(0, 10), ...everySecond(70, 80)]);
    const window = assembleWindow({ history: null, ring: broken, ...whole });
    expect(window.columns[0]?.indexOf(null)).toBe(10);
    expect(window.tMs[10]).toBe(seconds(9) + 1);
  });

  test("samples that usually come every two minutes may be ten minutes apart", () => {
    expect(toGapThreshold([0, 1, 2, 3].map((n) => minutes(2 * n)))).toBe(minutes(10));
    expect(toGapThreshold([])).toBe(seconds(60));
  });

  test("one channel silent for long breaks its own line only", () => {
    const rows: Row[] = [];
    for (let t = 0; t <= channelGapMs + minutes(2); t += minutes(1)) {
      rows.push([t, t === 0 || t > channelGapMs ? 1 : null, 5]);
    }
    const window = assembleWindow({ history: null, ring: ringOf(rows, 2), ...whole });
    expect(window.columns[0]?.filter((value) => value === null)).toHaveLength(1);
    expect(window.columns[0]?.[1]).toBeNull();
    expect(window.columns[1]).not.toContain(null);
  });
});

describe("history followed by live rows", () => {
  const bucketMs = seconds(10);
  const history = historyOf(
    [
      [0, 100],
      [5000, 101],
      [10_000, 102],
      [15_000, 103],
      [20_000, null],
      [25_000, null],
    ],
    bucketMs,
  );

  test("live rows take over where the newest filled bucket begins", () => {
    const ring = ringOf(everySecond(8, 14));
    expect(toTailStart(history, ring)).toBe(seconds(10));
    const window = assembleWindow({ history, ring, ...whole });
    expect(window.tMs).toEqual([0, 5000, 10_000, 11_000, 12_000, 13_000]);
    expect(window.columns[0]).toEqual([100, 101, 10, 11, 12, 13]);
  });

  test("live rows that begin later leave the newest bucket to the history", () => {
    const ring = ringOf(everySecond(12, 20));
    const window = assembleWindow({ history, ring, ...whole });
    expect(window.tMs.slice(0, 6)).toEqual([0, 5000, 10_000, 15_000, 16_000, 17_000]);
  });

  test("without live rows the history is drawn whole", () => {
    expect(assembleWindow({ history, ring: createRing(1, 8), ...whole }).tMs).toEqual([
      0, 5000, 10_000, 15_000,
    ]);
  });

  test("an empty history leaves everything to the live rows", () => {
    const ring = ringOf(everySecond(0, 3));
    const empty = historyOf([[0, null]], bucketMs);
    expect(assembleWindow({ history: empty, ring, ...whole }).tMs).toEqual([0, 1000, 2000]);
  });

  test("a hole between history and live rows is a gap", () => {
    const window = assembleWindow({ history, ring: ringOf(everySecond(100, 103)), ...whole });
    expect(window.columns[0]).toEqual([100, 101, 102, 103, null, 100, 101, 102]);
  });
});

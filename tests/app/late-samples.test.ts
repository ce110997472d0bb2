import { describe, expect, test } from "vitest";
import { createLateSamples } from "../../server/app/late-samples.ts";

const s = 1000;

describe("when late samples are judged", () => {
  test.each<[string, arrivedS: readonly number[], judgedS: number | null, dueS: number]>([
    ["five seconds after the only one", [100], null, 105],
    ["five seconds after the last one of a short dump", [100, 101, 103], null, 108],
    ["thirty seconds after the first one of a long dump", [100, 110, 120, 129], null, 130],
    ["not at all while there are none", [], null, Number.POSITIVE_INFINITY],
    ["not sooner than thirty seconds after the last time", [100], 95, 125],
    ["as soon as ever when the last time is long ago", [100], 40, 105],
  ])("%s", (_name, arrivedS, judgedS, dueS) => {
    const late = createLateSamples();
    if (judgedS !== null) late.clear(judgedS * s);
    for (const [n, atS] of arrivedS.entries()) late.add(0, n * s, 300, atS * s);
    expect(late.dueMs).toBe(dueS * s);
  });

  test("at once when so many wait that they would pile up", () => {
    const late = createLateSamples();
    for (let n = 0; n < 65_535; n++) late.add(0, n, 300, 100 * s);
    expect(late.dueMs).toBe(105 * s);
    late.add(0, 65_535, 300, 100 * s);
    expect(late.dueMs).toBe(100 * s);
  });
});

test("late samples know their span, and stand in order of time however they came", () => {
  const late = createLateSamples();
  expect(late).toMatchObject({ count: 0, earliestMs: Infinity, latestMs: -Infinity });
  for (const [place, atMs, value] of [
    [0, 50, 1],
    [1, 20, 2],
    [0, 20, 3],
    [1, 40, 4],
  ] as const)
    late.add(place, atMs, value, 9000);
  expect(late).toMatchObject({ count: 4, earliestMs: 20, latestMs: 50 });
  expect(late.inOrder().map((n) => [late.place(n), late.atMs(n), late.value(n)])).toEqual([
    [1, 20, 2],
    [0, 20, 3],
    [1, 40, 4],
    [0, 50, 1],
  ]);
  expect(late.dropUntil(19)).toBe(0);
  expect(late.dropUntil(20)).toBe(2);
  expect(late).toMatchObject({ count: 2, earliestMs: 40, latestMs: 50 });
  late.clear(9000);
  expect(late).toMatchObject({ count: 0, dueMs: Infinity, earliestMs: Infinity });
});

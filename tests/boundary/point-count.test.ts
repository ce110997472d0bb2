import { expect, test } from "vitest";
import { parseLines } from "../../server/boundary/line-protocol.ts";
import { countDistinct } from "../../server/boundary/point-count.ts";

test("points are one when measurement, tags in any order, and time are the same", () => {
  const body = [
    "m,a=1,b=2 f=1 1",
    "m,b=2,a=1 g=2 1",
    "m,a=1,b=2 f=1 2",
    "m,a=1 f=1 1",
    "n,a=1,b=2 f=1 1",
    "m,a=1 f=9 1",
  ];
  const { points } = parseLines(body.join("\n"), "ns", 0);
  expect([...countDistinct(points)]).toEqual([
    ["m", 3],
    ["n", 1],
  ]);
});

test("no points are none", () => {
  expect(countDistinct([]).size).toBe(0);
});

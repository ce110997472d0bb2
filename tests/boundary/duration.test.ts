import { expect, test } from "vitest";
import { parseDuration } from "../../server/boundary/duration.ts";

test.each([
  ["250 ms", 250],
  ["15 s", 15_000],
  ["5min", 300_000],
  ["3h", 10_800_000],
  ["1.5 d", 129_600_000],
  [" 2 h ", 7_200_000],
  ["0s", 0],
])("%s is a span", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["", "3", "h", "-3h", "3 hours", "3h 5min", "1e3 s", "three h"])("%j is none", (text) => {
  expect(parseDuration(text)).toBeNull();
});

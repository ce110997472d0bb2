import { expect, test } from "vitest";
import { parseTimeOfDay, toTimeOfDay } from "../../server/boundary/time-of-day.ts";

test.each([
  ["00:00", 0],
  ["6:05", 365],
  [" 06:05 ", 365],
  ["23:59", 1439],
  ["24:00", 1440],
])("%s is a time of day", (text, minute) => {
  expect(parseTimeOfDay(text)).toBe(minute);
});

test.each(["", "6", "24:01", "25:00", "6:5", "06:60", "06:00:00", "-1:00", "six"])("%j is none", (text) => {
  expect(parseTimeOfDay(text)).toBeNull();
});

test.each([
  [0, "00:00"],
  [365, "06:05"],
  [1439, "23:59"],
  [1440, "00:00"],
])("%d minutes are written %s", (minute, text) => {
  expect(toTimeOfDay(minute)).toBe(text);
});

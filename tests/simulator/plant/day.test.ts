import { expect, test } from "vitest";
import { ambientK, dayS } from "../../../simulator/plant/day.ts";

const at = (hour: number) => 1_700_006_400 + hour * 3600;

test("air is warmest at 15:00 UTC and coldest twelve hours later, the same every day", () => {
  // 14 November 2023, midnight UTC.
  expect(at(0) % dayS).toBe(0);
  expect(ambientK(20, 6, at(15))).toBeCloseTo(299.15, 9);
  expect(ambientK(20, 6, at(27))).toBeCloseTo(287.15, 9);
  expect(ambientK(20, 6, at(9))).toBeCloseTo(293.15, 9);
  expect(ambientK(20, 6, at(15 + 240))).toBeCloseTo(299.15, 9);
});

test("without an amplitude it stays as it is", () => {
  for (const hour of [0, 5, 15, 21]) expect(ambientK(-5, 0, at(hour))).toBeCloseTo(268.15, 9);
});

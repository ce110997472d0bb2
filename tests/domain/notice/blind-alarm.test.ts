import { expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import { toToldNow } from "../../../server/domain/notice/blind-alarm.ts";
import { toAlarmViewOf } from "../../support/builders.ts";

const sinceMs = 1_671_062_400_000;
const timeLeft = { p05Ms: minutes(40), p50Ms: hours(2), p95Ms: null };
const blind = toAlarmViewOf({ timeLeft, blindSinceMs: sinceMs });

test("an alarm that is seen is told with the time left that was found", () => {
  const seen = { ...blind, blindSinceMs: null };
  expect(toToldNow(seen, sinceMs + hours(1))).toBe(seen);
});

test("the time left of a blind alarm runs on, its early end faster, and never below none", () => {
  const after = (ms: number) => toToldNow(blind, sinceMs + ms).timeLeft!;
  expect(after(minutes(30)).p50Ms).toBe(minutes(90));
  expect(after(minutes(30)).p05Ms).toBeLessThan(minutes(10));
  expect(after(minutes(30)).p95Ms).toBeNull();
  expect(after(hours(3))).toEqual({ p05Ms: 0, p50Ms: 0, p95Ms: null });
});

test("a blind alarm of which no time left is known is told as it is", () => {
  const unknown = { ...blind, timeLeft: null };
  expect(toToldNow(unknown, sinceMs + hours(1))).toBe(unknown);
});

test("a clock that went back gives nobody more time", () => {
  expect(toToldNow(blind, sinceMs - hours(1)).timeLeft).toEqual(timeLeft);
});

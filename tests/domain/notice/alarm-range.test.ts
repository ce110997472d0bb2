import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { type EpochMs, hours, minutes } from "../../../protocol/time.ts";
import { toAlarmRange, toRangeUrl } from "../../../server/domain/notice/alarm-range.ts";
import { exampleAlarm, openedMs } from "./examples.ts";

const at = (ms: EpochMs): number => (ms - openedMs) / minutes(1);

describe("the stretch of time that shows an alarm", () => {
  test.each<{
    readonly name: string;
    readonly changes: Partial<AlarmView>;
    readonly sourceMin: number | null;
    readonly minutes: readonly [number, number];
  }>([
    { name: "just opened: an hour", changes: {}, sourceMin: 0, minutes: [-60, 0] },
    {
      name: "began two hours before: half as long again",
      changes: { onsetMs: openedMs - hours(2) },
      sourceMin: 0,
      minutes: [-180, 0],
    },
    { name: "stands for two hours", changes: { onsetMs: null }, sourceMin: 120, minutes: [-60, 120] },
    { name: "stands for weeks: the last day", changes: {}, sourceMin: 30_000, minutes: [28_560, 30_000] },
    { name: "nothing heard since it opened", changes: {}, sourceMin: -5, minutes: [-60, 0] },
    { name: "nothing known of when", changes: {}, sourceMin: null, minutes: [-60, 0] },
    {
      name: "returned long ago: until a little after",
      changes: { onsetMs: null, returnedMs: openedMs + minutes(30) },
      sourceMin: 600,
      minutes: [-22.5, 45],
    },
    {
      name: "a silence, which opens by the clock on the wall",
      changes: { alarmClass: "sensing", onsetMs: null },
      sourceMin: -500_000,
      minutes: [-500_060, -500_000],
    },
  ])("$name", ({ changes, sourceMin, minutes: [from, to] }) => {
    const sourceMs = sourceMin === null ? null : openedMs + minutes(sourceMin);
    const range = toAlarmRange({ ...exampleAlarm, ...changes }, sourceMs);
    expect([at(range.fromMs), at(range.toMs)]).toEqual([from, to]);
  });
});

test("addresses name the loop and the time, or the alarm where there is no trend", () => {
  expect(toRangeUrl("https://x", exampleAlarm, { fromMs: 1, toMs: 2 })).toBe(
    "https://x/#/loop/ms-22?from=1&to=2",
  );
  expect(toRangeUrl("https://x", exampleAlarm, null)).toBe("https://x/#/alarms/ms-22.leak.3");
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import { findLastTime, findMissedRun, toMinuteOfDay } from "../../../server/domain/timetable/daily-times.ts";
import { createZoneClock } from "../../../server/domain/timetable/zone-clock.ts";

const utc = (text: string): number => Date.parse(`${text}Z`);
const berlin = createZoneClock("Europe/Berlin");
const shifts = ["06:00", "14:00", "22:00"];

test("a time of day is so many minutes", () => {
  expect(["00:00", "06:05", "23:59"].map(toMinuteOfDay)).toEqual([0, 365, 1439]);
});

describe("the last time", () => {
  test.each([
    ["is the one that is now", "2026-06-01T04:00:00", "2026-06-01T04:00:00"],
    ["is the newest that has passed", "2026-06-01T13:00:00", "2026-06-01T12:00:00"],
    ["is yesterday's before the first", "2026-06-01T03:59:59", "2026-05-31T20:00:00"],
  ])("%s", (_name, now, last) => {
    expect(findLastTime(shifts, berlin, utc(now))).toBe(utc(last));
  });

  test("is none where there are no times", () => {
    expect(findLastTime([], berlin, utc("2026-06-01T03:59:59"))).toBeNull();
  });
});

describe("a missed run", () => {
  test.each([
    ["is none when it ran at its time", "2026-06-01T04:00:00", "2026-06-01T09:00:00", null],
    ["is none when it ran since", "2026-06-01T05:00:00", "2026-06-01T09:00:00", null],
    ["is none before the next time", "2026-05-31T04:00:00", "2026-06-01T03:59:59", null],
    [
      "is the time at which we were down",
      "2026-05-31T04:00:00",
      "2026-06-01T09:00:00",
      "2026-06-01T04:00:00",
    ],
    ["is one after a month", "2026-05-01T04:00:00", "2026-06-01T09:00:00", "2026-06-01T04:00:00"],
    ["is none when the clock went back an hour", "2026-06-01T05:00:00", "2026-06-01T04:30:00", null],
    ["is due after a record of 2036", "2036-06-01T04:00:00", "2026-06-01T04:00:30", "2026-06-01T04:00:00"],
  ])("%s", (_name, ran, now, due) => {
    expect(findMissedRun(["06:00"], berlin, utc(ran), utc(now))).toBe(due === null ? null : utc(due));
  });

  test("on the day on which the clock jumps over it is due at the jump, and once", () => {
    const before = utc("2026-03-28T01:30:00");
    const jump = utc("2026-03-29T01:00:00");
    expect(findMissedRun(["02:30"], berlin, before, jump - 1)).toBeNull();
    expect(findMissedRun(["02:30"], berlin, before, jump)).toBe(jump);
    expect(findMissedRun(["02:30"], berlin, jump, jump + hours(20))).toBeNull();
  });

  test("on the day on which the clock shows it twice is due the first time only", () => {
    const first = utc("2026-10-25T00:30:00");
    expect(findMissedRun(["02:30"], berlin, first - hours(24), first)).toBe(first);
    expect(findMissedRun(["02:30"], berlin, first, first + hours(1))).toBeNull();
  });

  test("over a change of clocks every local day has exactly one run, whatever the time of day and however often one looks", () => {
    const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"].map(createZoneClock);
    const property = fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 7, max: 55 }),
      (clock, minute, stepMin) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
        let ranMs = utc("2026-03-01T00:00:00");
        const ranOn: string[] = [];
        for (let nowMs = ranMs; nowMs < utc("2026-04-10T00:00:00"); nowMs += minutes(stepMin)) {
          const due = findMissedRun([time], clock, ranMs, nowMs);
          if (due === null) continue;
          ranOn.push(clock.toText(due).slice(0, 10));
          ranMs = nowMs;
        }
        expect(new Set(ranOn).size).toBe(ranOn.length);
        expect(ranOn.length).toBeGreaterThanOrEqual(39);
        expect(ranOn.length).toBeLessThanOrEqual(41);
      },
    );
    fc.assert(property, { seed: 20_221_215, numRuns: 8 });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import { createZoneClock } from "../../../server/domain/timetable/zone-clock.ts";

const utc = (text: string): number => Date.parse(`${text}Z`);

describe("the clock on the wall", () => {
  test.each([
    ["UTC", "2026-07-01T12:00:00", "2026-07-01 12:00"],
    ["Europe/Berlin in winter", "2026-01-01T12:00:00", "2026-01-01 13:00", "Europe/Berlin"],
    ["Europe/Berlin in summer", "2026-07-01T12:00:00", "2026-07-01 14:00", "Europe/Berlin"],
    ["New York on the day before", "2026-01-01T03:30:00", "2025-12-31 22:30", "America/New_York"],
    ["half an hour beside the others", "2026-01-01T00:00:00", "2026-01-01 05:30", "Asia/Kolkata"],
  ])("shows %s", (_name, at, shows, zone = "UTC") => {
    expect(createZoneClock(zone).toText(utc(at))).toBe(shows);
  });

  test("of a zone that nobody knows is refused", () => {
    expect(() => createZoneClock("Europe/Atlantis")).toThrow(RangeError);
  });
});

describe("the first moment at which the clock shows a time", () => {
  test.each([
    ["an ordinary time", "Europe/Berlin", "2026-06-01T06:00:00", "2026-06-01T04:00:00"],
    ["a time that the clock shows twice", "Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00"],
    ["the hour before it is set back", "Europe/Berlin", "2026-10-25T01:59:00", "2026-10-24T23:59:00"],
    ["the hour after it was set back", "Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00"],
    ["a time that the clock jumps over", "Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00"],
    [
      "a midnight that the clock jumps over",
      "America/Santiago",
      "2026-09-06T00:00:00",
      "2026-09-06T04:00:00",
    ],
    ["half an hour that is jumped over", "Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:30:00"],
    ["a day that was left out", "Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00"],
  ])("is right for %s", (_name, zone, local, at) => {
    expect(createZoneClock(zone).toFirstMoment(utc(local))).toBe(utc(at));
  });

  test("is what a walk by minutes finds", () => {
    const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
    const clocks = zones.map(createZoneClock);
    const turns = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"];
    const property = fc.property(
      fc.constantFrom(...clocks),
      fc.constantFrom(...turns),
      fc.integer({ min: 0, max: 1439 }),
      (clock, day, minute) => {
        const localMs = utc(`${day}T00:00:00`) + minutes(minute);
        // Begins before it in every zone, and after the same local time of the day before.
        let atMs = localMs - hours(15);
        while (clock.toLocalMs(atMs) < localMs) atMs += minutes(1);
        expect(clock.toFirstMoment(localMs)).toBe(atMs);
      },
    );
    fc.assert(property, { seed: 20_221_215, numRuns: 60 });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { days, minutes, seconds } from "../../../protocol/time.ts";
import type { QuietTime, Weekday } from "../../../server/domain/notice/policy.ts";
import { findQuietEnd } from "../../../server/domain/notice/quiet-times.ts";

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const nights = (zone: string, given: Partial<QuietTime> = {}): QuietTime => ({
  days: everyDay,
  fromMin: 22 * 60,
  toMin: 7 * 60,
  zone,
  ...given,
});

const end = (quiet: readonly QuietTime[], at: string): string | null => {
  const ms = findQuietEnd({ quiet }, "caution", Date.parse(at));
  return ms === null ? null : new Date(ms).toISOString().replace(":00.000Z", "Z");
};

describe("quiet times", () => {
  test.each([
    { at: "2022-12-15T20:59:59Z", until: null, name: "have not begun a second before" },
    { at: "2022-12-15T21:00:00Z", until: "2022-12-16T06:00Z", name: "begin with their minute" },
    { at: "2022-12-16T03:17:42Z", until: "2022-12-16T06:00Z", name: "go on past midnight" },
    { at: "2022-12-16T05:59:59Z", until: "2022-12-16T06:00Z", name: "run until their last second" },
    { at: "2022-12-16T06:00:00Z", until: null, name: "are over with their end" },
    { at: "2022-07-15T20:00:00Z", until: "2022-07-16T05:00Z", name: "follow the clock on the wall" },
  ])("$name ($at)", ({ at, until }) => {
    expect(end([nights("Europe/Berlin")], at)).toBe(until);
  });

  test("never keep warnings and emergencies", () => {
    const quiet = [nights("UTC", { fromMin: 0, toMin: 0 })];
    const at = Date.parse("2022-12-15T03:00:00Z");
    expect(findQuietEnd({ quiet }, "warning", at)).toBeNull();
    expect(findQuietEnd({ quiet }, "emergency", at)).toBeNull();
    expect(findQuietEnd({ quiet }, "advisory", at)).not.toBeNull();
  });

  test("belong to the day on which they begin", () => {
    const friday = [nights("UTC", { days: [5] })];
    expect(end(friday, "2022-12-16T01:00:00Z")).toBeNull();
    expect(end(friday, "2022-12-16T23:00:00Z")).toBe("2022-12-17T07:00Z");
    expect(end(friday, "2022-12-17T01:00:00Z")).toBe("2022-12-17T07:00Z");
    expect(end(friday, "2022-12-17T23:00:00Z")).toBeNull();
  });

  test("that follow each other are one, across zones too", () => {
    const quiet = [
      nights("UTC", { fromMin: 600, toMin: 660 }),
      nights("Europe/Berlin", { fromMin: 720, toMin: 780 }),
    ];
    expect(end(quiet, "2022-12-15T10:30:00Z")).toBe("2022-12-15T12:00Z");
  });

  test("are an hour shorter in the night in which the clocks go forward, and longer in autumn", () => {
    expect(end([nights("Europe/Berlin")], "2023-03-25T21:00:00Z")).toBe("2023-03-26T05:00Z");
    expect(end([nights("Europe/Berlin")], "2022-10-29T20:00:00Z")).toBe("2022-10-30T06:00Z");
  });

  test("that end in the hour which the clocks skip are over when the clocks have jumped", () => {
    expect(end([nights("Europe/Berlin", { toMin: 150 })], "2023-03-26T00:00:00Z")).toBe("2023-03-26T01:00Z");
  });

  test("without an end are broken after eight days", () => {
    const at = Date.parse("2022-12-15T03:00:00Z");
    const quiet = [nights("UTC", { fromMin: 0, toMin: 0 })];
    expect(findQuietEnd({ quiet }, "caution", at)).toBe(at + days(8));
  });

  test("nobody has any who named none", () => {
    expect(end([], "2022-12-15T03:00:00Z")).toBeNull();
  });
});

/** What a wall clock shows, found another way than the product does. */
function toWall(zone: string, ms: number): { readonly day: Weekday; readonly minute: number } {
  const [date = "", time = ""] = new Date(ms).toLocaleString("sv-SE", { timeZone: zone }).split(" ");
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { day: (weekday === 0 ? 7 : weekday) as Weekday, minute: hour * 60 + minute };
}

function runs(quiet: readonly QuietTime[], ms: number): boolean {
  return quiet.some(({ days: begins, fromMin, toMin, zone }) => {
    const { day, minute } = toWall(zone, ms);
    const dayBefore = (day === 1 ? 7 : day - 1) as Weekday;
    if (toMin > fromMin) return begins.includes(day) && minute >= fromMin && minute < toMin;
    return (begins.includes(day) && minute >= fromMin) || (begins.includes(dayBefore) && minute < toMin);
  });
}

function walk(quiet: readonly QuietTime[], ms: number): number | null {
  if (!runs(quiet, ms)) return null;
  for (let at = Math.floor(ms / minutes(1)) * minutes(1); at < ms + days(8); at += minutes(1))
    if (at > ms && !runs(quiet, at)) return at;
  return ms + days(8);
}

describe("compared with a walk from minute to minute", () => {
  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
  ];
  const minuteOfDay = fc.integer({ min: 0, max: 1439 });
  const quietTime: fc.Arbitrary<QuietTime> = fc.record({
    days: fc.subarray([...everyDay], { minLength: 1 }),
    fromMin: minuteOfDay,
    toMin: minuteOfDay,
    zone: fc.constantFrom(...zones),
  });
  /** Any time of two years, and the days around the changes of the clocks in these zones. */
  const moment = fc.oneof(
    fc.integer({ min: Date.parse("2022-01-01T00:00:00Z"), max: Date.parse("2024-01-01T00:00:00Z") }),
    fc
      .tuple(
        fc.constantFrom(
          "2023-03-26T01:00:00Z",
          "2022-10-30T01:00:00Z",
          "2023-03-12T07:00:00Z",
          "2022-11-06T06:00:00Z",
          "2023-04-01T15:00:00Z",
          "2022-10-01T15:30:00Z",
        ),
        fc.integer({ min: -days(1), max: seconds(7200) }),
      )
      .map(([change, byMs]) => Date.parse(change) + byMs),
  );

  test("the end is the same, whatever the zones, the days and the change of the clocks", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(fc.array(quietTime, { minLength: 1, maxLength: 2 }), moment, (quiet, ms) => {
        // Whole weeks of peace are walked through once, not for every run.
        fc.pre(quiet.every(({ days: begins, fromMin, toMin }) => begins.length < 7 || fromMin !== toMin));
        expect(findQuietEnd({ quiet }, "caution", ms)).toBe(walk(quiet, ms));
      }),
      { numRuns: 60 },
    );
  });
});

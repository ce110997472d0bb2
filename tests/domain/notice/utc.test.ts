import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toUtcClock, toUtcDay, toUtcText } from "../../../server/domain/notice/utc.ts";

describe("a moment in UTC", () => {
  test.each([
    { name: "the start of the epoch", ms: 0, text: "1970-01-01 00:00:00 UTC" },
    { name: "just before it", ms: -1, text: "1969-12-31 23:59:59 UTC" },
    { name: "the MS-22 leak", ms: 1_671_065_172_345, text: "2022-12-15 00:46:12 UTC" },
    { name: "a leap day of a century year", ms: 951_827_696_000, text: "2000-02-29 12:34:56 UTC" },
    { name: "no leap day in 2100", ms: 4_107_542_400_000, text: "2100-03-01 00:00:00 UTC" },
    { name: "no number", ms: Number.NaN, text: "unknown time" },
    { name: "no end", ms: Number.POSITIVE_INFINITY, text: "unknown time" },
  ])("$name reads $text", ({ ms, text }) => {
    expect(toUtcText(ms)).toBe(text);
  });

  test("agrees with the platform's calendar at any moment of years 0 to 9999", () => {
    const moment = fc.integer({
      min: Date.UTC(2000) - 2000 * 365.2425 * 86_400_000,
      max: Date.UTC(9999, 11, 31),
    });
    fc.assert(
      fc.property(moment, (ms) => {
        const iso = new Date(ms).toISOString();
        expect(`${toUtcDay(ms)}T${toUtcClock(ms)}`).toBe(iso.slice(0, 19));
      }),
    );
  });

  test("a day and a time of day that are not known say so", () => {
    expect(toUtcDay(Number.NaN)).toBe("unknown day");
    expect(toUtcClock(Number.NaN)).toBe("unknown time");
  });
});

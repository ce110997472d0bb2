import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsvTime } from "../../server/boundary/csv-time.ts";

/** Reads a time that stands between other cells. */
function read(text: string): number {
  const bytes = new TextEncoder().encode(`x,${text},9`);
  return readCsvTime(bytes, 2, bytes.length - 2);
}

const at = (iso: string): number => Date.parse(iso);

describe("a time", () => {
  test.each([
    ["ISO 8601 with milliseconds", "2022-12-15T00:45:00.250Z", at("2022-12-15T00:45:00.250Z")],
    ["without milliseconds", "2022-12-15T00:45:00Z", at("2022-12-15T00:45:00Z")],
    ["without a zone is UTC", "2022-12-15T00:45:00", at("2022-12-15T00:45:00Z")],
    ["with a space for the T", "2020-03-09 10:14:33", at("2020-03-09T10:14:33Z")],
    ["with a space before the zone", "2020-03-09 10:14:33 +0100", at("2020-03-09T09:14:33Z")],
    ["in small letters", "2020-03-09t10:14:33z", at("2020-03-09T10:14:33Z")],
    ["with an offset to the east", "2022-12-15T02:45:00+02:00", at("2022-12-15T00:45:00Z")],
    ["with an offset to the west", "2022-12-14T19:15:00.5-05:30", at("2022-12-15T00:45:00.500Z")],
    ["with an offset of hours", "2022-12-15T02:45:00+02", at("2022-12-15T00:45:00Z")],
    ["without seconds", "2022-12-15T00:45", at("2022-12-15T00:45:00Z")],
    ["a date alone", "2022-12-15", at("2022-12-15T00:00:00Z")],
    ["with microseconds, cut off", "2022-12-15 00:45:00.250999", at("2022-12-15T00:45:00.250Z")],
    ["with a comma before the fraction", "2022-12-15T00:45:00,5", at("2022-12-15T00:45:00.500Z")],
    ["a leap day", "2024-02-29T12:00:00Z", at("2024-02-29T12:00:00Z")],
    ["a leap second", "2016-12-31T23:59:60Z", at("2017-01-01T00:00:00Z")],
    ["before 1970", "1969-12-31T23:59:59.999Z", -1],
    ["epoch milliseconds", "1671065100250", 1_671_065_100_250],
    ["epoch milliseconds as a decimal", "1671065100250.75", 1_671_065_100_250],
    ["negative epoch milliseconds", "-1000", -1000],
    ["zero", "0", 0],
  ])("%s", (_name, text, ms) => {
    expect(read(text)).toBe(ms);
  });

  test.each([
    ["nothing", ""],
    ["a word", "yesterday"],
    ["a number with two points", "1671065100.2.5"],
    ["a number with a unit", "1671065100250ms"],
    ["a minus alone", "-"],
    ["a day that is not", "2023-02-29T00:00:00Z"],
    ["a month that is not", "2023-13-01T00:00:00Z"],
    ["a day 0", "2023-01-00"],
    ["an hour that is not", "2023-01-01T24:00:00Z"],
    ["a minute that is not", "2023-01-01T23:60:00Z"],
    ["a time cut off", "2023-01-01T23:5"],
    ["a second cut off", "2023-01-01T23:59:5"],
    ["a point without a fraction", "2023-01-01T23:59:59.Z"],
    ["a zone that is a word", "2023-01-01T23:59:59 UTC"],
    ["an offset that is not", "2023-01-01T23:59:59+25:00"],
    ["an offset cut off", "2023-01-01T23:59:59+1"],
    ["something behind the zone", "2023-01-01T23:59:59Zz"],
    ["a space at the end", "2023-01-01T23:59:59 "],
    ["German order", "15.12.2022 00:45:00"],
    ["a moment that no store can keep", "9999999999999999"],
    ["nanoseconds", "1671065100250000000"],
  ])("is not %s", (_name, text) => {
    expect(read(text)).toBeNaN();
  });

  test("is read as JavaScript reads it, for every moment and form", () => {
    const moments = fc.date({
      min: new Date("1700-01-01T00:00:00Z"),
      max: new Date("2200-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (date) => {
        const iso = date.toISOString();
        expect(read(iso)).toBe(date.getTime());
        expect(read(iso.replace("T", " ").replace("Z", ""))).toBe(date.getTime());
        expect(read(String(date.getTime()))).toBe(date.getTime());
      }),
    );
  });
});

import { describe, expect, test } from "vitest";
import type { TimeUnit } from "../../server/boundary/mqtt-subscription.ts";
import { guessPrecision, readMoment } from "../../server/boundary/mqtt-time.ts";

describe("a time in a message", () => {
  test.each<[unknown, TimeUnit, bigint]>([
    [1671054301, "s", 1671054301_000_000_000n],
    [1671054301.25, "s", 1671054301_250_000_000n],
    [1671054301000, "ms", 1671054301_000_000_000n],
    [1671054301000.5, "ms", 1671054301_000_500_000n],
    [1671054301000001, "us", 1671054301_000_001_000n],
    ["1671054301000000001", "ns", 1671054301_000_000_001n],
    [1671054301000000000, "ns", 1671054301_000_000_000n],
    ["1671054301.5", "s", 1671054301_500_000_000n],
    [-1000, "ms", -1_000_000_000n],
    ["2022-12-14T21:45:01Z", "iso", 1671054301_000_000_000n],
    ["2022-12-14T22:45:01.5+01:00", "iso", 1671054301_500_000_000n],
    ["2022-12-14T21:45:01.000000001Z", "iso", 1671054301_000_000_001n],
    ["2022-12-14T21:45Z", "iso", 1671054300_000_000_000n],
  ])("%s in %s is exact", (written, unit, ns) => {
    expect(readMoment(written, unit)).toBe(ns);
  });

  test.each<[unknown, TimeUnit, RegExp]>([
    ["soon", "ms", /not a number in ms/],
    [true, "s", /not a number in s/],
    [1e300, "ms", /out of range for ms/],
    ["2022-12-14T21:45:01", "iso", /time zone/],
    ["2022-12-34T21:45:01Z", "iso", /no moment of any day/],
    [5, "iso", /not ISO 8601 text/],
  ])("%s in %s is refused", (written, unit, reason) => {
    expect(readMoment(written, unit)).toMatch(reason);
  });
});

describe("the precision of lines", () => {
  test.each([
    ["m v=1 1671054301\n", "s"],
    ["m v=1 1671054301000\r\n", "ms"],
    ["\n# 1\nm v=1 1671054301000000", "us"],
    ["m v=1 1671054301000000000\nm v=1 5\n", "ns"],
    ["m v=1", "ns"],
    ["", "ns"],
  ])("of %j is %s", (payload, precision) => {
    expect(guessPrecision(Buffer.from(payload))).toBe(precision);
  });
});

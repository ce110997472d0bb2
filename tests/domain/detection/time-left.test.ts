import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../../protocol/time.ts";
import { decideSeverity, toTimeLeft } from "../../../server/domain/detection/time-left.ts";
import { toLoop } from "../../support/builders.ts";

describe("the time left", () => {
  test("is what is spare, divided by the rate and by the rate's own 5 and 95 % points", () => {
    // 3.6 L at 1 ± 0.2 mL/s: 1 h in the middle, 0.001 + 1.645 × 0.0002 at the early end.
    const left = toTimeLeft(3.6, 0.001, 0.0002);
    expect(left.p50Ms).toBe(hours(1));
    expect(left.p05Ms).toBe(Math.round(hours(1) / 1.329));
    expect(left.p95Ms).toBe(Math.round(hours(1) / 0.671));
  });

  test("has no late end when the rate may be zero", () => {
    expect(toTimeLeft(3.6, 0.001, 0.0007)).toMatchObject({ p50Ms: hours(1), p95Ms: null });
  });

  test("has only an early end when the best guess of the rate is zero", () => {
    expect(toTimeLeft(3.6, 0, 0.0001)).toMatchObject({ p50Ms: null, p95Ms: null });
    expect(toTimeLeft(3.6, 0, 0)).toEqual({ p05Ms: null, p50Ms: null, p95Ms: null });
  });

  test.each([0, -1])("is over at %f L spare", (spareL) => {
    expect(toTimeLeft(spareL, 0.001, 0.0002)).toEqual({ p05Ms: 0, p50Ms: 0, p95Ms: 0 });
  });

  test("is always told in order: early, middle, late", () => {
    const positive = fc.double({ min: 1e-9, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 100, noNaN: true }), positive, positive, (spare, rate, sd) => {
        const { p05Ms, p50Ms, p95Ms } = toTimeLeft(spare, rate, sd);
        expect(p05Ms).not.toBeNull();
        expect(p50Ms).not.toBeNull();
        expect(p05Ms!).toBeLessThanOrEqual(p50Ms!);
        expect(p95Ms ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(p50Ms!);
      }),
    );
  });
});

describe("the severity of a leak", () => {
  const loop = toLoop({ responseTimeMs: minutes(30) });

  test.each([
    ["nothing is left", 0, "emergency"],
    ["just the response time is left", minutes(30), "emergency"],
    ["a little more than the response time is left", minutes(30) + 1, "warning"],
    ["two days are left", hours(48), "warning"],
    ["a little more than two days are left", hours(48) + 1, "caution"],
    ["thirty days are left", days(30), "caution"],
    ["more than thirty days are left", days(30) + 1, "advisory"],
    ["no end is in sight", null, "advisory"],
  ] as const)("when %s is %s ms: %s", (_name, p50Ms, severity) => {
    expect(decideSeverity(loop, { p05Ms: 0, p50Ms, p95Ms: null })).toBe(severity);
  });

  test("follows the loop's own response time", () => {
    const left = { p05Ms: null, p50Ms: hours(1), p95Ms: null };
    expect(decideSeverity(toLoop({ responseTimeMs: hours(2) }), left)).toBe("emergency");
    expect(decideSeverity(loop, left)).toBe("warning");
  });
});

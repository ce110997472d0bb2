import { describe, expect, test } from "vitest";
import { hours } from "../../../protocol/time.ts";
import type { Finding } from "../../../server/domain/alarm/alarm.ts";
import { decideRevision } from "../../../server/domain/alarm/decide-alarm.ts";
import { toFinding } from "../../support/builders.ts";

describe("what is worth writing down while an alarm stands", () => {
  const left = (p50Ms: number) => ({ p05Ms: null, p50Ms, p95Ms: null });
  const onsetMs = 1_671_062_400_000;
  const before = toFinding({ leakKgPerH: 10, timeLeft: left(hours(10)), onsetMs });
  test.each([
    ["the same numbers", before, false],
    ["a rate 25 % larger", { ...before, leakKgPerH: 12.5 }, false],
    ["a rate 26 % larger", { ...before, leakKgPerH: 12.6 }, true],
    ["a rate 26 % smaller", { ...before, leakKgPerH: 7.4 }, true],
    ["a rate that is no longer known", { ...before, leakKgPerH: null }, true],
    ["a quarter less time", { ...before, timeLeft: left(hours(7.5)) }, false],
    ["still less time", { ...before, timeLeft: left(hours(7.4)) }, true],
    ["no more end in sight", { ...before, timeLeft: null }, true],
    ["an onset ten seconds earlier", { ...before, onsetMs: onsetMs - 10_000 }, false],
    ["an onset eleven seconds earlier", { ...before, onsetMs: onsetMs - 11_000 }, true],
    ["an onset eleven seconds later", { ...before, onsetMs: onsetMs + 11_000 }, true],
    ["an onset that is no longer known", { ...before, onsetMs: null }, true],
    ["another verdict", { ...before, verdict: "sensor fault" as const }, true],
    ["other words for the same", { ...before, headline: "Coolant leak, 10.1 kg/h", evidence: [] }, false],
    ["a milder severity alone", { ...before, severity: "advisory" as const }, false],
  ])("%s", (_name, now, revision) => {
    expect(decideRevision(before, now)).toBe(revision);
  });

  test.each([
    ["P1 is stuck", "P1 is stuck, and 1 more", true],
    ["Sensor 1 is stuck", "Sensor 2 is stuck", true],
    ["A is no longer received", "A and B are no longer received", true],
    ["P1 reads 12.5 kPa", "P1 reads -3 kPa", false],
    ["P1 is stuck for 10 min", "P1 is stuck for 2 h", false],
  ])("a sensor fault that was “%s” and is “%s”", (was, is, revision) => {
    const toNamed = (headline: string): Finding => ({ ...before, verdict: "sensor fault", headline });
    expect(decideRevision(toNamed(was), toNamed(is))).toBe(revision);
  });

  test("one more person who is not reached", () => {
    const toUndelivered = (headline: string): Finding =>
      toFinding({ verdict: "undelivered notices", headline, leakKgPerH: null, timeLeft: null });
    const one = toUndelivered("Notices do not reach Anna");
    expect(decideRevision(one, toUndelivered("Notices do not reach Anna, Ben"))).toBe(true);
    expect(decideRevision(one, { ...one, evidence: [] })).toBe(false);
  });
});

import { expect, test } from "vitest";
import { toLossOfSensing } from "../../../server/domain/alarm/loss-of-sensing.ts";

const sinceMs = 1_800_000_000_000;
const lastSampleMs = 1_671_062_400_000;

test("silence begins, in source time, with the newest sample, whatever the clock on the wall shows", () => {
  expect(toLossOfSensing({ sinceMs, lastSampleMs, leaks: false, others: 0 })).toMatchObject({
    verdict: "loss of sensing",
    severity: "caution",
    onsetMs: lastSampleMs,
    leakKgPerH: null,
  });
  expect(toLossOfSensing({ sinceMs: null, lastSampleMs: null, leaks: false, others: 0 }).onsetMs).toBeNull();
});

test("silence says what else is silent, and that a known leak stays", () => {
  const textsOf = (leaks: boolean, others: number): string =>
    toLossOfSensing({ sinceMs, lastSampleMs, leaks, others })
      .evidence.map(({ text }) => text)
      .join(" ");
  expect(textsOf(false, 0)).not.toMatch(/silent too|leak/);
  expect(textsOf(true, 1)).toMatch(/Another loop is silent too.*The known leak stays/);
  expect(textsOf(false, 3)).toMatch(/3 other loops are silent too/);
});

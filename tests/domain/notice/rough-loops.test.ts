import { describe, expect, test } from "vitest";
import type { AssumedPart } from "../../../protocol/telemetry.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { renderMail } from "../../../server/domain/notice/render-mail.ts";
import { renderSummary } from "../../../server/domain/notice/render-summary.ts";
import { exampleAlarm, exampleContext, exampleLoop, openedMs } from "./examples.ts";

const loopWith = (...assumed: readonly AssumedPart[]): Loop => ({ ...exampleLoop, assumed });

const mailOf = (loop: Loop): string =>
  renderMail({ ...exampleAlarm, evidence: [] }, loop, { kind: "first" }, exampleContext).text;

const summaryOf = (loop: Loop): string =>
  renderSummary(
    {
      atMs: openedMs,
      loops: [
        {
          loop,
          signal: { loopId: loop.id, lastSampleMs: openedMs, lastArrivalMs: openedMs, silent: false },
          estimate: {
            loopId: loop.id,
            atMs: openedMs,
            detection: { kind: "watching", smallestKgPerH: null },
            inventoryL: 43,
            inventorySdL: 0.1,
            bottomedOut: false,
            leakKgPerH: null,
            leakSdKgPerH: null,
            lostL: null,
            timeLeft: null,
          },
        },
      ],
      openAlarms: [],
      undelivered: { waiting: 0, givenUp: 0 },
      pageUrl: null,
    },
    { noticeId: "n", to: "a@example.org", host: "example.org" },
  ).text;

describe("litres that were assumed are not told as litres", () => {
  test.each([{ part: "chargeL" }, { part: "accumulator" }] as const)("$part", ({ part }) => {
    const text = mailOf(loopWith(part));
    expect(text).toContain("Lost so far: about 3.2 % of the charge");
    expect(text).toContain("rough: the charge is assumed");
    expect(text).not.toMatch(/\d L\b/);
    expect(summaryOf(loopWith(part))).toContain("inventory about 98 % of the charge");
  });

  test.each([{ part: "coolant" }, { part: "referencePressureKpa" }] as const)(
    "$part alone leaves them as they are",
    ({ part }) => {
      expect(mailOf(loopWith(part))).toContain("Lost so far: 1.41 L of 44 L (3.2 %)");
      expect(summaryOf(loopWith(part))).toContain("inventory 43.0 ± 0.10 L (minimum 40 L)");
    },
  );
});

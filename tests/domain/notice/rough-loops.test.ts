import { describe, expect, test } from "vitest";
import type { AssumedPart } from "../../../protocol/telemetry.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { renderMail } from "../../../server/domain/notice/render-mail.ts";
import { exampleAlarm, exampleContext, exampleLoop } from "./examples.ts";

const loopWith = (...assumed: readonly AssumedPart[]): Loop => ({ ...exampleLoop, assumed });

const mailOf = (loop: Loop): string =>
  renderMail({ ...exampleAlarm, evidence: [] }, loop, { kind: "first" }, exampleContext).text;

describe("litres that were assumed are not told as litres", () => {
  test.each([{ part: "chargeL" }, { part: "accumulator" }] as const)("$part", ({ part }) => {
    const text = mailOf(loopWith(part));
    expect(text).toContain("Lost so far: about 3.2 % of the charge");
    expect(text).toContain("rough: the charge is assumed");
    expect(text).not.toMatch(/\d L\b/);
  });

  test.each([{ part: "coolant" }, { part: "referencePressureKpa" }] as const)(
    "$part alone leaves them as they are",
    ({ part }) => {
      expect(mailOf(loopWith(part))).toContain("Lost so far: 1.41 L of 44 L (3.2 %)");
    },
  );
});

import { describe, expect, test } from "vitest";
import type { AssumedPart } from "../../../protocol/telemetry.ts";
import { exampleLoop, mailOf } from "./examples.ts";

const textWith = (part: AssumedPart): string =>
  mailOf({ evidence: [] }, undefined, { loop: () => ({ ...exampleLoop, assumed: [part] }) }).text;

describe("litres that were assumed are not told as litres", () => {
  test.each([{ part: "chargeL" }, { part: "accumulator" }] as const)("$part", ({ part }) => {
    const text = textWith(part);
    expect(text).toContain("Lost so far: about 3.2 % of the charge");
    expect(text).toContain("rough: the charge is assumed");
    expect(text).not.toMatch(/\d L\b/);
  });

  test.each([{ part: "coolant" }, { part: "referencePressureKpa" }] as const)(
    "$part alone leaves them as they are",
    ({ part }) => {
      expect(textWith(part)).toContain("Lost so far: 1.41 L of 44 L (3.2 %)");
    },
  );
});

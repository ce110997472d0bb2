import { describe, expect, test } from "vitest";
import { isRough, tellsInventory, toAmountScale, toContentsWords } from "../../../client/state/contents.ts";
import type { AssumedPart } from "../../../protocol/telemetry.ts";
import { someLoop } from "../fixtures.ts";

describe("what is in a loop", () => {
  test.each<{
    readonly name: string;
    readonly assumed: readonly AssumedPart[];
    readonly rough: boolean;
    readonly says: string;
  }>([
    { name: "all was said", assumed: [], rough: false, says: "water, 44.0 L charge" },
    {
      name: "the coolant was not",
      assumed: ["coolant"],
      rough: false,
      says: "water, assumed, 44.0 L charge",
    },
    { name: "the charge was not", assumed: ["chargeL"], rough: true, says: "water; charge not configured" },
    {
      name: "nothing was",
      assumed: ["coolant", "chargeL", "referencePressureKpa", "accumulator"],
      rough: true,
      says: "water, assumed; charge not configured",
    },
    {
      name: "a pressure changes no litre",
      assumed: ["referencePressureKpa"],
      rough: false,
      says: "water, 44.0 L charge",
    },
  ])("$name", ({ assumed, rough, says }) => {
    const loop = { ...someLoop, assumed };
    expect(isRough(loop)).toBe(rough);
    expect(toAmountScale(loop)).toEqual(
      rough ? { factor: 100 / 44, unit: "% of charge" } : { factor: 1, unit: "L" },
    );
    expect(toContentsWords(loop)).toBe(says);
  });

  test("is told by pressure or quantity, and by nothing else", () => {
    const only = (role: "pressure" | "quantity" | "flow" | "reservoir") =>
      tellsInventory({ ...someLoop, channels: [{ id: "c", name: "c", role, unit: "1", position: null }] });
    expect([only("pressure"), only("quantity"), only("flow"), only("reservoir")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

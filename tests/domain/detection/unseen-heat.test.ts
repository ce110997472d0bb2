import { describe, expect, test } from "vitest";
import {
  blockTurnShare,
  neverSeenL,
  notYetSeenL,
  turnShare,
} from "../../../server/domain/detection/unseen-heat.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const seen = toLoop();
const unseen = toLoop({ channels: seen.channels.filter(({ role }) => role !== "temperature") });

describe("what a heat load does where no thermometer sees it", () => {
  test("is nothing for good where a thermometer is in the coolant", () => {
    expect(neverSeenL(seen)).toBe(0);
    expect(neverSeenL(unseen)).toBeGreaterThan(0);
  });

  test("is a part of it until the coolant has come by one", () => {
    expect(notYetSeenL(seen)).toBeCloseTo(0.15 * neverSeenL(unseen), 9);
    expect(notYetSeenL(unseen)).toBe(neverSeenL(unseen));
  });

  test("is that of a loop whose only thermometer is in the accumulator's gas, too", () => {
    const inGas = toChannel({ id: "t-gas", role: "temperature", position: "accumulator" });
    expect(neverSeenL(toLoop({ channels: [...unseen.channels, inGas] }))).toBe(neverSeenL(unseen));
  });

  test.each([
    [0, 0],
    [30, 0.1],
    [300, 1],
    [3600, 1],
  ])("is there after %d s by a share of %d", (spanS, share) => {
    expect(turnShare(spanS)).toBeCloseTo(share, 9);
  });

  test("falls into one of two long blocks", () => {
    expect(blockTurnShare(300)).toBe(1);
    expect(blockTurnShare(1200)).toBeLessThan(0.5);
  });
});

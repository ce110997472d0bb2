import { describe, expect, test } from "vitest";
import { createOpenLoop } from "../../../server/domain/detection/open-loop.ts";

const start = { inventoryL: 30, lossLPerS: 0.01, pressureKpa: 100 };

describe("a leak carried on from the size of its hole", () => {
  test("goes on at its rate while the pressure stands", () => {
    const leak = createOpenLoop(start);
    for (let s = 0; s < 100; s++) leak.step(1, 100);
    expect(leak.lossLPerS).toBeCloseTo(0.01, 12);
    expect(leak.inventoryL).toBeCloseTo(29, 9);
  });

  test.each([
    ["a quarter of the pressure halves it", 25, 0.005],
    ["four times the pressure doubles it", 400, 0.02],
    ["no pressure ends it", 0, 0],
    ["a pressure below nothing is no pressure", -5, 0],
  ])("%s", (_name, kpa, lossLPerS) => {
    const leak = createOpenLoop(start);
    leak.step(1, kpa);
    expect(leak.lossLPerS).toBeCloseTo(lossLPerS, 12);
  });

  test("takes what is there and no more", () => {
    const leak = createOpenLoop(start);
    leak.step(1e6, 100);
    expect(leak.inventoryL).toBe(0);
    leak.step(1, 100);
    expect(leak).toMatchObject({ inventoryL: 0, lossLPerS: 0 });
  });

  test("has a rate before its first step", () => {
    expect(createOpenLoop(start).lossLPerS).toBe(0.01);
  });
});

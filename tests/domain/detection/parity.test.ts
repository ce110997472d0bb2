import { describe, expect, test } from "vitest";
import { createParity } from "../../../server/domain/detection/parity.ts";
import { createNoise } from "../../support/noise.ts";

/** Two witnesses of 40 L that differ by 0.2 L and wander apart by 0.01 L (sd), compared each second. */
function learnt() {
  const parity = createParity(40);
  const noise = createNoise(7);
  const run = (seconds: number, differenceL: (s: number) => number): void => {
    for (let s = 0; s < seconds; s++) parity.step(differenceL(s) + 0.01 * noise.normal(), 1);
  };
  run(3600, () => 0.2);
  parity.calibrate();
  return { parity, run };
}

describe("two witnesses of one inventory", () => {
  test("do not contradict each other before anything was learnt", () => {
    const parity = createParity(40);
    parity.step(5, 1);
    expect(parity.contradicts).toBe(false);
  });

  test("may keep the difference they had, for a day", () => {
    const { parity, run } = learnt();
    run(86_400, () => 0.2);
    expect(parity.contradicts).toBe(false);
  });

  test.each([
    ["falls behind", -0.5],
    ["runs ahead", 0.9],
  ])("contradict each other when one %s", (_name, differenceL) => {
    const { parity, run } = learnt();
    run(120, () => differenceL);
    expect(parity.contradicts).toBe(true);
  });

  test("are not apart because of one wild second", () => {
    const { parity, run } = learnt();
    run(1, () => 2);
    expect(parity.contradicts).toBe(false);
  });

  test("agree again only when most of the difference is gone", () => {
    const { parity, run } = learnt();
    run(300, () => 0.4);
    expect(parity.contradicts).toBe(true);
    run(300, () => 0.25);
    expect(parity.contradicts).toBe(true);
    run(300, () => 0.21);
    expect(parity.contradicts).toBe(false);
  });

  test("are not held to less than a thousandth of the charge, however quiet they are", () => {
    const parity = createParity(40);
    for (let s = 0; s < 3600; s++) parity.step(0.2, 1);
    parity.calibrate();
    for (let s = 0; s < 600; s++) parity.step(0.235, 1);
    expect(parity.contradicts).toBe(false);
    for (let s = 0; s < 600; s++) parity.step(0.25, 1);
    expect(parity.contradicts).toBe(true);
  });
});

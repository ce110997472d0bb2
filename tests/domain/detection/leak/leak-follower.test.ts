import { describe, expect, test } from "vitest";
import { createLeakFollower } from "../../../../server/domain/detection/leak/leak-follower.ts";
import { copyState } from "../../../../server/domain/statistics/copy-state.ts";
import { toLoop } from "../../../support/builders.ts";
import { followGasLoop, type GasLoopSettings } from "./gas-loop.ts";

/** 44 L at 300 kPa, half of the accumulator gas; the minimum is a little above its bottom. */
const loop = toLoop({
  chargeL: 44,
  referencePressureKpa: 300,
  accumulator: { volumeL: 8, gasL: 4 },
  minimumInventoryL: 40.2,
});

const toSettings = (given: Partial<GasLoopSettings>): GasLoopSettings => ({
  seed: 1,
  lossLPerS: () => 1e-3,
  outsideKpa: 0,
  gasLagS: 40,
  noiseShare: 5e-4,
  stepKpa: 0.365,
  colouredSdL: 0.003,
  colouredTauS: 600,
  ...given,
});

/** Runs until a share of what can be lost is lost. */
function runUntil(run: ReturnType<typeof followGasLoop>, share: number): void {
  while (loop.chargeL - run.view.inventoryL < share * (loop.chargeL - loop.minimumInventoryL)) run.step();
}

describe.each([
  ["a puncture of litres a minute", 8e-3, 0, 1],
  ["a hole of a few millilitres a second, into vacuum", 3e-3, 0, 1],
  ["a small hole into air", 5e-4, 101, 1],
  ["a seep that does not ask for the pressure", 5e-5, null, 10],
  ["a seep a thousand times smaller than the puncture", 8e-6, 0, 30],
])("%s", (_name, lossLPerS, outsideKpa, everyS) => {
  test("is within its 90 % intervals about nine times in ten, rate and time left, and they are not wide", () => {
    const seen = { rate: 0, time: 0, all: 0 };
    let widest = 0;
    for (let seed = 1; seed <= 16; seed++) {
      const run = followGasLoop(
        loop,
        toSettings({
          seed,
          lossLPerS: () => lossLPerS * (1 + (seed % 5) / 5),
          outsideKpa,
          gasLagS: 15 + 8 * (seed % 8),
          everyS,
        }),
      );
      const forecasts: { readonly atS: number; readonly fromMs: number; readonly untilMs: number }[] = [];
      for (const share of [0.15, 0.45, 0.75]) {
        runUntil(run, share);
        const { follower, view } = run;
        const { p05Ms, p95Ms } = follower.timeLeft();
        seen.all += 1;
        if (Math.abs(follower.lossLPerS - view.lossLPerS) <= 1.645 * follower.lossSdLPerS) seen.rate += 1;
        widest = share === 0.75 ? Math.max(widest, follower.lossSdLPerS / view.lossLPerS) : widest;
        forecasts.push({ atS: run.atS, fromMs: p05Ms ?? 0, untilMs: p95Ms ?? Number.POSITIVE_INFINITY });
      }
      runUntil(run, 1);
      for (const { atS, fromMs, untilMs } of forecasts) {
        const leftMs = (run.atS - atS) * 1000;
        if (fromMs <= leftMs && leftMs <= untilMs) seen.time += 1;
      }
    }
    expect(seen.rate / seen.all).toBeGreaterThanOrEqual(0.8);
    expect(seen.time / seen.all).toBeGreaterThanOrEqual(0.8);
    expect(widest).toBeLessThan(0.08);
  });
});

test("a leak that stays as it is, is neither growing nor stopping nor swinging, whatever the seed", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const run = followGasLoop(
      loop,
      toSettings({ seed, lossLPerS: () => 1e-4 * seed, everyS: 5, outsideKpa: seed % 2 ? 0 : null }),
    );
    runUntil(run, 0.9);
    expect(run.follower.growth()).toBeNull();
    expect(run.follower.stopped()).toBeNull();
    expect(run.follower.modulation()).toBeNull();
  }
});

describe("growth", () => {
  test.each([
    ["half as much again", 1.6, 7200],
    ["to the double", 2, 1800],
    ["to four times", 4, 600],
  ])("%s is told once, from when it began", (_name, factor, withinS) => {
    const stepS = 5000;
    const run = followGasLoop(
      loop,
      toSettings({ lossLPerS: (s) => (s < stepS ? 1e-4 : factor * 1e-4), everyS: 5 }),
    );
    while (run.atS < stepS) run.step();
    expect(run.follower.growth()).toBeNull();
    while (run.atS < stepS + withinS) run.step();
    const growth = run.follower.growth();
    expect(growth).not.toBeNull();
    expect(Math.abs(growth!.sinceMs / 1000 - stepS)).toBeLessThan(600);
    expect(growth!.toLPerS / growth!.fromLPerS / factor).toBeGreaterThan(0.75);
    while (run.atS < stepS + withinS + 2000) run.step();
    expect(run.follower.growth()!.sinceMs).toBe(growth!.sinceMs);
    expect(Math.abs(run.follower.lossLPerS / run.view.lossLPerS - 1)).toBeLessThan(0.1);
  });

  test("that creeps is told when the loss has doubled", () => {
    const eFoldS = 12_000;
    const run = followGasLoop(
      loop,
      toSettings({ lossLPerS: (s) => 5e-5 * Math.exp(s / eFoldS), everyS: 5, outsideKpa: null }),
    );
    while (run.follower.growth() === null && run.atS < 5 * eFoldS) run.step();
    const grown = Math.exp(run.atS / eFoldS) / Math.exp(run.start.atS / eFoldS);
    expect(grown).toBeGreaterThan(1.4);
    expect(grown).toBeLessThan(3.5);
  });
});

describe("a leak that stops", () => {
  const stopS = 20_000;
  const stopping = () =>
    followGasLoop(loop, toSettings({ lossLPerS: (s) => (s < stopS ? 5e-5 : 0), everyS: 10 }));

  test("is confirmed stopped in about the time that was promised", () => {
    const run = stopping();
    while (run.atS < stopS) run.step();
    expect(run.follower.stopped()).toBeNull();
    const leftBeforeMs = run.follower.timeLeft().p50Ms!;
    while (run.follower.stopped() === null) run.step();
    const promised = run.follower.stopped()!;
    expect(Math.abs(promised.sinceMs / 1000 - stopS)).toBeLessThan(3000);
    while (run.follower.stopped()?.confirmedMs === null && run.atS < 10 * stopS) run.step();
    const tookMs = (run.follower.stopped()?.confirmedMs ?? Number.NaN) - promised.sinceMs;
    expect(tookMs / promised.confirmAfterMs).toBeGreaterThan(0.2);
    expect(tookMs / promised.confirmAfterMs).toBeLessThan(3);
    expect(run.follower.timeLeft().p05Ms ?? Number.POSITIVE_INFINITY).toBeGreaterThan(3 * leftBeforeMs);
  });

  test("and begins again is no longer confirmed", () => {
    const run = followGasLoop(
      loop,
      toSettings({ lossLPerS: (s) => (s < stopS || s > 2 * stopS ? 5e-5 : 0), everyS: 10 }),
    );
    while (run.atS < 2 * stopS) run.step();
    expect(run.follower.stopped()?.confirmedMs).not.toBeNull();
    while (run.atS < 3 * stopS) run.step();
    expect(run.follower.stopped()).toBeNull();
    expect(run.follower.lossLPerS / run.view.lossLPerS).toBeCloseTo(1, 0);
  });
});

test("a loss that swings with an orbit is recognised, with its period and its range", () => {
  const periodS = 5574;
  const run = followGasLoop(
    loop,
    toSettings({ lossLPerS: (s) => 5e-5 * (1 + 0.7 * Math.sin((2 * Math.PI * s) / periodS)), everyS: 5 }),
  );
  while (run.atS < 8 * periodS) run.step();
  const modulation = run.follower.modulation();
  expect(modulation?.periodS ?? 0).toBeGreaterThan(0.94 * periodS);
  expect(modulation?.periodS ?? 0).toBeLessThan(1.06 * periodS);
  expect(modulation?.low).toBeLessThan(0.55);
  expect(modulation?.high).toBeGreaterThan(1.45);
  expect(run.follower.growth()).toBeNull();
});

describe("without measurements", () => {
  test("the leak goes on through a silence, with growing doubt, and is found again behind it", () => {
    const run = followGasLoop(loop, toSettings({ lossLPerS: () => 5e-4 }));
    runUntil(run, 0.3);
    const before = { sd: run.follower.lossSdLPerS, inventoryL: run.follower.inventoryL };
    for (let s = 0; s < 1200; s++) run.step(false);
    expect(run.follower.lossSdLPerS).toBeGreaterThan(1.5 * before.sd);
    expect(run.follower.inventoryL).toBeLessThan(before.inventoryL - 0.3);
    expect(Math.abs(run.follower.inventoryL - run.view.inventoryL)).toBeLessThan(0.1);
    expect(run.follower.stopped()).toBeNull();
    for (let s = 0; s < 300; s++) run.step();
    expect(run.follower.lossLPerS / run.view.lossLPerS).toBeCloseTo(1, 1);
    expect(run.follower.growth()).toBeNull();
  });

  test("an accumulator that ran empty is told, the hole carries on, and the interval is wide", () => {
    const deep = { ...loop, minimumInventoryL: 20 };
    const run = followGasLoop(deep, toSettings({ lossLPerS: () => 3e-3 }));
    while (!run.view.empty) run.step();
    run.step();
    expect(run.follower.bottomedOut).toBe(true);
    const emptyL = run.follower.inventoryL;
    for (let s = 0; s < 100; s++) run.step();
    expect(run.follower.inventoryL).toBeLessThan(emptyL - 0.1);
    const { p05Ms, p50Ms, p95Ms } = run.follower.timeLeft();
    expect(p50Ms! / p05Ms!).toBeGreaterThan(1.4);
    expect(p95Ms === null || p95Ms / p50Ms! > 1.5).toBe(true);
  });
});

test("coolant that is put in lengthens the time left, and changes neither the loss nor what was lost", () => {
  const run = followGasLoop(loop, toSettings({ lossLPerS: () => 5e-4 }));
  runUntil(run, 0.4);
  const { follower } = run;
  const before = { left: follower.timeLeft().p50Ms!, loss: follower.lossLPerS, lost: follower.lostL };
  follower.addL(1);
  expect(follower.timeLeft().p50Ms! - before.left).toBeGreaterThan(1000 / 5e-4 / 2);
  expect(follower.lossLPerS).toBe(before.loss);
  expect(follower.lostL).toBeCloseTo(before.lost, 9);
});

test("a corrected onset changes what was lost and nothing else", () => {
  const run = followGasLoop(loop, toSettings({ lossLPerS: () => 5e-4 }));
  runUntil(run, 0.2);
  const { follower } = run;
  const before = { left: follower.timeLeft(), lost: follower.lostL };
  follower.correctOnset({ atS: -60, inventoryL: 44.03 });
  expect(follower.lostL).toBeCloseTo(before.lost + 0.03, 9);
  expect(follower.onset).toEqual({ atS: -60, inventoryL: 44.03 });
  expect(follower.timeLeft().p50Ms).toBe(before.left.p50Ms);
});

test("the hole is told in millimetres: 0.5 mm of water at 300 kPa, 2.98 mL a second", () => {
  const water = { ...loop, coolant: "water" as const };
  const run = followGasLoop(water, toSettings({ lossLPerS: () => 2.98e-3 }));
  runUntil(run, 0.5);
  const { mm, lowMm, highMm } = run.follower.hole();
  expect(mm).toBeCloseTo(0.5, 1);
  expect(lowMm).toBeLessThan(0.5);
  expect(highMm).toBeGreaterThan(0.5);
  expect(highMm - lowMm).toBeLessThan(0.1);
});

test("a copy of the state goes on by itself, and to the same numbers", () => {
  const run = followGasLoop(loop, toSettings({ lossLPerS: () => 5e-4 }));
  runUntil(run, 0.2);
  const copy = createLeakFollower(loop, run.start, copyState(run.follower.state));
  const before = copy.inventoryL;
  const heard = [];
  for (let s = 0; s < 500; s++) {
    const view = run.step();
    heard.push({ ...view, atS: run.atS });
  }
  expect(copy.inventoryL).toBe(before);
  for (const { measuredL, pressureKpa, gasL, atS } of heard) {
    const { inventoryVarianceL2: varianceL2 } = run.start;
    copy.step({ dtS: 1, atS, measuredL, varianceL2, pressureKpa, gasL, bottomedOut: false });
  }
  expect(copy.state).toEqual(run.follower.state);
});

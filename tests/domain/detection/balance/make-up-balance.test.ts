import { describe, expect, test } from "vitest";
import { balanceEvidence } from "../../../../server/domain/detection/balance/describe-balance.ts";
import { createMakeUpBalance, toFedL } from "../../../../server/domain/detection/balance/make-up-balance.ts";
import { createMakeUpStarts } from "../../../../server/domain/detection/balance/make-up-starts.ts";
import { copyState } from "../../../../server/domain/statistics/copy-state.ts";
import { createNoise } from "../../../support/noise.ts";

const startMs = 1_700_000_000_000;
const hourS = 3600;
const stepS = 10;
const settings = { chargeL: 300, falseAlarmsPerYear: 1, thermometers: 2, fedStepL: 0.1 };

interface RunOptions {
  readonly learnH?: number;
  /** From when to when nothing is heard, hours. */
  readonly silentH?: readonly [number, number];
  /** When the pump fills in 1.6 L without a loss: a cold morning. */
  readonly coldH?: number;
}

/** A loop of 300 L whose make-up pump holds it between 298.4 and 300 L, and that loses `lossLPerH(h)`. */
function run(lossLPerH: (atH: number) => number, forH: number, options: RunOptions = {}) {
  const { learnH = 24, silentH = [0, 0], coldH = Number.POSITIVE_INFINITY } = options;
  let cold: boolean = false;
  const noise = createNoise(3);
  const balance = createMakeUpBalance(settings);
  const starts = createMakeUpStarts(1);
  const input = {
    atMs: 0,
    inventoryL: 0,
    fedL: 0,
    fedExact: true,
    reservoirL: 100,
    thermalL: 0,
    errorL: 0,
    busy: false,
    calibrated: false,
  };
  const pump = { atMs: 0, counter: 0, running: Number.NaN, calibrated: false };
  let levelL = 299.8;
  let fedL = 0;
  let lostL = 0;
  let count = 0;
  let calledAtH: number | null = null;
  for (let s = 0; s < forH * hourS; s += stepS) {
    const atH = s / hourS;
    levelL -= (lossLPerH(atH) / hourS) * stepS;
    lostL += (lossLPerH(atH) / hourS) * stepS;
    const isCold: boolean = atH >= coldH && !cold;
    cold ||= isCold;
    if (levelL < 298.4 || isCold) {
      levelL += 1.6;
      fedL += 1.6;
      count += 1;
    }
    const heard = atH < silentH[0] || atH >= silentH[1];
    // What compensation leaves of day and night.
    const wanderL = 0.02 * Math.sin((2 * Math.PI * atH) / 24);
    input.atMs = startMs + s * 1000;
    input.inventoryL = heard ? levelL + wanderL + 0.01 * noise.normal() : Number.NaN;
    input.fedL = heard ? Math.floor(fedL * 10) / 10 : input.fedL;
    input.reservoirL = 100 - fedL;
    input.calibrated = atH >= learnH;
    balance.step(input);
    pump.atMs = input.atMs;
    pump.counter = count;
    pump.calibrated = input.calibrated;
    starts.step(pump);
    if (balance.strength >= 1) calledAtH ??= atH;
  }
  return { balance, starts, calledAtH, lostL, fedL };
}

describe("a loss that make-up hides", () => {
  test.each([
    { name: "8.3 L a day", perDayL: 8.3, withinH: 4 },
    { name: "2 L a day", perDayL: 2, withinH: 24 },
    { name: "30 L a day", perDayL: 30, withinH: 2 },
  ])("of $name is called by balance, with its rate and its time left", ({ perDayL, withinH }) => {
    const { balance, calledAtH, lostL } = run((h) => (h < 72 ? 0 : perDayL / 24), 110);
    expect(calledAtH).toBeGreaterThan(72);
    expect(calledAtH).toBeLessThan(72 + withinH);
    const perDay = balance.lossLPerS * 86_400;
    expect(Math.abs(perDay - perDayL)).toBeLessThan(0.25 * perDayL + 0.3);
    expect(Math.abs(balance.lostL - lostL)).toBeLessThan(0.1 * lostL + 0.2);
    expect(balance.reservoirLeftS / 86_400).toBeCloseTo(balance.state.reservoirL / perDay, 6);
  });

  test("says how often the pump started and where the litres are not", () => {
    const { balance, starts } = run((h) => (h < 240 ? 0 : 8.3 / 24), 264);
    const texts = balanceEvidence(balance, starts).map(({ text }) => text);
    expect(texts[0]).toMatch(
      /^The make-up pump started [45] times in \d+ h( \d+ min)? after 10 d \d+ h without; it has fed in [68]\.?\d* L/,
    );
    expect(texts[0]).toContain("the loop has no more coolant than before");
    expect(texts[1]).toMatch(/^By balance .* L are lost in .*, about 8\.?\d* L a day\.$/);
    expect(texts[2]).toMatch(/^The reservoir has 9\d(\.\d)? L: at this rate it is empty in 1\d d/);
  });

  test("that was there from the beginning is called, too", () => {
    const { calledAtH } = run(() => 8.3 / 24, 120);
    expect(calledAtH).toBeLessThan(96);
  });

  test("is called although nothing was heard for six hours of it", () => {
    const { calledAtH } = run((h) => (h < 72 ? 0 : 8.3 / 24), 96, { silentH: [73, 79] });
    expect(calledAtH).toBeLessThan(84);
  });

  test("goes on from a copy of the state", () => {
    const { balance } = run((h) => (h < 72 ? 0 : 8.3 / 24), 96);
    const copy = createMakeUpBalance(settings, copyState(balance.state));
    expect([copy.strength, copy.lossLPerS, copy.lostL]).toEqual([
      balance.strength,
      balance.lossLPerS,
      balance.lostL,
    ]);
  });
});

describe("a loop that loses nothing", () => {
  test("is even for three weeks", () => {
    const { balance, starts, calledAtH } = run(() => 0, 504);
    expect(calledAtH).toBeNull();
    expect(balance.sinceMs).toBeNull();
    expect(balanceEvidence(balance, starts)).toEqual([]);
  });

  test("is even when a cold morning lets the pump fill it up", () => {
    const { calledAtH, fedL } = run(() => 0, 300, { coldH: 200 });
    expect(fedL).toBe(1.6);
    expect(calledAtH).toBeNull();
  });

  test("is even when a person fills in two litres by hand and the counter knows", () => {
    const noise = createNoise(5);
    const balance = createMakeUpBalance(settings);
    const input = {
      atMs: 0,
      inventoryL: 0,
      fedL: 0,
      fedExact: true,
      reservoirL: Number.NaN,
      thermalL: 0,
      errorL: 0,
      busy: false,
      calibrated: false,
    };
    let peak = 0;
    for (let s = 0; s < 120 * hourS; s += stepS) {
      const fedL = 2 * Math.min(1, Math.max(0, (s - 90 * hourS - 900) / 120));
      input.atMs = startMs + s * 1000;
      // The gas is warm for two minutes, and the counter moves in steps of half a litre.
      input.inventoryL = 298 + fedL * 1.01 + 0.01 * noise.normal();
      input.fedL = Math.floor(fedL * 2) / 2;
      input.calibrated = s >= 24 * hourS;
      balance.step(input);
      peak = Math.max(peak, balance.strength);
    }
    expect(peak).toBeLessThan(0.75);
  });
});

test.each([
  { name: "the counter, where there is one", exact: true, drawnL: 3, fedL: 5 },
  { name: "the reservoir, where nothing counts", exact: false, drawnL: 3, fedL: 3 },
  { name: "what was recognised, where there is neither", exact: false, drawnL: Number.NaN, fedL: 5 },
])("litres fed in come from $name", ({ exact, drawnL, fedL }) => {
  expect(toFedL(5, exact, drawnL)).toBe(fedL);
});

import { describe, expect, test } from "vitest";
import { describeFill } from "../../../../server/domain/detection/balance/describe-fill.ts";
import type { FillInput } from "../../../../server/domain/detection/balance/fill-state.ts";
import { createFillWatch } from "../../../../server/domain/detection/balance/fill-watch.ts";
import { copyState } from "../../../../server/domain/statistics/copy-state.ts";
import { createNoise } from "../../../support/noise.ts";

const startMs = 1_700_000_000_000;
const hourS = 3600;
const learntS = 2 * hourS;
const settings = {
  chargeL: 100,
  litresPerK: 0.05,
  falseAlarmsPerYear: 1,
  witnesses: 2,
  fedStepL: 0.1,
};
const noiseL = 0.01;

/** What happens `atS` seconds after the loop was learnt. */
interface Moment {
  /** Litres that both witnesses show beyond the charge; `other` where the second one shows something else. */
  readonly litres?: number;
  readonly other?: number;
  readonly tempC?: number;
  readonly flow?: number;
  readonly more?: Partial<Omit<FillInput, "inventoriesL" | "sdsL" | "swungL">>;
}
type Story = (atS: number) => Moment;

function createPlay(watch = createFillWatch(settings), seed = 1) {
  const noise = createNoise(seed);
  const input: FillInput = {
    atMs: 0,
    inventoriesL: new Float64Array(2),
    sdsL: Float64Array.of(noiseL, noiseL),
    swungL: 0,
    flow: Number.NaN,
    fedL: Number.NaN,
    running: Number.NaN,
    declared: "nothing",
    excused: false,
    calibrated: false,
  };
  const seen = { fills: [] as number[], least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  let filling = false;
  return {
    watch,
    seen,
    run(story: Story, fromS: number, toS: number) {
      for (let atS = fromS; atS < toS; atS++) {
        const now = story(atS);
        Object.assign(input, now.more);
        input.atMs = startMs + atS * 1000;
        const litres = now.litres ?? 0;
        input.inventoriesL[0] = settings.chargeL + litres + noiseL * noise.normal();
        input.inventoriesL[1] = settings.chargeL + (now.other ?? litres) + noiseL * noise.normal();
        // A third of the expansion may be compensated wrongly.
        input.swungL = 0.3 * settings.litresPerK * Math.abs((now.tempC ?? 20) - 20);
        input.flow = now.flow ?? 10;
        input.calibrated = atS >= 0;
        watch.step(input);
        if (watch.filling && !filling) seen.fills.push(atS);
        filling = watch.filling;
        const adjustedL = watch.state.witnesses[0]!.smoothL - watch.filledL(0) - settings.chargeL;
        if (atS >= 0) seen.least = Math.min(seen.least, adjustedL);
        if (atS >= 0) seen.most = Math.max(seen.most, adjustedL);
      }
      return this;
    },
  };
}

const play = (story: Story, forS: number) => createPlay().run(story, -learntS, forS);

const ramp = (atS: number, fromS: number, forS: number, litres: number): number =>
  litres * Math.min(1, Math.max(0, (atS - fromS) / forS));

describe("a fill", () => {
  test.each([
    { name: "half a litre in twenty minutes", litres: 0.5, forS: 1200, byS: 900 },
    { name: "two litres in a minute", litres: 2, forS: 60, byS: 700 },
    { name: "a litre in two hours", litres: 1, forS: 7200, byS: 3600 },
  ])("that nobody declared is recognised: $name", ({ litres, forS, byS }) => {
    const { watch, seen } = play((atS) => ({ litres: ramp(atS, 600, forS, litres) }), 5 * hourS);
    expect(seen.fills).toHaveLength(1);
    expect(seen.fills[0]).toBeLessThan(600 + byS);
    expect(watch.lastFill).toMatchObject({ cause: "undeclared", lone: false });
    expect(Math.abs(watch.totalL - litres)).toBeLessThan(0.1 * litres + 2 * noiseL);
  });

  test("by a pump that says it runs is taken whole, and leaves no step", () => {
    const story: Story = (atS) => ({
      litres: ramp(atS, 600, 48, 1.6),
      more: { running: atS >= 600 && atS < 648 ? 1 : 0 },
    });
    const { watch, seen } = play(story, hourS);
    expect(seen.fills).toEqual([600]);
    expect(watch.totalL).toBeCloseTo(1.6, 1);
    expect(seen.most).toBeLessThan(0.06);
    expect(seen.least).toBeGreaterThan(-0.06);
    expect(describeFill(settings, watch.state, startMs + hourS * 1000)).toBeNull();
  });

  test("that a counter counts is as long as the counter says", () => {
    const story: Story = (atS) => ({
      litres: ramp(atS, 600, 48, 1.6),
      more: { fedL: 700 + Math.floor(ramp(atS, 600, 48, 1.6) * 10) / 10 },
    });
    const { watch } = play(story, hourS);
    expect(watch.totalL).toBeCloseTo(1.6, 6);
    expect(watch.lastFill).toMatchObject({ cause: "make-up" });
    expect(watch.lastFill?.litres).toBeCloseTo(1.6, 6);
  });

  test("that runs out again as fast as the pump feeds it keeps the rate of the leak", () => {
    const story: Story = (atS) => ({
      litres: 0.03 * (Math.max(0, Math.min(atS, 780) - 600) - Math.max(0, atS - 600)),
      more: {
        running: atS >= 600 && atS < 780 ? 1 : 0,
        fedL: Math.floor(0.3 * Math.max(0, Math.min(atS, 780) - 600)) / 10,
      },
    });
    const { seen } = play(story, 780);
    expect(seen.least).toBeLessThan(-0.03 * 180 + 0.3);
    expect(seen.least).toBeGreaterThan(-0.03 * 180 - 0.1);
  });

  test("that warms the gas gives back what the gas pretended, so that nothing falls afterwards", () => {
    const warm = (atS: number): number => (atS < 648 ? 1 : Math.exp(-(atS - 648) / 60));
    const story: Story = (atS) => ({
      litres: ramp(atS, 600, 48, 1.6) + 0.15 * ramp(atS, 600, 48, 1.6) * warm(atS),
      more: { running: atS >= 600 && atS < 648 ? 1 : 0 },
    });
    const { watch, seen } = play(story, hourS);
    expect(seen.least).toBeGreaterThan(-0.06);
    expect(watch.filledL(0)).toBeCloseTo(1.6, 1);
  });

  test("that a person declared is no finding, and less evidence is enough for it", () => {
    const story: Story = (atS) => ({
      litres: ramp(atS, 600, 1200, 0.5),
      more: { declared: atS >= 600 && atS < 4200 ? "refill" : "nothing" },
    });
    const { watch, seen } = play(story, 3 * hourS);
    expect(seen.fills[0]).toBeLessThan(900);
    expect(watch.lastFill).toMatchObject({ cause: "refill" });
    expect(describeFill(settings, watch.state, startMs + 3 * hourS * 1000)).toBeNull();
  });

  test("does not swallow a leak that begins meanwhile", () => {
    const lostL = (atS: number): number => Math.max(0, atS - 1200) * 0.002;
    const story: Story = (atS) => ({
      litres: ramp(atS, 600, 1200, 0.5) - lostL(atS),
      more: { declared: atS >= 600 ? "refill" : "nothing" },
    });
    const { watch, seen } = play(story, 3000);
    // What was lost by then, less what was put in after the leak began (0.25 L) and what warm gas may pretend.
    expect(seen.least).toBeLessThan(-(lostL(3000) - 0.25 - 0.1));
    expect(watch.totalL).toBeLessThan(0.5);
    expect(watch.totalL).toBeGreaterThan(0.2);
  });

  test("drained by declaration is taken both ways", () => {
    const story: Story = (atS) => ({
      litres: -ramp(atS, 600, 600, 3),
      more: { declared: atS >= 600 && atS < 1500 ? "drain" : "nothing" },
    });
    const { watch, seen } = play(story, hourS);
    expect(watch.totalL).toBeCloseTo(-3, 1);
    expect(seen.least).toBeGreaterThan(-0.06);
  });
});

describe("no fill", () => {
  test.each([
    { name: "a quiet day", story: () => ({}) },
    { name: "a leak", story: (atS: number) => ({ litres: -Math.max(0, atS) * 1e-4 }) },
    {
      name: "a swing that was learnt",
      story: (atS: number) => ({
        litres: 0.03 * Math.sin((2 * Math.PI * atS) / 5600),
        tempC: 20 + Math.sin((2 * Math.PI * atS) / 5600),
      }),
    },
    {
      name: "one sensor that drifts",
      story: (atS: number) => ({ litres: 0, other: ramp(atS, 600, 1200, 0.5) }),
    },
    {
      name: "one sensor that jumps, the other rises a little",
      story: (atS: number) => ({ litres: ramp(atS, 600, 60, 0.1), other: ramp(atS, 600, 60, 2) }),
    },
    {
      name: "heat that the thermometers show a few minutes later",
      story: (atS: number) => ({ litres: ramp(atS, 600, 600, 0.4), tempC: 20 + ramp(atS, 800, 600, 15) }),
    },
    {
      name: "a pump that changed its speed",
      story: (atS: number) => ({ litres: ramp(atS, 600, 300, 0.4), flow: atS >= 600 ? 8 : 10 }),
    },
    {
      name: "a rise that somebody else explains",
      story: (atS: number) => ({ litres: ramp(atS, 600, 300, 0.4), more: { excused: atS >= 600 } }),
    },
    {
      name: "a rise that is gone in minutes",
      story: (atS: number) => ({ litres: atS >= 600 && atS < 800 ? 0.3 : 0 }),
    },
    {
      name: "a rise while the loop is being learnt",
      story: (atS: number) => ({ litres: ramp(atS, -3600, 300, 0.4) }),
    },
    { name: "silence", story: (atS: number) => ({ litres: atS >= 600 ? Number.NaN : 0 }) },
  ] as { name: string; story: Story }[])("is recognised in $name", ({ story }) => {
    const { watch, seen } = play(story, 4 * hourS);
    expect(seen.fills).toEqual([]);
    expect(watch.totalL).toBe(0);
    expect(describeFill(settings, watch.state, startMs + 4 * hourS * 1000)).toBeNull();
  });
});

describe("the finding of an undeclared fill", () => {
  const story: Story = (atS) => ({ litres: ramp(atS, 600, 1200, 0.5) });

  test("says how much, and ends after a shift", () => {
    const { watch } = play(story, 3 * hourS);
    const at = (hours: number) => describeFill(settings, watch.state, startMs + hours * hourS * 1000);
    expect(at(3)).toMatchObject({ severity: "advisory", verdict: "fill or drain" });
    expect(at(3)?.headline).toMatch(
      /^About 0\.(4|5)\d* L more coolant is in the loop than before; nobody has declared/,
    );
    expect(at(9)).toBeNull();
  });

  test("ends when somebody declares it", () => {
    const { watch } = createPlay().run(
      (atS) => ({ ...story(atS), more: { declared: atS >= 1500 ? "refill" : "nothing" } }),
      -learntS,
      2 * hourS,
    );
    expect(describeFill(settings, watch.state, startMs + 2 * hourS * 1000)).toBeNull();
  });

  test("goes on by itself from a copy of the state", () => {
    const first = createPlay().run(story, -learntS, 1000);
    const copy = createPlay(createFillWatch(settings, copyState(first.watch.state)), 2);
    copy.run(story, 1000, 3 * hourS);
    expect(first.watch.lastFill).toBeNull();
    expect(copy.watch.totalL).toBeGreaterThan(0.4);
  });
});

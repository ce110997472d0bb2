import { describe, expect, test } from "vitest";
import type { ScenarioEvent } from "../../../simulator/description/scenario-description.ts";
import { type PlantInputs, usualInputs } from "../../../simulator/plant/inputs.ts";
import { createTimeline } from "../../../simulator/story/timeline.ts";
import { hole, storyOf } from "./story-of.ts";

const startS = 1_000_000;
const eventS = startS + 3600;
const start = Number.NEGATIVE_INFINITY;
const areaM2 = Math.PI * 1e-3 ** 2;

const timelineOf = (events: readonly ScenarioEvent[], event: number | null = eventS) =>
  createTimeline(storyOf(events), event, startS, 7);
const inputsAfter = (events: readonly ScenarioEvent[], afterS: number): PlantInputs =>
  timelineOf(events).inputsAt(eventS + afterS);

const areaOf = (inputs: PlantInputs): number => {
  const size = inputs.leaks[0]?.size;
  return size?.kind === "hole" ? size.areaM2 : Number.NaN;
};

describe("before the event, and without one", () => {
  test("the plant is as usual, and the inputs are the same object all the time", () => {
    const timeline = timelineOf([hole()]);
    expect(timeline.inputsAt(startS)).toBe(usualInputs);
    expect(timeline.inputsAt(eventS - 1)).toBe(usualInputs);
  });

  test("an event that never comes does nothing", () => {
    const timeline = timelineOf([hole(), { kind: "heat", factor: 2, atS: -60, forS: null }], null);
    expect(timeline.inputsAt(eventS + 1e6)).toBe(usualInputs);
  });

  test("what holds from the start holds without an event too", () => {
    const timeline = timelineOf([{ kind: "heat", factor: 2, atS: start, forS: null }], null);
    expect(timeline.inputsAt(startS).heatFactor).toBe(2);
    expect(timeline.inputsAt(startS - 1)).toBe(usualInputs);
  });

  test("a negative time is before the event", () => {
    const events: ScenarioEvent[] = [{ kind: "heat", factor: 2, atS: -60, forS: 30 }];
    expect(inputsAfter(events, -61).heatFactor).toBe(1);
    expect(inputsAfter(events, -60).heatFactor).toBe(2);
    expect(inputsAfter(events, -31).heatFactor).toBe(2);
    expect(inputsAfter(events, -30)).toBe(usualInputs);
  });
});

describe("each event acts on its own input", () => {
  const forS = 100;
  test.each<[string, ScenarioEvent, Partial<PlantInputs>]>([
    ["heat", { kind: "heat", factor: 1.3, atS: 0, forS }, { heatFactor: 1.3 }],
    ["absorbed heat", { kind: "absorbed heat", factor: 0.1, atS: 0, forS }, { absorbedFactor: 0.1 }],
    ["ambient", { kind: "ambient", offsetK: -4, atS: 0, forS }, { ambientOffsetK: -4 }],
    ["pump speed", { kind: "pump speed", factor: 0.8, atS: 0, forS }, { pumpSpeed: 0.8 }],
    ["pump trip", { kind: "pump trip", atS: 0, forS }, { pumpPowered: false }],
    ["bypass", { kind: "bypass", opening: 0.4, atS: 0, forS }, { bypassOpening: 0.4 }],
    ["a stuck bypass", { kind: "bypass", opening: null, atS: 0, forS }, { bypassOpening: "held" }],
    [
      "isolation",
      { kind: "isolation", segment: "radiator", how: "sealed", strokeL: 0.2, atS: 0, forS },
      { isolations: [{ segment: "radiator", how: "sealed", strokeM3: 0.2e-3 }] },
    ],
    [
      "refill",
      { kind: "refill", litres: 0.5, tempC: 20, atS: 0, forS },
      { refillM3PerS: 5e-6, refillK: 293.15 },
    ],
    ["drain", { kind: "drain", litres: 1, atS: 0, forS }, { drainM3PerS: 1e-5 }],
    ["a sensor fault", fault(), {}],
    ["a loss of signal", { kind: "gap", name: "handover", planned: false, atS: 0, forS }, {}],
  ])("%s, and nothing else; it ends", (_name, event, changed) => {
    const during = inputsAfter([event], 50);
    for (const [key, value] of Object.entries({ ...usualInputs, ...changed })) {
      const actual: unknown = Object.entries(during).find(([name]) => name === key)?.[1];
      if (typeof value === "number") expect(actual).toBeCloseTo(value, 12);
      else expect(actual).toEqual(value);
    }
    expect(inputsAfter([event], forS)).toEqual(usualInputs);
  });

  test("a leak by hole has its area, one by rate its mass flow, one on the gas side its own input", () => {
    const rate = hole({ size: { kind: "rate", gPerDay: 86.4 }, position: 0.25 });
    const gas = hole({ from: "gas side", at: "", size: { kind: "hole", holeMm: 0.1 } });
    const { leaks, gasLeakM2 } = inputsAfter([hole(), rate, gas], 0);
    expect(leaks).toHaveLength(2);
    expect(leaks[0]).toMatchObject({ segment: "radiator", position: 1, size: { tail: "metastable" } });
    expect(leaks[0]?.size).toHaveProperty("areaM2", expect.closeTo(areaM2, 15));
    expect(leaks[1]).toMatchObject({
      position: 0.25,
      size: { kind: "rate", kgPerS: expect.closeTo(1e-6, 15) },
    });
    expect(gasLeakM2).toBeCloseTo(areaM2 / 400, 15);
  });

  test("factors multiply, offsets add, and the last begun bypass wins", () => {
    const inputs = inputsAfter(
      [
        { kind: "bypass", opening: 0.9, atS: 20, forS: null },
        { kind: "bypass", opening: 0.1, atS: 0, forS: null },
        { kind: "heat", factor: 1.5, atS: 0, forS: null },
        { kind: "heat", factor: 0.5, atS: 0, forS: null },
        { kind: "ambient", offsetK: 2, atS: 0, forS: null },
        { kind: "ambient", offsetK: 3, atS: 0, forS: null },
      ],
      30,
    );
    expect(inputs).toMatchObject({ heatFactor: 0.75, ambientOffsetK: 5, bypassOpening: 0.9 });
  });
});

describe("gradual changes", () => {
  test("a hole grows by a factor e in its time", () => {
    const growing = [hole({ eFoldS: 3600 })];
    // Held for ten seconds at the value of their middle.
    expect(areaOf(inputsAfter(growing, 3600)) / areaM2).toBeCloseTo(Math.exp(3605 / 3600), 9);
    expect(areaOf(inputsAfter(growing, 7200)) / areaM2).toBeCloseTo(Math.exp(7205 / 3600), 9);
  });

  test("a leak swings between its factors with the sine of the angle", () => {
    const events: ScenarioEvent[] = [
      { kind: "angle", periodS: 4000, atS: 0, forS: null },
      hole({ swing: { low: 0.3, high: 1.7 } }),
    ];
    const areas = Array.from({ length: 400 }, (_, i) => areaOf(inputsAfter(events, i * 10)) / areaM2);
    expect(Math.min(...areas)).toBeCloseTo(0.3, 3);
    expect(Math.max(...areas)).toBeCloseTo(1.7, 3);
    expect(areas.indexOf(Math.max(...areas)) * 10).toBeGreaterThan(980);
    expect(areas.indexOf(Math.max(...areas)) * 10).toBeLessThan(1010);
    expect(inputsAfter(events, 3000).angleRad).toBeCloseTo(1.5 * Math.PI, 1);
    expect(inputsAfter(events, 4100).angleRad).toBeLessThan(0.2);
  });

  test("beta moves evenly from the plant's own angle and stays; a second movement takes over", () => {
    const events: ScenarioEvent[] = [{ kind: "beta", toDeg: 70, atS: 0, forS: 40_000 }];
    expect(inputsAfter(events, -10).betaDeg).toBeNull();
    expect(inputsAfter(events, 20_000).betaDeg).toBeCloseTo(50, 1);
    expect(inputsAfter(events, 100_000).betaDeg).toBe(70);
    const back: ScenarioEvent[] = [...events, { kind: "beta", toDeg: 0, atS: 20_000, forS: 10_000 }];
    expect(inputsAfter(back, 25_000).betaDeg).toBeCloseTo(25, 1);
    expect(inputsAfter(back, 50_000).betaDeg).toBe(0);
  });

  test("beta without a duration is there at once", () => {
    expect(inputsAfter([{ kind: "beta", toDeg: -20, atS: 0, forS: null }], 0).betaDeg).toBe(-20);
  });

  test("are renewed every ten seconds and at each change, however they are asked for", () => {
    const events: ScenarioEvent[] = [hole({ eFoldS: 600 }), { kind: "heat", factor: 2, atS: 4, forS: 2 }];
    const forward = timelineOf(events);
    const rising = Array.from({ length: 60 }, (_, i) => forward.inputsAt(eventS - 5 + i));
    expect(new Set(rising).size).toBe(1 + 3 + 5);
    const backward = timelineOf(events);
    const falling = Array.from({ length: 60 }, (_, i) => backward.inputsAt(eventS - 5 + 59 - i)).reverse();
    expect(falling).toEqual(rising);
  });
});

describe("operations", () => {
  const events: ScenarioEvent[] = [
    { kind: "operation", operation: "serviced", atS: 60, forS: null },
    { kind: "operation", operation: "isolated", atS: 0, forS: null },
  ];

  test("are told once, in the second in which they happen, in order of time", () => {
    const timeline = timelineOf(events);
    const told = Array.from({ length: 120 }, (_, i) =>
      timeline.operationsBetween(eventS - 10 + i, eventS - 9 + i),
    ).flat();
    expect(told).toEqual([
      { atS: eventS, operation: "isolated" },
      { atS: eventS + 60, operation: "serviced" },
    ]);
  });

  test("do not come without the event", () => {
    expect(timelineOf(events, null).operationsBetween(0, 1e12)).toEqual([]);
  });
});

function fault(): ScenarioEvent {
  return {
    kind: "sensor fault",
    target: { channels: ["flow_lpm"] },
    fault: { kind: "stuck" },
    flaggedAfterS: null,
    atS: 0,
    forS: 100,
  };
}

import { describe, expect, test } from "vitest";
import { expectAround, expectBetween, firstTime, type Played, play, rangeOf, scenarioOf } from "./play.ts";

const minuteS = 60;
const hourS = 3600;
const preludeS = 60;
const refilledS = 20 * minuteS;

/** What the same plant does at the same time without the event; its times end at 0. */
const quietTwin = (variant: string | null, forS: number): Played =>
  play("N12", { variant, preludeS: preludeS + forS, forS: 0, keepArrivals: false });

const operationsOf = (played: Played): readonly string[] =>
  played.arrivals.flatMap((arrival) => (arrival.kind === "operation" ? [arrival.operation] : []));

describe.each([
  { variant: null, name: "N12, a top-up of a station's loop", riseKpa: 31 },
  { variant: "undeclared", name: "N12, the same top-up undeclared", riseKpa: 31 },
  { variant: "soyuz", name: "N12, a top-up of a spacecraft's loop", riseKpa: 43 },
])("$name", ({ variant, riseKpa }) => {
  const forS = 40 * minuteS;
  const filled = play("N12", { variant, preludeS, forS });
  const twin = quietTwin(variant, forS);
  const above = (atS: number, what: "pressureKpa" | "inventoryL" | "accumulatorLiquidL"): number =>
    filled.truthAt(atS)[what] - twin.truthAt(atS - forS)[what];

  test(`raises the pressure by ${riseKpa} kPa with half a litre in twenty minutes`, () => {
    expectAround(above(refilledS, "pressureKpa"), riseKpa);
    expect(above(refilledS, "inventoryL")).toBeCloseTo(0.5, 2);
    expectAround(above(refilledS, "accumulatorLiquidL"), 0.5);
  });

  test("raises it evenly, from the first minute to the twentieth", () => {
    expectAround(above(refilledS / 2, "pressureKpa"), above(refilledS, "pressureKpa") / 2, 0.2);
    expect(Math.abs(above(0, "pressureKpa"))).toBeLessThan(1);
  });

  test("leaves it where it is afterwards: nothing goes out again", () => {
    expectAround(above(forS - 1, "pressureKpa"), riseKpa);
    expect(above(forS - 1, "inventoryL")).toBeCloseTo(0.5, 2);
    expect(filled.truthAt(forS).lostKg).toBe(0);
  });
});

describe("N12, what the operator says", () => {
  test("comes with the top-up, and with nothing when nobody declares it", () => {
    expect(operationsOf(play("N12", { forS: minuteS }))).toEqual(["refill"]);
    expect(operationsOf(play("N12", { variant: "undeclared", forS: minuteS }))).toEqual([]);
  });

  test("makes the difference between no call and an advisory of an unexplained rise", () => {
    expect(scenarioOf("N12").ideal).toEqual([]);
    expect(scenarioOf("N12", "soyuz").ideal).toEqual([]);
    expect(scenarioOf("N12", "isolation").ideal).toEqual([]);
    const { ideal } = scenarioOf("N12", "undeclared");
    expect(ideal.map(({ severity, verdict }) => [severity, verdict])).toEqual([
      ["advisory", "fill or drain"],
    ]);
  });
});

const stringSensors = {
  sensors: [
    { channel: "true_string_kpa", measure: "pressure", at: "radiator", noise: { whiteSd: 0 }, step: 0 },
    { channel: "true_string_c", measure: "temperature", at: "radiator", noise: { whiteSd: 0 }, step: 0 },
    { channel: "true_string_lpm", measure: "flow", at: "radiator", noise: { whiteSd: 0 }, step: 0 },
  ],
};

describe("N12, a radiator string that is sealed off", () => {
  const sealed = play("N12", { variant: "isolation", preludeS, changes: stringSensors });
  const before = sealed.truthAt(0);

  test("is 10 L of a loop of 450 L", () => {
    const { segments, accumulator } = sealed.scenario.plant;
    const string = segments.find(({ name }) => name === "radiator");
    expect((string?.volumeL ?? 0) + (string?.still.volumeL ?? 0)).toBe(10);
    const allL = segments.reduce((sum, { volumeL, still }) => sum + volumeL + still.volumeL, 0);
    expect(allL + accumulator.liquidL).toBe(450);
  });

  test("gives the loop the valves' stroke of 0.2 L, a step of the pressure within a minute", () => {
    const { pressureKpa, accumulatorLiquidL } = sealed.truthAt(30);
    expectAround(accumulatorLiquidL - before.accumulatorLiquidL, 0.2);
    // Fast filling works adiabatically on the gas: up to 1.4 times the 60 kPa a litre of a slow one.
    expectBetween(pressureKpa - before.pressureKpa, 0.2 * 60 * 0.75, 0.2 * 60 * 1.4 * 1.25);
  });

  test("keeps that step until the string is opened: no coolant goes back or out", () => {
    const during = sealed.truth.filter(({ atS }) => atS > minuteS && atS < 2 * hourS);
    expect(rangeOf(during.map((row) => row.pressureKpa)).low).toBeGreaterThan(before.pressureKpa + 8);
    expect(rangeOf(during.map(({ lostKg }) => lostKg)).high).toBe(0);
  });

  test("no longer belongs to the loop: it stands, cools by tens of kelvin at a pressure of its own, and the loop's stays", () => {
    const fromS = hourS;
    const inString = sealed.readings("true_string_kpa").filter(({ atS }) => atS >= fromS && atS < 2 * hourS);
    expect(rangeOf(inString.map(({ value }) => value)).high).toBeLessThan(100);
    const flow = sealed.readings("true_string_lpm").filter(({ atS }) => atS > 10 && atS < 2 * hourS);
    expect(rangeOf(flow.map(({ value }) => Math.abs(value))).high).toBeLessThan(0.05);
    const temps = sealed.readings("true_string_c");
    const at = (atS: number): number => temps.findLast((reading) => reading.atS <= atS)?.value ?? Number.NaN;
    expect(at(0) - at(2 * hourS)).toBeGreaterThan(40);
    const { low, high } = rangeOf(
      sealed.truth
        .filter(({ atS }) => atS > 5 * minuteS && atS < 2 * hourS)
        .map(({ pressureKpa }) => pressureKpa),
    );
    expect(high - low).toBeLessThan(25);
  });

  test("takes a litre or two of coolant when it is opened again, for what stood in it has shrunk by a tenth", () => {
    const drawn =
      sealed.truthAt(2 * hourS).accumulatorLiquidL - sealed.truthAt(2 * hourS + 600).accumulatorLiquidL;
    expectBetween(drawn, 1, 3);
    const charge = before.massKg;
    expect(Math.abs((sealed.truth.at(-1)?.massKg ?? 0) / charge - 1)).toBeLessThan(1e-6);
  });

  test("is declared when it is closed and when it is opened", () => {
    expect(operationsOf(sealed)).toEqual(["isolation", "reopening"]);
  });
});

describe("N12, valve work that squeezes coolant out at a leak point", () => {
  const sealedS = 150;
  const squeezed = play("N12", { variant: "valve-work", preludeS });
  const before = squeezed.truthAt(0);

  test("raises the pressure by the stroke, and lets it fall again as the stroke's volume escapes", () => {
    const first = squeezed.truth.filter(({ atS }) => atS > 0 && atS <= sealedS);
    const { high } = rangeOf(first.map(({ pressureKpa }) => pressureKpa));
    expect(high - before.pressureKpa).toBeGreaterThan(8);
    expect(Math.abs(squeezed.truthAt(sealedS).pressureKpa - before.pressureKpa)).toBeLessThan(8);
    expectAround(before.inventoryL - squeezed.truthAt(sealedS).inventoryL, 0.2);
  });

  test("costs the loop nothing more once the string is sealed, though the string goes on emptying", () => {
    const sealed = squeezed.truthAt(sealedS + minuteS);
    const later = squeezed.truthAt(2 * hourS);
    expectBetween(later.accumulatorLiquidL - sealed.accumulatorLiquidL, -0.05, 0.3);
    expect(sealed.inventoryL - later.inventoryL).toBeGreaterThan(1);
    expect(later.leakKgPerS).toBeLessThan(0.2 * squeezed.truthAt(10).leakKgPerS);
    expectBetween(before.inventoryL - later.inventoryL, 1, 10.3);
  });

  test("is no page: an advisory says what was squeezed out and that the loop is safe", () => {
    const { ideal } = scenarioOf("N12", "valve-work");
    expect(ideal.map(({ severity, verdict }) => [severity, verdict])).toEqual([
      ["advisory", "pump or valve change"],
    ]);
  });
});

describe("N12, a leak that begins ten minutes into a refill", () => {
  const holeS = 10 * minuteS;
  const story = play("N12", { variant: "leak-during-refill", preludeS, forS: 2 * hourS });
  const atHole = story.truthAt(holeS);

  test("raises the pressure first, and does not hide that it falls from then on", () => {
    expectAround(atHole.pressureKpa - story.truthAt(0).pressureKpa, 43 / 2);
    const falling = story.truth.filter(({ atS }) => atS > holeS && atS <= refilledS);
    for (const [i, row] of falling.entries()) {
      expect(row.pressureKpa).toBeLessThan(falling[i - 1]?.pressureKpa ?? atHole.pressureKpa);
    }
  });

  test("loses 22.8 kg/h and a tenth of the pressure after 51 s, as in S01", () => {
    expectAround(story.truthAt(holeS + 1).leakKgPerS * 3600, 22.8);
    const tenthS = firstTime(
      story,
      ({ atS, pressureKpa }) => atS > holeS && pressureKpa <= 0.9 * atHole.pressureKpa,
    );
    expectAround(tenthS - holeS, 51);
  });

  test("halves the pressure after 8.8 min and empties the accumulator, refill or not", () => {
    const halfS = firstTime(
      story,
      ({ atS, pressureKpa }) => atS > holeS && pressureKpa <= 0.5 * atHole.pressureKpa,
    );
    expectAround(halfS - holeS, 8.8 * minuteS);
    expect(firstTime(story, ({ bottomedOut }) => bottomedOut)).toBeLessThan(holeS + 15 * minuteS);
  });

  test("shows on the low-pressure path within 75 s on both sensors", () => {
    for (const channel of ["accumulator_pressure_kpa", "pump_out_pressure_kpa"]) {
      const readings = story.readings(channel);
      const mean = (fromS: number, toS: number): number => {
        const values = readings.filter(({ atS }) => atS >= fromS && atS < toS).map(({ value }) => value);
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      };
      expect(mean(holeS - 10, holeS) - mean(holeS + 65, holeS + 75)).toBeGreaterThan(
        0.1 * atHole.pressureKpa,
      );
    }
  });

  test("would be told by a caution within 75 s and a warning within 3 min of the hole", () => {
    const { ideal } = scenarioOf("N12", "leak-during-refill");
    expect(ideal.map(({ severity, verdict }) => [severity, verdict])).toEqual([
      ["caution", "leak"],
      ["warning", "leak"],
    ]);
    expect(ideal.map(({ untilS }) => untilS - holeS)).toEqual([75, 3 * minuteS]);
    for (const { fromS } of ideal) expect(fromS).toBeGreaterThan(holeS);
  });
});

test("N12 tells all that its card names", () => {
  expect(scenarioOf("N12").variants.map(({ id }) => id)).toEqual([
    "undeclared",
    "soyuz",
    "isolation",
    "valve-work",
    "leak-during-refill",
  ]);
});

import { describe, expect, test } from "vitest";
import { playInLargeSteps } from "./large-steps.ts";
import { expectAround, expectBetween, play, rangeOf } from "./play.ts";

const hourS = 3600;

/** Every ten seconds is often enough for what takes hours. */
const often = {
  sensors: ["make_up_starts", "make_up_l", "rope_wet", "tray_wet"].map((channel) => ({
    channel,
    everyS: 10,
  })),
};

describe("S06's unit without the drip", () => {
  const days = 14;
  const healthy = playInLargeSteps("S06", { forS: days * 24 * hourS, without: ["leak"] });

  test("never has make-up start in two weeks of busy and idle computers, and never comes near it", () => {
    const { low, high } = rangeOf(healthy.map(({ pressureKpa }) => pressureKpa));
    // Half of the band from 230 to 250 kPa is left.
    expect(low).toBeGreaterThan(240);
    expect(high).toBeLessThan(255);
    const { low: least, high: most } = rangeOf(healthy.map(({ massKg }) => massKg));
    expect(most / least - 1).toBeLessThan(1e-9);
  });
});

describe("S06, a drip that make-up hides", () => {
  const day = play("S06", { changes: often, preludeS: 6 * hourS, forS: 26 * hourS, everyS: 10 });
  const dripping = day.truth.filter(({ atS }) => atS >= 0);
  const kgPerL = day.truthAt(0).massKg / day.truthAt(0).inventoryL;

  /** Seconds after the onset at which make-up has started once more. */
  const startsS = day
    .readings("make_up_starts")
    .flatMap(({ atS, value }, i, all) => (value > (all[i - 1]?.value ?? 0) ? [atS] : []));
  const cyclesS = startsS.slice(1).map((atS, i) => atS - (startsS[i] ?? Number.NaN));

  test("begins with 300 L at about 35 C and 250 kPa beside 20 L of gas", () => {
    const { inventoryL, bulkTempC, pressureKpa, accumulatorLiquidL } = day.truthAt(0);
    expect(inventoryL).toBeCloseTo(300, 6);
    expectBetween(bulkTempC, 34, 37);
    expectAround(pressureKpa, 250, 0.01);
    expectAround(30 - accumulatorLiquidL, 20, 0.02);
  });

  test("takes 12.5 kPa for each litre out of the full tank", () => {
    const before = day.truthAt(0);
    const after = day.truthAt(2 * hourS);
    const litres = before.inventoryL - after.inventoryL;
    expectAround((before.pressureKpa - after.pressureKpa) / litres, 12.5);
  });

  test("drips 5.8 mL a minute, 8.3 L a day", () => {
    expectAround((day.truthAt(60).leakKgPerS / kgPerL) * 60_000, 5.8);
    const lostL = (day.truthAt(24 * hourS).lostKg - day.truthAt(0).lostKg) / kgPerL;
    expectAround(lostL, 8.3);
  });

  test("has make-up start every 4.6 h, give or take a quarter, where it never did before", () => {
    expect(startsS.filter((atS) => atS < 0)).toEqual([]);
    expect(startsS.length).toBeGreaterThanOrEqual(5);
    for (const cycleS of cyclesS) expectAround(cycleS, 4.6 * hourS);
  });

  test("shows as a sawtooth of 1.6 L a cycle between 230 and 250 kPa", () => {
    const fed = day.readings("make_up_l");
    const cycles = startsS.length - 1;
    const fedL = (atS: number): number => fed.find((one) => one.atS >= atS)?.value ?? Number.NaN;
    expectAround((fedL(startsS.at(-1) ?? 0) - fedL(startsS[0] ?? 0)) / cycles, 1.6);
    const { low, high } = rangeOf(
      dripping.filter(({ atS }) => atS > (startsS[0] ?? 0)).map((row) => row.pressureKpa),
    );
    expectBetween(low, 229.5, 230);
    expectBetween(high, 249.5, 251);
  });

  test("empties the reservoir by 8.3 L a day, as much as the loop loses over whole cycles", () => {
    const reservoir = day.readings("reservoir_l");
    const levelL = (atS: number): number => reservoir.find((one) => one.atS >= atS - 60)?.value ?? Number.NaN;
    const [firstS = Number.NaN] = startsS;
    const lastS = startsS.at(-1) ?? Number.NaN;
    const usedL = levelL(firstS) - levelL(lastS);
    expectAround((usedL / (lastS - firstS)) * 24 * hourS, 8.3);
    const lostL = (day.truthAt(lastS).lostKg - day.truthAt(firstS).lostKg) / kgPerL;
    expectAround(usedL, lostL, 0.05);
  });

  test("never brings the pressure below the make-up band, so that a low-pressure alarm at -10 % stays silent", () => {
    const { low } = rangeOf(dripping.map((row) => row.pressureKpa));
    expect(low).toBeGreaterThan(229.5);
    expect(low).toBeGreaterThan(0.9 * 250);
  });

  test("loses coolant all the time: loop and reservoir together only ever have less", () => {
    const fed = day.readings("make_up_l");
    const togetherKg = (atS: number): number => {
      const fedL = fed.find((one) => one.atS >= atS)?.value ?? Number.NaN;
      return day.truthAt(atS).massKg - fedL * kgPerL;
    };
    const hourly = Array.from({ length: 26 }, (_, hour) => togetherKg(hour * hourS));
    for (const [hour, kg] of hourly.entries()) {
      // The meter shows tenths of a litre, an hour loses three and a half of them.
      if (hour > 0) expect(kg).toBeLessThan((hourly[hour - 1] ?? 0) - 0.2);
    }
  });

  test("wets neither rope nor tray", () => {
    for (const channel of ["rope_wet", "tray_wet"]) {
      expect(rangeOf(day.readings(channel).map(({ value }) => value)).high).toBe(0);
    }
  });

  test("has a third start within 24 h, by when an advisory is due; a caution follows by volume balance", () => {
    expect(startsS[2]).toBeLessThan(24 * hourS);
    const { ideal } = day.scenario;
    expect(ideal[0]).toMatchObject({ severity: "advisory", verdict: "leak", untilS: 24 * hourS });
    expect(ideal[1]).toMatchObject({ severity: "caution", verdict: "leak" });
    expect(ideal).toHaveLength(2);
  });
});

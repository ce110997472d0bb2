import { describe, expect, test } from "vitest";
import { expectAround, expectBetween, type Played, play, rangeOf, scenarioOf } from "./play.ts";

const minuteS = 60;
const hourS = 3600;
const preludeS = 60;
/** Readings of the last seconds are still on their way when a play ends. */
const linkS = 10;

const exact = (channel: string, measure: string, at?: string) => ({
  channel,
  measure,
  ...(at === undefined ? {} : { at, position: 0 }),
  noise: { whiteSd: 0 },
  step: 0,
});

/** Reads the truth without noise: flow, and pressure and temperature at the pump's outlet (the first segment). */
const truthSensors = (outlet: string) => ({
  sensors: [
    exact("true_flow", "flow"),
    exact("true_out_kpa", "pressure", outlet),
    exact("true_out_c", "temperature", outlet),
    exact("true_quantity_pct", "quantity"),
  ],
});

const tell = (variant: string | null, forS: number, seed = 1): Played =>
  play("N09", {
    variant,
    forS,
    preludeS,
    seed,
    changes: truthSensors(variant === "dual-trip" ? "pump-outlet" : "supply"),
  });

/** What the same plant does at the same time without the event; its times end at 0. */
const quietTwin = (variant: string | null, forS: number): Played =>
  play("N09", { variant, preludeS: preludeS + forS, forS: 0, keepArrivals: false });

/** How much higher a quantity of the truth is than without the event. */
const aboveTwin = (
  played: Played,
  twin: Played,
  atS: number,
  what: "pressureKpa" | "bulkTempC" | "accumulatorLiquidL",
): number => played.truthAt(atS)[what] - twin.truthAt(atS - lengthOf(played))[what];

const lengthOf = (played: Played): number => played.truth.at(-1)?.atS ?? Number.NaN;

const reader = (played: Played, channel: string) => {
  const byTime = new Map(played.readings(channel).map(({ atS, value }) => [atS, value]));
  return (atS: number): number => byTime.get(atS) ?? Number.NaN;
};

const variants = [null, "pump-trip", "dual-trip", "heat-step", "heat-step-10", "stuck-valve"] as const;

describe("N09, a pump at 80 % of its speed for two hours", () => {
  const forS = 3 * hourS;
  const slowed = tell(null, forS);
  const twin = quietTwin(null, forS);
  const flow = reader(slowed, "true_flow");
  const outlet = reader(slowed, "true_out_kpa");
  const headAt = (atS: number): number => outlet(atS) - slowed.truthAt(atS).pressureKpa;

  test("has a fifth less flow, and all of it again afterwards", () => {
    expectAround(flow(30) / flow(0), 0.8, 0.02);
    expectAround(flow(2 * hourS) / flow(0), 0.8, 0.02);
    expectAround(flow(2 * hourS + 2 * minuteS) / flow(0), 1, 0.01);
  });

  test("loses 36 % of its head, and the discharge pressure falls by as much", () => {
    expectAround(1 - headAt(30) / headAt(0), 0.36, 0.05);
    expectAround(outlet(0) - outlet(30), 0.36 * headAt(0), 0.1);
  });

  test("leaves suction pressure within 8 kPa and quantity within 0.12 L for a minute", () => {
    for (const atS of [10, 30, 60]) {
      expect(Math.abs(aboveTwin(slowed, twin, atS, "pressureKpa"))).toBeLessThan(8);
      expect(Math.abs(aboveTwin(slowed, twin, atS, "accumulatorLiquidL"))).toBeLessThan(0.12);
    }
  });

  test("then raises both, where the card has them unchanged: slower coolant comes back warmer", () => {
    const minutes = Array.from({ length: 12 }, (_, i) => 10 * (i + 1));
    const { low, high } = rangeOf(minutes.map((m) => aboveTwin(slowed, twin, m * minuteS, "pressureKpa")));
    expect(low).toBeGreaterThan(15);
    expect(high).toBeLessThan(70);
  });
});

describe("N09, a pump that trips and stays off", () => {
  const tripped = tell("pump-trip", 3 * hourS);
  const flow = reader(tripped, "true_flow");
  const outlet = reader(tripped, "true_out_kpa");

  test("has neither flow nor head after a minute", () => {
    expect(flow(0)).toBeGreaterThan(80);
    for (const atS of [minuteS, hourS, 3 * hourS - linkS]) {
      expect(Math.abs(flow(atS))).toBeLessThan(0.2);
      expect(Math.abs(outlet(atS) - tripped.truthAt(atS).pressureKpa)).toBeLessThan(0.1);
    }
  });

  test("keeps its suction pressure within noise and steps for the first minute", () => {
    const first = tripped.truth.filter(({ atS }) => atS >= 0 && atS <= minuteS);
    const { low, high } = rangeOf(first.map(({ pressureKpa }) => pressureKpa));
    expect(high - low).toBeLessThan(4);
  });

  test("then moves its pressure by more than a hundred kilopascals, as the coolant in the radiator cools alone", () => {
    const { low, high } = rangeOf(tripped.truth.filter(({ atS }) => atS > 0).map((row) => row.pressureKpa));
    expectBetween(high - low, 100, 300);
    const coldest = tripped.truth.reduce((a, b) => (b.bulkTempC < a.bulkTempC ? b : a));
    const before = tripped.truthAt(0);
    const kpaPerK = (before.pressureKpa - coldest.pressureKpa) / (before.bulkTempC - coldest.bulkTempC);
    expectBetween(kpaPerK, 30, 59);
  });
});

describe("N09, both pumps of a spacecraft that trip for an hour", () => {
  const tripped = tell("dual-trip", 4 * hourS);
  const flow = reader(tripped, "true_flow");

  test("stand within half a minute, and run again as before when power is back", () => {
    expectAround(flow(0), 6, 0.02);
    expect(Math.abs(flow(30))).toBeLessThan(0.02);
    expect(Math.abs(flow(hourS - 1))).toBeLessThan(0.02);
    expectAround(flow(hourS + minuteS), 6, 0.02);
  });

  test("leave the suction pressure as it is within a kilopascal for the first minute", () => {
    const first = tripped.truth.filter(({ atS }) => atS >= 0 && atS <= minuteS);
    const { low, high } = rangeOf(first.map(({ pressureKpa }) => pressureKpa));
    expect(high - low).toBeLessThan(1);
  });

  test("show the same in each loop: only noise is another", () => {
    const other = tell("dual-trip", 10 * minuteS, 2);
    expect(other.truthAt(10 * minuteS).pressureKpa).toBe(tripped.truthAt(10 * minuteS).pressureKpa);
    expect(other.readings("flow_lpm")).not.toEqual(tripped.readings("flow_lpm"));
  });
});

describe("N09, a heat load that rises by 30 %", () => {
  const forS = 4 * hourS;
  const warmed = tell("heat-step", forS);
  const twin = quietTwin("heat-step", forS);
  const warmerK = (atS: number): number => aboveTwin(warmed, twin, atS, "bulkTempC");
  const higherKpa = (atS: number): number => aboveTwin(warmed, twin, atS, "pressureKpa");

  test("settles at three times the card's 1.5 K and 90 kPa: the radiator must be warmer to give off more", () => {
    expectBetween(warmerK(4 * hourS), 3.5, 5.5);
    expectBetween(higherKpa(4 * hourS), 200, 320);
  });

  test("raises the pressure by the card's 59 kPa for each kelvin all the while, give or take a quarter", () => {
    for (const atS of [10 * minuteS, hourS, 4 * hourS]) expectAround(higherKpa(atS) / warmerK(atS), 59);
  });

  test("leaves the flow as it is", () => {
    const flow = reader(warmed, "true_flow");
    expectAround(flow(hourS), flow(0), 0.01);
  });
});

describe("N09, a heat load that rises by 10 %", () => {
  const forS = 4 * hourS;
  const warmed = tell("heat-step-10", forS);
  const twin = quietTwin("heat-step-10", forS);

  test.each([1, 2, 3, 4])(
    "holds the card's 1.5 K and 90 kPa after %d h, within a tenth and a fifth",
    (hours) => {
      expectAround(aboveTwin(warmed, twin, hours * hourS, "bulkTempC"), 1.5, 0.1);
      expectAround(aboveTwin(warmed, twin, hours * hourS, "pressureKpa"), 90, 0.2);
    },
  );
});

describe("N09, a flow control valve that sticks", () => {
  const forS = 4 * hourS;
  const stuck = tell("stuck-valve", forS);
  const twin = quietTwin("stuck-valve", forS);
  const outletC = reader(stuck, "true_out_c");
  const quantity = reader(stuck, "true_quantity_pct");

  test("lets the outlet cool by several kelvin", () => {
    expectBetween(outletC(0) - outletC(2 * hourS), 3, 8);
  });

  test("lets the pressure follow down at 59 kPa for each kelvin of the coolant", () => {
    for (const atS of [20 * minuteS, hourS, 2 * hourS]) {
      const kpa = aboveTwin(stuck, twin, atS, "pressureKpa");
      const kelvin = aboveTwin(stuck, twin, atS, "bulkTempC");
      expect(kelvin).toBeLessThan(-1);
      expectAround(kpa / kelvin, 59);
    }
  });

  test("shows in the quantity what the pressure shows, so that both tell of cold and not of loss", () => {
    const fallenL = -aboveTwin(stuck, twin, 2 * hourS, "accumulatorLiquidL");
    expectAround(quantity(0) - quantity(2 * hourS), (fallenL / 60) * 100, 0.2);
    expectAround(-aboveTwin(stuck, twin, 2 * hourS, "pressureKpa") / fallenL, 60);
  });

  test("comes back to its temperature and pressure within two hours when the valve moves again", () => {
    expect(Math.abs(outletC(4 * hourS - linkS) - outletC(0))).toBeLessThan(0.5);
    expect(Math.abs(aboveTwin(stuck, twin, 4 * hourS, "pressureKpa"))).toBeLessThan(25);
  });
});

describe.each(variants)("N09, variant %s", (variant) => {
  test("loses no coolant, empties no accumulator and boils nowhere", () => {
    const played = play("N09", { variant, preludeS, everyS: 10, keepArrivals: false });
    const charge = played.truthAt(0).massKg;
    for (const row of played.truth) {
      expect(row.lostKg).toBe(0);
      expect(Math.abs(row.massKg / charge - 1)).toBeLessThan(1e-6);
      expect(row.bottomedOut).toBe(false);
      expect(row.voidShare).toBe(0);
    }
  });

  test("is told as a pump, a valve or heat, never as a leak", () => {
    const { ideal } = scenarioOf("N09", variant);
    expect(ideal.length).toBeGreaterThan(0);
    for (const { verdict } of ideal) {
      expect(["pump or valve change", "thermal transient"]).toContain(verdict);
    }
  });
});

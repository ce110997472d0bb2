import { describe, expect, test } from "vitest";
import { expectAround, expectBetween, firstTime, type Played, play, rangeOf } from "./play.ts";

const minuteS = 60;

/** Flow where the coolant comes back, without the meter's noise. */
const withExactFlow = {
  sensors: [
    {
      channel: "exact_lpm",
      measure: "flow",
      at: "return-line",
      position: 1,
      noise: { whiteSd: 0 },
      step: 0,
    },
  ],
};

/** When a channel first shows this, seconds after the event; `Infinity` when it never does. */
const firstShownS = (played: Played, channel: string, value: number): number =>
  played.readings(channel).find((one) => one.atS >= 0 && one.value === value)?.atS ??
  Number.POSITIVE_INFINITY;

const meanOf = (played: Played, channel: string, fromS: number, toS: number): number => {
  const readings = played.readings(channel).filter(({ atS }) => atS >= fromS && atS < toS);
  return readings.reduce((sum, { value }) => sum + value, 0) / readings.length;
};

const highest = (played: Played, channel: string): number =>
  rangeOf(played.readings(channel).map(({ value }) => value)).high;

describe("S07, a quick disconnect that fails", () => {
  const failure = play("S07", { changes: withExactFlow, preludeS: 10 * minuteS, everyS: 1 });
  const kgPerL = failure.truthAt(0).massKg / failure.truthAt(0).inventoryL;
  const startedS = firstShownS(failure, "make_up_running", 1);
  const latchedS =
    failure.readings("make_up_running").find(({ atS, value }) => atS > startedS && value === 0)?.atS ??
    Number.POSITIVE_INFINITY;

  test("lets out 2.3 L a minute", () => {
    expectAround((failure.truthAt(1).leakKgPerS / kgPerL) * minuteS, 2.3);
  });

  test("has make-up start ten seconds below 230 kPa, saturate, and latch after its three minutes", () => {
    const belowS = firstTime(failure, ({ pressureKpa }) => pressureKpa < 230);
    expectBetween(startedS - belowS, 9, 12);
    const { high } = rangeOf(
      failure.truth
        .filter(({ atS }) => atS > startedS && atS < latchedS)
        .map(({ pressureKpa }) => pressureKpa),
    );
    expect(high).toBeLessThan(230);
    expectBetween(latchedS - startedS, 180, 182);
    const later = failure.readings("make_up_running").filter(({ atS }) => atS >= latchedS);
    expect(later.length).toBeGreaterThan(600);
    expect(later.every(({ value }) => value === 0)).toBe(true);
    expect(highest(failure, "make_up_starts")).toBe(1);
  });

  test("lets the pressure fall, slower while make-up runs, then until the tank is empty", () => {
    const kpa = (atS: number): number => failure.truthAt(atS).pressureKpa;
    expect(kpa(startedS) - kpa(latchedS)).toBeLessThan(10);
    expect(kpa(latchedS) - kpa(latchedS + minuteS)).toBeGreaterThan(10);
    expectBetween(
      firstTime(failure, ({ bottomedOut }) => bottomedOut),
      5 * minuteS,
      10 * minuteS,
    );
  });

  test("wets the rope after 5 to 60 s and the tray after 1 to 5 min", () => {
    expectBetween(firstShownS(failure, "rope_wet", 1), 5, 60);
    expectBetween(firstShownS(failure, "tray_wet", 1), minuteS, 5 * minuteS);
  });

  test("takes 1.3 % of 180 L a minute, which stands out of a noise of 0.3 %, where the card has it below", () => {
    const before = meanOf(failure, "exact_lpm", -30, 0);
    const after = meanOf(failure, "exact_lpm", 5, 35);
    expectAround(before, 180, 0.05);
    expectAround((after - before) / before, -0.013);
    const healthy = failure.readings("flow_lpm").filter(({ atS }) => atS < 0);
    const mean = healthy.reduce((sum, { value }) => sum + value, 0) / healthy.length;
    const sd = Math.sqrt(healthy.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / healthy.length);
    expectAround(sd / 180, 0.003, 0.1);
    expect(before - after).toBeGreaterThan(3 * sd);
  });

  test("is critical from the second wet sensor on, and a leak before", () => {
    const { ideal } = failure.scenario;
    expect(ideal.map(({ severity, verdict }) => [severity, verdict])).toEqual([
      ["warning", "leak"],
      ["emergency", "leak"],
    ]);
    expect(ideal[1]?.untilS).toBeGreaterThan(firstShownS(failure, "tray_wet", 1));
  });
});

const quietChannels = ["make_up_starts", "tray_wet"] as const;

describe.each([
  { variant: "rope-break", name: "S07, a rope whose cable breaks", most: "advisory" },
  { variant: "condensation", name: "S07, condensation on the rope", most: "caution" },
])("$name", ({ variant, most }) => {
  const played = play("S07", { variant, preludeS: 10 * minuteS, forS: 20 * minuteS });

  test("loses nothing, and neither make-up nor tray moves", () => {
    expect(played.truth.at(-1)?.lostKg).toBe(0);
    expect(played.truth.at(-1)?.inventoryL).toBeCloseTo(300, 6);
    for (const channel of quietChannels) expect(highest(played, channel)).toBe(0);
    const { low, high } = rangeOf(played.truth.map((row) => row.pressureKpa));
    expect(high - low).toBeLessThan(2);
  });

  test("is nothing critical, and no leak", () => {
    expect(played.scenario.ideal.map(({ severity }) => severity)).toEqual([most]);
    expect(played.scenario.ideal[0]?.verdict).not.toBe("leak");
  });
});

describe("S07, what the rope shows", () => {
  const shown = (variant: string) =>
    play("S07", { variant, forS: 10 * minuteS })
      .readings("rope_wet")
      .filter(({ atS }) => atS >= -60);

  test("with a broken cable is the break, for good", () => {
    for (const { atS, value } of shown("rope-break")) expect(value).toBe(atS < 0 ? 0 : -1);
  });

  test("with condensation is wetness for three minutes", () => {
    for (const { atS, value } of shown("condensation")) {
      expect(value).toBe(atS >= 0 && atS < 3 * minuteS ? 1 : 0);
    }
  });
});

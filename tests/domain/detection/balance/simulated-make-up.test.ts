import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hours } from "../../../../protocol/time.ts";
import { parseConfig } from "../../../../server/boundary/config.ts";
import { createFedVolume } from "../../../../server/domain/detection/balance/fed-volume.ts";
import { createFillWatch } from "../../../../server/domain/detection/balance/fill-watch.ts";
import { createMakeUpBalance, toFedL } from "../../../../server/domain/detection/balance/make-up-balance.ts";
import { expansionPerK } from "../../../../server/domain/loop/coolants.ts";
import { gasVolumeFromQuantityL, gasVolumeL, inventoryL } from "../../../../server/domain/loop/inventory.ts";
import { createSimulation } from "../../../../simulator/story/simulation.ts";
import { scenarioNamed } from "../../../support/example.ts";

const text = readFileSync(new URL("../../../../examples/simulated-loops.yaml", import.meta.url), "utf8");
const parsed = parseConfig(text, {});
const loop = parsed.ok ? parsed.config.loops.find(({ id }) => id === "cdu") : undefined;
if (loop === undefined) throw new Error("The example has no cooling unit.");
const { chargeL, falseAlarmsPerYear } = loop;

const startMs = Date.UTC(2022, 11, 14);
const learnH = 16;

/** S06 with inventories by formula alone (nothing learnt), from tank level and suction pressure. */
function playDrip(leakH: number, counter: boolean) {
  const simulation = createSimulation({
    loopId: "cdu",
    seed: 7,
    startMs,
    scenario: scenarioNamed("S06"),
    preludeMs: hours(learnH),
    eventDelayMs: 0,
  });
  const litresPerK = expansionPerK("pg25", 35) * chargeL;
  const watch = createFillWatch({
    chargeL,
    litresPerK,
    falseAlarmsPerYear,
    witnesses: 2,
    fedStepL: 0.1,
  });
  const fed = createFedVolume({ chargeL, counterStepL: 0.1, reservoirStepL: 0.1 });
  const balance = createMakeUpBalance({
    chargeL,
    falseAlarmsPerYear,
    thermometers: 2,
    fedStepL: counter ? 0.1 : 0,
  });
  const levels = { atMs: 0, counterL: Number.NaN, reservoirL: Number.NaN };
  const fill = {
    atMs: 0,
    inventoriesL: new Float64Array(2),
    sdsL: Float64Array.of(0.02, 0.02),
    swungL: 0,
    flow: Number.NaN,
    fedL: Number.NaN,
    running: Number.NaN,
    declared: "nothing" as const,
    excused: false,
    calibrated: false,
  };
  const even = {
    atMs: 0,
    inventoryL: 0,
    fedL: 0,
    fedExact: counter,
    reservoirL: Number.NaN,
    thermalL: 0,
    errorL: 0,
    busy: false,
    calibrated: false,
  };
  const place = (channel: string): number => simulation.channels.indexOf(channel);
  const at = {
    level: place("tank_level_pct"),
    suction: place("suction_a_kpa"),
    supply: place("supply_c"),
    back: place("return_c"),
    tank: place("tank_c"),
    counter: place("make_up_l"),
    running: place("make_up_running"),
  };
  const eventMs = startMs + hours(learnH);
  let calledAtMs: number | null = null;
  let fills = 0;
  let hourC = 35;
  let filling = false;
  for (let untilMs = startMs; untilMs < eventMs + hours(leakH); ) {
    untilMs += hours(1);
    for (const arrival of simulation.advance(untilMs)) {
      if (arrival.kind !== "frame") continue;
      const { values, sourceMs } = arrival.frame;
      const liquidC = (values[at.supply]! + values[at.back]!) / 2;
      const calibrated = sourceMs >= eventMs;
      Object.assign(levels, { atMs: sourceMs, counterL: counter ? values[at.counter]! : Number.NaN });
      fed.step(levels);
      Object.assign(fill, { atMs: sourceMs, fedL: fed.countedL, calibrated });
      if (counter) fill.running = values[at.running]!;
      fill.inventoriesL[0] = inventoryL(loop!, gasVolumeFromQuantityL(loop!, values[at.level]!), liquidC);
      fill.inventoriesL[1] = inventoryL(
        loop!,
        gasVolumeL(loop!, values[at.suction]!, values[at.tank]!),
        liquidC,
      );
      hourC += (liquidC - hourC) / 3600;
      fill.swungL = 0.3 * litresPerK * Math.abs(liquidC - hourC);
      watch.step(fill);
      if (watch.filling && !filling) fills += 1;
      filling = watch.filling;
      const fedL = toFedL(watch.totalL, counter, Number.NaN);
      Object.assign(even, {
        atMs: sourceMs,
        inventoryL: fill.inventoriesL[0],
        fedL,
        thermalL: fill.swungL,
        errorL: 0,
        busy: watch.busy,
        calibrated,
      });
      balance.step(even);
      if (balance.strength >= 1) calledAtMs ??= sourceMs;
    }
  }
  return {
    watch,
    balance,
    fills,
    calledAfterH: calledAtMs === null ? null : (calledAtMs - eventMs) / hours(1),
    simulation,
  };
}

describe.each([
  { name: "with the pump's own channels", counter: true },
  { name: "with nothing of the pump but the sawtooth", counter: false },
])("a drip of 8 L a day that make-up hides, $name", ({ counter }) => {
  const { watch, balance, fills, calledAfterH } = playDrip(14.5, counter);

  test("is called by balance within half a day, and not before it began", () => {
    expect(calledAfterH).toBeGreaterThan(0);
    expect(calledAfterH).toBeLessThan(12);
  });

  test("has its rate, although each fill hides it", () => {
    const perDay = balance.lossLPerS * 86_400;
    expect(perDay).toBeGreaterThan(8.3 * 0.7);
    expect(perDay).toBeLessThan(8.3 * 1.3);
  });

  test("is topped up three times, 1.5 L each", () => {
    expect(fills).toBe(3);
    expect(watch.totalL).toBeGreaterThan(4);
    expect(watch.totalL).toBeLessThan(5);
  });
});

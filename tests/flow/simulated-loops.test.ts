import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { hours, minutes } from "../../protocol/time.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import { toLoopName } from "../../simulator/commands/loop-name.ts";
import { listPlants, loadPlant } from "../../simulator/description/library.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { linesUntil, scenarioNamed } from "../support/example.ts";
import { createLineIntake } from "../support/line-intake.ts";

const text = readFileSync(new URL("../../examples/simulated-loops.yaml", import.meta.url), "utf8");
const parsed = parseConfig(text, {});
const loops = parsed.ok ? parsed.config.loops : [];

const plantOf = (id: string) => {
  const plant = loadPlant(id);
  if (plant.kind === "problems") throw new Error(plant.problems[0]?.message);
  return plant.value;
};

test("the configuration of the simulated loops has no problems and knows every plant", () => {
  expect(parsed).toMatchObject({ ok: true });
  expect(loops.map(({ id }) => id).toSorted()).toEqual(listPlants().map(toLoopName).toSorted());
});

describe.each(listPlants().map((id) => ({ id })))("loop of plant $id", ({ id }) => {
  const loop = loops.find((known) => known.id === toLoopName(id))!;
  const plant = plantOf(id);

  test("names channels that the plant sends, and the litres that it has", () => {
    const channels = plant.sensors.map(({ channel }) => channel);
    expect(channels).toEqual(expect.arrayContaining(loop.channels.map(({ source }) => source.field)));
    const { liquidL, gasL } = plant.accumulator;
    const litres = plant.segments.reduce((sum, { volumeL, still }) => sum + volumeL + still.volumeL, liquidL);
    expect(loop).toMatchObject({
      coolant: plant.coolant,
      referenceTempC: plant.reference.tempC,
      referencePressureKpa: plant.reference.pressureKpa,
      accumulator: { volumeL: liquidL + gasL, gasL },
    });
    expect(loop.chargeL).toBeCloseTo(litres, 6);
  });

  test("is learnt from six hours of healthy telemetry without an alarm", () => {
    const startMs = Date.UTC(2022, 11, 14);
    const learningMs = Math.min(loop.learningMs, hours(6));
    const scenario = { ...scenarioNamed("healthy"), plant, plantId: id };
    const simulation = createSimulation({ loopId: loop.id, seed: 3, startMs, scenario });
    const called: string[] = [];
    let last: LoopEstimate | null = null;
    const pipeline = createPipeline([{ ...loop, learningMs }], {
      observe: (key, seen) => void (seen.kind === "found" && called.push(key.alarmClass)),
      onRow: () => undefined,
      onEstimate(estimate) {
        last = estimate;
      },
    });
    const intake = createLineIntake(pipeline);
    for (let atMs = startMs; atMs <= startMs + learningMs + hours(2); atMs += minutes(1)) {
      intake.accept(linesUntil(simulation, atMs), atMs);
    }
    expect(called).toEqual([]);
    expect((last as LoopEstimate | null)?.detection.kind).toBe("watching");
  });
});

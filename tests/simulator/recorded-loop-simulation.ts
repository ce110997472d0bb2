import { readShippedPlant } from "../../simulator/description/library.ts";
import { parseScenario } from "../../simulator/description/parse-scenario.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { type LoopStatistics, toLoopStatistics } from "./recorded-loop-statistics.ts";

const hourMs = 3_600_000;

/** 12 October 2018, midnight UTC. */
const startMs = 1_539_302_400_000;

/** A plant settles without load wander; by then this is there too. */
const warmUpHours = 6;

/** What the telemetry of a story's first day (after some hours) looks like to a listener. */
export function toSimulatedStatistics(scenarioText: string, hours: number): LoopStatistics {
  const scenario = parseScenario(scenarioText, {
    id: "day",
    variant: null,
    readPlant: readShippedPlant,
  });
  if (scenario.kind === "problems") throw new Error(JSON.stringify(scenario.problems));
  const simulation = createSimulation({
    loopId: "eatcs",
    seed: 20_181_012,
    startMs,
    scenario: scenario.value,
  });
  const readingsOf = (channel: string) => ({
    index: simulation.channels.indexOf(channel),
    atMs: [] as number[],
    value: [] as number[],
  });
  const pressure = readingsOf("pump_out_pressure_kpa");
  const temp = readingsOf("pump_out_temp_c");
  const flow = readingsOf("flow_kg_per_h");
  for (let hour = 1; hour <= warmUpHours + hours; hour++) {
    for (const arrival of simulation.advance(startMs + hour * hourMs)) {
      if (arrival.kind !== "frame" || hour <= warmUpHours) continue;
      for (const { index, atMs, value } of [pressure, temp, flow]) {
        const reading = arrival.frame.values[index] ?? Number.NaN;
        if (Number.isNaN(reading)) continue;
        atMs.push(arrival.frame.sourceMs);
        value.push(reading);
      }
    }
  }
  return toLoopStatistics({ pressure, temp, flow });
}

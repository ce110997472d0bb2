import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { hours } from "../../protocol/time.ts";
import { listPlants, loadPlant } from "../../simulator/description/library.ts";
import { renderProblems } from "../../simulator/description/problem.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { toLines } from "../../simulator/senders/line-protocol.ts";
import { createSimulation, type Simulation } from "../../simulator/story/simulation.ts";
import { type Figure, measureCpu } from "./figures.ts";

const startMs = Date.UTC(2022, 11, 14);

/** Loops that one process is to run in real time, and the source time over which they are measured. */
const togetherCount = 12;
const togetherMs = hours(2);

/** A day of each plant with its sensors, link and line protocol; then twelve loops side by side, and their memory. */
export async function measurePlants(): Promise<readonly Figure[]> {
  const plants = listPlants();
  const figures: Figure[] = [];
  for (const plant of plants) figures.push(...(await measureDay(plant)));
  return [...figures, ...(await measureTogether(plants))];
}

async function measureDay(plant: string): Promise<readonly Figure[]> {
  const { made: simulation, cpuMs: createMs } = await measureCpu(() => simulate(plant, "one"));
  let advanceMs = 0;
  let writeMs = 0;
  for (let hour = 1; hour <= 24; hour++) {
    const advance = await measureCpu(() => simulation.advance(startMs + hours(hour)));
    const write = await measureCpu(() => toLines(simulation.loopId, simulation.channels, advance.made));
    advanceMs += advance.cpuMs;
    writeMs += write.cpuMs;
  }
  const toSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return [
    {
      what: `One day of ${plant} at 1 Hz`,
      value: toSeconds(createMs + advanceMs + writeMs),
      wanted: "under 3 s",
    },
    { what: "  of it to begin in the steady state", value: toSeconds(createMs), wanted: null },
    { what: "  of it to write line protocol", value: toSeconds(writeMs), wanted: null },
  ];
}

/** Second by second, as in real time, so that the loops push each other out of the processor's caches as they will. */
async function measureTogether(plants: readonly string[]): Promise<readonly Figure[]> {
  const before = usedMemory();
  const loops = Array.from({ length: togetherCount }, (_, i) => {
    const plant = plants[i % plants.length];
    if (plant === undefined) throw new RangeError("There is no plant to measure.");
    return simulate(plant, `loop-${i}`);
  });
  const { made: bytes, cpuMs } = await measureCpu(() => {
    let written = 0;
    for (let nowMs = startMs; nowMs < startMs + togetherMs; nowMs += 1000) {
      for (const loop of loops)
        written += toLines(loop.loopId, loop.channels, loop.advance(nowMs + 1000)).length;
    }
    return written;
  });
  const share = `${((100 * cpuMs) / togetherMs).toFixed(2)} % of a core`;
  const memory = `${((usedMemory() - before) / togetherCount / 1e6).toFixed(2)} MB`;
  const perDay = `${((bytes / togetherCount / togetherMs) * 86.4).toFixed(1)} MB`;
  return [
    {
      what: `${togetherCount} loops in real time at 1 Hz, from plant to line protocol`,
      value: share,
      wanted: "under 2 %",
    },
    { what: "  memory of each", value: memory, wanted: null },
    { what: "  line protocol of each in a day", value: perDay, wanted: null },
  ];
}

/** What is still needed after a collection, bytes. */
function usedMemory(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** V8 hands its collector out to contexts that are made after the flag. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
}

/** A healthy plant at work. Throws a sentence when its file is wrong. */
function simulate(plantId: string, loopId: string): Simulation {
  const plant = loadPlant(plantId);
  if (plant.kind === "problems") throw new RangeError(renderProblems(plant.problems, `${plantId}.yaml`));
  const scenario: ScenarioDescription = {
    id: "healthy",
    variant: null,
    variants: [],
    title: "Healthy",
    summary: "Nothing happens.",
    plant: plant.value,
    plantId,
    preludeS: 0,
    lengthS: 86_400,
    eventDelayS: null,
    events: [],
    ideal: [],
    card: [],
  };
  return createSimulation({ loopId, seed: 1, startMs, scenario });
}

import { zeroCelsiusK } from "./plant/coolant.ts";
import type { Plant } from "./plant/plant.ts";
import { type PlantState, pressureAt } from "./plant/state.ts";
import { createRandom } from "./random.ts";

/** One sensor: what it would show without fault, and how its reading differs from that. */
interface Sensor {
  /** Field of the telemetry point, with its unit in the name. */
  readonly field: string;
  readonly read: (state: PlantState) => number;
  /** White noise, standard deviation in the sensor's unit. */
  readonly noiseSd: number;
  /** One code of the converter, in the sensor's unit. */
  readonly step: number;
  /** The converter shows nothing below this. */
  readonly lowest: number;
}

/** One reading of every sensor, in the order of the fields of a telemetry point. */
export type Readings = readonly { readonly field: string; readonly value: number }[];

/**
 * Noise and resolution found in recorded telemetry of station ammonia loops, scaled to this loop's range: pressure
 * 0.05 % noise and 0.12 % steps of the reference pressure, temperature 0.02 C and 0.0626 C, flow 0.3 % of nominal.
 */
const pressureNoiseShare = 0.0005;
const pressureStepShare = 0.0012;
const tempNoiseC = 0.02;
const tempStepC = 0.0626;
const flowNoiseShare = 0.003;
/** A 12-bit converter over twice the nominal flow. */
const flowStepShare = 2 / 4096;

/** Segment (0 at the pump's outlet) whose pipe wall carries the sensor before and after the radiator. */
const segmentAhead = (plant: Plant): number => plant.segments.findIndex((s) => s.kind === "radiator") - 1;
const segmentBehind = (plant: Plant): number =>
  plant.segments.findLastIndex((s) => s.kind === "radiator") + 1;

/**
 * The loop's sensors. Temperatures are taken on the pipe wall and on the accumulator's shell, so they lag the coolant;
 * none of them sees the mean of the loop.
 */
function sensorsOf(plant: Plant): readonly Sensor[] {
  const { referencePressureKpa, flowLpm } = plant.parameters;
  const pressure = (field: string, read: Sensor["read"]): Sensor => ({
    field,
    read,
    noiseSd: pressureNoiseShare * referencePressureKpa,
    step: pressureStepShare * referencePressureKpa,
    lowest: 0,
  });
  const temperature = (field: string, readK: Sensor["read"]): Sensor => ({
    field,
    read: (state) => readK(state) - zeroCelsiusK,
    noiseSd: tempNoiseC,
    step: tempStepC,
    lowest: -zeroCelsiusK,
  });
  const wallOf = (index: number) => (state: PlantState) => state.segments[index]?.wallK ?? Number.NaN;
  return [
    pressure("accumulator_pressure_kpa", (state) => state.pressurePa / 1e3),
    pressure("pump_out_pressure_kpa", (state) => pressureAt(state, 0) / 1e3),
    temperature("radiator_in_c", wallOf(segmentAhead(plant))),
    temperature("radiator_out_c", wallOf(segmentBehind(plant))),
    temperature("accumulator_c", (state) => state.accumulatorShellK),
    {
      field: "flow_lpm",
      read: (state) => state.flowM3PerS * 60_000,
      noiseSd: flowNoiseShare * flowLpm,
      step: flowStepShare * flowLpm,
      lowest: 0,
    },
  ];
}

/** Reads all sensors of a plant. Each call draws new noise; a seed repeats the whole sequence exactly. */
export function createSensors(plant: Plant, seed: number): (state: PlantState) => Readings {
  const sensors = sensorsOf(plant).map((sensor) => ({ sensor, random: createRandom(seed, sensor.field) }));
  return (state) =>
    sensors.map(({ sensor, random }) => {
      const seen = Math.max(sensor.lowest, sensor.read(state) + sensor.noiseSd * random.normal());
      return { field: sensor.field, value: Math.round(seen / sensor.step) * sensor.step };
    });
}

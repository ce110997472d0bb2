import type { SensorDescription } from "../../../simulator/description/sensor-description.ts";
import type { TimedFault } from "../../../simulator/sensors/assign-faults.ts";
import { createSensors, type Sensors } from "../../../simulator/sensors/create-sensors.ts";

/** Epoch seconds at which the tests' sensors are first read. */
export const startS = 1_700_000_000;

/** A pressure sensor without any fault of its own: it shows the truth. */
export const perfect: SensorDescription = {
  channel: "pressure_kpa",
  measure: "pressure",
  at: "suction",
  position: 0,
  noise: { whiteSd: 0, ar1Sd: 0, ar1TauS: 0 },
  bias: 0,
  driftPerDay: 0,
  lagS: 0,
  step: 0,
  low: 0,
  high: 4000,
  everyS: 1,
  onChange: false,
  box: null,
  quality: false,
  wetAtL: 0,
};

/** A truth that a test can change while sensors look at it. */
export interface Truth {
  value: number;
}

/** What a test says of its sensors; the rest is a single perfect sensor that sees 100. */
export interface Setting {
  readonly sensors?: readonly Partial<SensorDescription>[];
  readonly truth?: Truth;
  readonly seed?: number;
  readonly faults?: readonly TimedFault[];
  readonly eventS?: number | null;
}

/** Sensors that all see the same truth. */
export const sensorsOf = ({
  sensors = [{}],
  truth = { value: 100 },
  seed = 1,
  faults = [],
  eventS = startS,
}: Setting): Sensors =>
  createSensors({
    sensors: sensors.map((sensor) => ({ ...perfect, ...sensor })),
    probe: () => () => truth.value,
    seed,
    faults,
    eventS,
  });

/** Reads once a second from `startS` on; one list of values a channel, NaN where nothing was reported. */
export function readSeconds(sensors: Sensors, count: number, fromS = startS): readonly number[][] {
  const columns = sensors.channels.map((): number[] => []);
  for (let i = 0; i < count; i++) {
    const frame = sensors.read(fromS + i);
    for (const [index, column] of columns.entries()) column.push(frame?.values[index] ?? Number.NaN);
  }
  return columns;
}

/** The first channel, read once a second. */
export const readFirst = (sensors: Sensors, count: number, fromS = startS): readonly number[] =>
  readSeconds(sensors, count, fromS)[0] ?? [];

export const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;

export function sd(xs: readonly number[]): number {
  const centre = mean(xs);
  return Math.sqrt(mean(xs.map((x) => (x - centre) ** 2)));
}

/** Correlation of a series with itself `lag` samples later. */
export function autocorrelation(xs: readonly number[], lag: number): number {
  const centre = mean(xs);
  let sum = 0;
  for (let i = lag; i < xs.length; i++) sum += ((xs[i] ?? 0) - centre) * ((xs[i - lag] ?? 0) - centre);
  return sum / (xs.length - lag) / sd(xs) ** 2;
}

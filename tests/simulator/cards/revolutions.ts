import { orbitPeriodS } from "../../../simulator/plant/orbit.ts";
import { scenarioOf } from "./play.ts";

/** One value and its time, seconds after the event. */
export interface At {
  readonly atS: number;
  readonly value: number;
}

const daySeconds = 86_400;

/** Time of one revolution in a story's orbit, seconds. Throws `RangeError` for a plant on the ground. */
export function revolutionOf(id: string, variant: string | null = null): number {
  const { surroundings } = scenarioOf(id, variant).plant;
  if (surroundings.kind !== "orbit") throw new RangeError("The plant is on the ground.");
  return orbitPeriodS(surroundings);
}

/** Amplitude of a harmonic (1: the revolution itself) round the mean, over as many whole revolutions as there are. */
export function swingOf(series: readonly At[], periodS: number, harmonic = 1): number {
  const whole = wholeRevolutions(series, periodS);
  const middle = meanOf(whole.map(({ value }) => value));
  const part = (wave: (angle: number) => number): number =>
    2 *
    meanOf(whole.map(({ atS, value }) => (value - middle) * wave((2 * Math.PI * harmonic * atS) / periodS)));
  return Math.hypot(part(Math.cos), part(Math.sin));
}

/** Mean of each whole revolution, at its middle. */
export function revolutionMeans(series: readonly At[], periodS: number): readonly At[] {
  const firstS = series[0]?.atS ?? 0;
  const byRevolution = new Map<number, number[]>();
  for (const { atS, value } of wholeRevolutions(series, periodS)) {
    const revolution = Math.floor((atS - firstS) / periodS);
    const values = byRevolution.get(revolution);
    if (values === undefined) byRevolution.set(revolution, [value]);
    else values.push(value);
  }
  return [...byRevolution].map(([revolution, values]) => ({
    atS: firstS + (revolution + 0.5) * periodS,
    value: meanOf(values),
  }));
}

/** Slope of the straight line of least squares, a day. */
export function slopePerDay(series: readonly At[]): number {
  const middleS = meanOf(series.map(({ atS }) => atS));
  const middle = meanOf(series.map(({ value }) => value));
  const products = series.map(({ atS, value }) => (atS - middleS) * (value - middle));
  return (meanOf(products) / meanOf(series.map(({ atS }) => (atS - middleS) ** 2))) * daySeconds;
}

/** What is left behind the straight line of least squares, root mean square. */
export function scatterOf(series: readonly At[]): number {
  const slope = slopePerDay(series) / daySeconds;
  const middleS = meanOf(series.map(({ atS }) => atS));
  const middle = meanOf(series.map(({ value }) => value));
  return rootMeanSquare(series.map(({ atS, value }) => value - middle - slope * (atS - middleS)));
}

/** Pieces of so many neighbours, one behind the other; what is left over is left out. */
export const pieces = <T>(series: readonly T[], length: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.floor(series.length / length) }, (_, i) =>
    series.slice(i * length, (i + 1) * length),
  );

/** Mean of the values; NaN when there are none. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Root of the mean of the squares. */
export const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(meanOf(values.map((value) => value ** 2)));

/** Rows of a series from its first one on. Throws `RangeError` when there is not one whole revolution. */
function wholeRevolutions(series: readonly At[], periodS: number): readonly At[] {
  const firstS = series[0]?.atS ?? 0;
  const stepS = (series[1]?.atS ?? Number.NaN) - firstS;
  const lastS = (series.at(-1)?.atS ?? Number.NaN) + stepS;
  const revolutions = Math.floor((lastS - firstS) / periodS);
  if (!(revolutions >= 1)) throw new RangeError("There is not one whole revolution.");
  return series.filter(({ atS }) => atS - firstS < revolutions * periodS);
}

/** Time of one revolution of the station, seconds. */
const revolutionS = 92.8 * 60;

/** The fit sees a reading every ten seconds. */
const stepS = 10;

/** A channel as a listener knows it: what was last reported, once a second. */
type PerSecond = readonly number[];

/** What describes a loop's healthy telemetry, each by the name that a test shows. */
export type LoopStatistics = Readonly<Record<StatisticName, number>>;

/** Mean and swing at the period of the revolution, what is left behind it, and what the sensors add. */
export const statisticNames = [
  "pressure, kPa",
  "swing of pressure, kPa",
  "swing of temperature, K",
  "pressure per kelvin, kPa/K",
  "pressure behind temperature, min",
  "residual of pressure, kPa",
  "noise of pressure, kPa",
  "noise of temperature, K",
  "noise of flow, kg/h",
  "code of pressure, kPa",
  "code of temperature, K",
  "code of flow, kg/h",
  "memory of pressure's residual over 10 s",
  "memory of pressure's residual over 10 min",
  "memory of temperature's residual over 10 s",
] as const;
type StatisticName = (typeof statisticNames)[number];

/** The statistics of a loop from a day or so of its three channels at the pump's outlet: kPa, degrees Celsius, kg/h. */
export function toLoopStatistics(channels: {
  readonly pressure: ChannelReadings;
  readonly temp: ChannelReadings;
  readonly flow: ChannelReadings;
}): LoopStatistics {
  const held = holdEachSecond([channels.pressure, channels.temp, channels.flow]);
  const [pressure = [], temp = [], flow = []] = held;
  const pressureFit = fitOrbit(everyTenth(pressure));
  const tempFit = fitOrbit(everyTenth(temp));
  return {
    "pressure, kPa": pressureFit.mean,
    "swing of pressure, kPa": pressureFit.amplitude,
    "swing of temperature, K": tempFit.amplitude,
    "pressure per kelvin, kPa/K": pressureFit.amplitude / tempFit.amplitude,
    "pressure behind temperature, min": lagMinutes(pressureFit, tempFit),
    "residual of pressure, kPa": rootMeanSquare(pressureFit.residuals),
    "noise of pressure, kPa": noiseSd(pressure),
    "noise of temperature, K": noiseSd(temp),
    "noise of flow, kg/h": noiseSd(flow),
    "code of pressure, kPa": smallestStep(pressure),
    "code of temperature, K": smallestStep(temp),
    "code of flow, kg/h": smallestStep(flow),
    "memory of pressure's residual over 10 s": autocorrelation(pressureFit.residuals, 10),
    "memory of pressure's residual over 10 min": autocorrelation(pressureFit.residuals, 600),
    "memory of temperature's residual over 10 s": autocorrelation(tempFit.residuals, 10),
  };
}

/** Readings of one channel in any order, and their times in milliseconds. */
export interface ChannelReadings {
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

/** Each channel's last reading at every whole second from when all of them have one until the first of them ends. */
function holdEachSecond(channels: readonly ChannelReadings[]): readonly PerSecond[] {
  const sorted = channels.map(({ atMs, value }) =>
    atMs.map((time, i) => ({ time, value: at(value, i) })).sort((a, b) => a.time - b.time),
  );
  const firstMs =
    Math.ceil(Math.max(...sorted.map((readings) => readings[0]?.time ?? Number.NaN)) / 1000) * 1000;
  const lastMs = Math.min(...sorted.map((readings) => readings.at(-1)?.time ?? Number.NaN));
  return sorted.map((readings) => {
    const held: number[] = [];
    let next = 0;
    for (let nowMs = firstMs; nowMs <= lastMs; nowMs += 1000) {
      while ((readings[next]?.time ?? Number.POSITIVE_INFINITY) <= nowMs) next += 1;
      held.push(readings[next - 1]?.value ?? Number.NaN);
    }
    return held;
  });
}

const everyTenth = (values: PerSecond): readonly number[] => values.filter((_, i) => i % stepS === 0);

/** What is left of a channel when its mean, trend and first two harmonics of the revolution are named. */
interface OrbitFit {
  readonly mean: number;
  readonly amplitude: number;
  /** Time of the fundamental's maximum, seconds from the start. */
  readonly maximumAtS: number;
  readonly residuals: readonly number[];
}

/** Least squares of mean, linear trend and two harmonics. */
function fitOrbit(values: readonly number[]): OrbitFit {
  const w = (2 * Math.PI * stepS) / revolutionS;
  const row = (i: number): readonly number[] => [
    1,
    i / values.length,
    Math.cos(w * i),
    Math.sin(w * i),
    Math.cos(2 * w * i),
    Math.sin(2 * w * i),
  ];
  const rows = values.map((_, i) => row(i));
  const normal = row(0).map((_, a) => [
    ...row(0).map((__, b) => rows.reduce((sum, x) => sum + at(x, a) * at(x, b), 0)),
    rows.reduce((sum, x, i) => sum + at(x, a) * at(values, i), 0),
  ]);
  const found = solve(normal);
  const [, , cosine, sine] = found;
  const phase = Math.atan2(sine ?? Number.NaN, cosine ?? Number.NaN);
  return {
    mean: mean(values),
    amplitude: Math.hypot(cosine ?? Number.NaN, sine ?? Number.NaN),
    maximumAtS: (phase / (2 * Math.PI)) * revolutionS,
    residuals: values.map(
      (value, i) => value - found.reduce((sum, c, k) => sum + c * at(rows[i] ?? [], k), 0),
    ),
  };
}

/** Minutes by which the fundamental of `later` is behind that of `earlier`, 0 to a revolution. */
function lagMinutes(later: OrbitFit, earlier: OrbitFit): number {
  const behindS = later.maximumAtS - earlier.maximumAtS;
  return (((behindS % revolutionS) + revolutionS) % revolutionS) / 60;
}

/** Correlation of a series (of mean zero) with itself `lagS` seconds later; a multiple of ten. */
function autocorrelation(residuals: readonly number[], lagS: number): number {
  const lag = lagS / stepS;
  const pairs = residuals.slice(lag).map((value, i) => value * at(residuals, i));
  return mean(pairs) / mean(residuals.map((value) => value ** 2));
}

/** Standard deviation of what a second's value differs from the mean of the 61 seconds round it. */
function noiseSd(perSecond: readonly number[]): number {
  const half = 30;
  const sums = [0];
  for (const value of perSecond) sums.push(at(sums, sums.length - 1) + value);
  const differences: number[] = [];
  for (let i = half; i + half < perSecond.length; i++) {
    const around = (at(sums, i + half + 1) - at(sums, i - half)) / (2 * half + 1);
    differences.push(at(perSecond, i) - around);
  }
  return rootMeanSquare(differences);
}

/** The smallest change between readings that differ: one code of the converter. */
function smallestStep(values: readonly number[]): number {
  // Readings travel as 32-bit floats, so that the same code differs in its last digits.
  const least = 1e-3;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) {
    const change = Math.abs(at(values, i) - at(values, i - 1));
    if (change > least && change < smallest) smallest = change;
  }
  return smallest;
}

/** Mean of the values. */
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => value ** 2)));

const at = (values: readonly number[], i: number): number => values[i] ?? Number.NaN;

/** Gauss-Jordan elimination with pivoting; each row ends with its right side. */
function solve(rows: number[][]): readonly number[] {
  const left = rows.map((row) => [...row]);
  for (let column = 0; column < left.length; column++) {
    const pivot = left
      .slice(column)
      .reduce((best, row) => (Math.abs(at(row, column)) > Math.abs(at(best, column)) ? row : best));
    left.splice(left.indexOf(pivot), 1);
    left.splice(column, 0, pivot);
    const scale = at(pivot, column);
    for (const row of left) {
      if (row === pivot) continue;
      const factor = at(row, column) / scale;
      for (let k = column; k < row.length; k++) row[k] = at(row, k) - factor * at(pivot, k);
    }
  }
  return left.map((row, i) => at(row, row.length - 1) / at(row, i));
}

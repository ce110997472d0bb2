import { signal } from "@preact/signals";
import { type Unit, unitLabel } from "../../protocol/units.ts";

/** Units that a person may choose; telemetry itself stays as it is. */
export const pressureUnits = ["kPa", "bar", "psi"] as const;
export type PressureUnit = (typeof pressureUnits)[number];
export const temperatureUnits = ["°C", "K", "°F"] as const;
export type TemperatureUnit = (typeof temperatureUnits)[number];

/** The units in which this page writes values. */
export interface UnitChoice {
  readonly pressure: PressureUnit;
  readonly temperature: TemperatureUnit;
}

/** What is shown until a person chooses. */
export const usualUnits: UnitChoice = { pressure: "kPa", temperature: "°C" };

/** The choice in force on this page. */
export const shownUnits = signal<UnitChoice>(usualUnits);

/** How values of a unit are written: `value * factor + offset`, with this label and so many decimals more or fewer. */
export interface Measure {
  readonly factor: number;
  readonly offset: number;
  readonly label: string;
  readonly moreDecimals: number;
}

/** 1 psi is 6.894757 kPa (NIST SP 811). */
const pressures: Readonly<Record<PressureUnit, Measure>> = {
  kPa: { factor: 1, offset: 0, label: "kPa", moreDecimals: 0 },
  bar: { factor: 0.01, offset: 0, label: "bar", moreDecimals: 2 },
  psi: { factor: 1 / 6.894757, offset: 0, label: "psi", moreDecimals: 1 },
};
const temperatures: Readonly<Record<TemperatureUnit, Measure>> = {
  "°C": { factor: 1, offset: 0, label: "°C", moreDecimals: 0 },
  K: { factor: 1, offset: 273.15, label: "K", moreDecimals: 0 },
  "°F": { factor: 1.8, offset: 32, label: "°F", moreDecimals: 0 },
};

/** How a channel's values are shown now. */
export function toMeasure(unit: Unit): Measure {
  const { pressure, temperature } = shownUnits.value;
  if (unit === "kPa") return pressures[pressure];
  if (unit === "degC") return temperatures[temperature];
  return { factor: 1, offset: 0, label: unitLabel[unit], moreDecimals: 0 };
}

const decimals: Readonly<Record<Unit, number>> = {
  kPa: 1,
  degC: 2,
  "L/min": 2,
  "kg/h": 0,
  "%": 1,
  L: 2,
  rpm: 0,
  W: 0,
  A: 2,
  V: 1,
  g: 3,
  deg: 1,
  "1": 0,
};

/** Decimals of a value of this unit as it is shown now. */
export const toDecimals = (unit: Unit): number => decimals[unit] + toMeasure(unit).moreDecimals;

/** A value in the shown unit, without its label. */
export function toShown(value: number, unit: Unit): string {
  const { factor, offset } = toMeasure(unit);
  return (value * factor + offset).toFixed(toDecimals(unit));
}

import type { ChannelRole } from "../../protocol/telemetry.ts";
import { minutes, seconds } from "../../protocol/time.ts";
import { type Unit, units } from "../../protocol/units.ts";

/** Units a role may be measured in, the default first. */
export const unitsByRole: Readonly<Record<ChannelRole, readonly [Unit, ...Unit[]]>> = {
  pressure: ["kPa"],
  temperature: ["degC"],
  flow: ["L/min", "kg/h"],
  quantity: ["%"],
  "pump-speed": ["rpm"],
  "pump-power": ["W"],
  current: ["A"],
  vibration: ["g"],
  "make-up-volume": ["L"],
  "make-up-starts": ["1"],
  "make-up-running": ["1"],
  reservoir: ["L", "%"],
  wetness: ["1"],
  other: units,
};

/** A periodic channel is late after some missed readings of the usual 1 s; temperatures and quantities move slowly. */
const periodicMaxAgeMs: Readonly<Record<ChannelRole, number>> = {
  pressure: seconds(15),
  flow: seconds(15),
  temperature: seconds(60),
  quantity: seconds(60),
  "pump-speed": seconds(15),
  "pump-power": seconds(15),
  current: seconds(15),
  vibration: seconds(15),
  "make-up-volume": minutes(2),
  "make-up-starts": minutes(2),
  "make-up-running": minutes(2),
  reservoir: minutes(2),
  wetness: seconds(60),
  other: seconds(60),
};

/** A value that reports only changes is believed this long: about a third of an orbit or of a slow process cycle. */
const onChangeMaxAgeMs = minutes(30);

/** Longest silence of a healthy channel when the file does not say, milliseconds. */
export function defaultMaxAgeMs(role: ChannelRole, reporting: "periodic" | "on-change"): number {
  return reporting === "on-change" ? onChangeMaxAgeMs : periodicMaxAgeMs[role];
}

/** Relief valves open far below three times the working pressure: a reading above it is a broken sensor. */
const pressureFactor = 3;

/** Even an empty loop holds its coolant's vapour (isooctane at 0 °C: 1.7 kPa); below this, kPa, a sensor is dead. */
const leastPressureKpa = 0.5;

/** Where nobody said what pressure the loop works at, only the impossible is refused: no pumped coolant loop reaches this, kPa. */
const mostPressureKpa = 30_000;

const rangeByUnit: Readonly<Record<Exclude<Unit, "kPa">, { readonly low: number; readonly high: number }>> = {
  // No coolant we know flows below its freezing point near -100 °C, nor stays in a pumped loop above 200 °C.
  degC: { low: -100, high: 200 },
  // A flow meter at rest reads a little below zero; the top is a large district-cooling pump.
  "L/min": { low: -10, high: 10_000 },
  "kg/h": { low: -500, high: 600_000 },
  // A quantity sensor's zero and span are off by a few per cent.
  "%": { low: -5, high: 105 },
  // A tank of any size, and a converter that reads a little below empty.
  L: { low: -100, high: 10_000_000 },
  rpm: { low: -100, high: 200_000 },
  W: { low: -1000, high: 10_000_000 },
  A: { low: -100, high: 10_000 },
  V: { low: -1000, high: 20_000 },
  g: { low: -100, high: 100 },
  deg: { low: -720, high: 720 },
  "1": { low: -1e9, high: 1e9 },
};

/** Physically possible range when the file does not say, in the channel's unit. Reference pressure: `null` when nobody said. */
export function defaultRange(
  unit: Unit,
  referencePressureKpa: number | null,
): { readonly low: number; readonly high: number } {
  if (unit !== "kPa") return rangeByUnit[unit];
  return {
    low: leastPressureKpa,
    high: referencePressureKpa === null ? mostPressureKpa : pressureFactor * referencePressureKpa,
  };
}

import type { EpochMs } from "../../../protocol/time.ts";
import type { Channel, Loop } from "../loop/loop.ts";
import type { AnomalyState } from "./anomaly/anomaly-state.ts";
import { type AnomalyWatch, createAnomalyWatch } from "./anomaly/anomaly-watch.ts";
import { type BalanceWatch, type BalanceWatchState, createBalanceWatch } from "./balance/balance-watch.ts";
import type { Onset } from "./grain.ts";
import type { LeakFollowerState } from "./leak/leak-follower.ts";
import type { LeakStart } from "./leak/leak-start.ts";
import { createParity, type Parity, type ParityState } from "./parity.ts";
import { createPumpWatch, type PumpState, type PumpWatch } from "./pump-watch.ts";
import { createSuspension, newSuspensionState, type Suspension, type SuspensionState } from "./suspension.ts";
import {
  createTemperatureWatch,
  newTemperatureWatchState,
  type TemperatureWatch,
  type TemperatureWatchState,
} from "./temperature-watch.ts";
import {
  atAccumulator,
  createTemperatureReader,
  type TemperatureReader,
  type TemperatureState,
} from "./temperatures.ts";
import { createWitness, type Witness } from "./witness.ts";
import type { WitnessState } from "./witness-state.ts";

/** A leak that is annunciated. */
export interface LeakRecord {
  readonly start: LeakStart;
  readonly follower: LeakFollowerState;
  readonly onset: Onset;
  /** The witness by which it is followed, and those that stood still meanwhile: places among the witnesses. */
  readonly reference: number;
  readonly stuck: readonly number[];
  /** Nobody else saw it when it was found. */
  readonly lone: boolean;
  readonly how: "rupture" | "silence" | "scales" | "balance";
  /** Flow when it was found; `NaN` where unknown. */
  readonly flowBefore: number;
  /** How often it has grown beyond doubt since it was found, and since when the last time. */
  grewTimes: number;
  grewMs: EpochMs;
  /** Litres put in as the reference saw them at the last evaluation. */
  filledL: number;
  /** The rate that people know of, litres per second; `NaN` while the first one settles. */
  toldLPerS: number;
  /** How long a filling has been under way, seconds. */
  busyS: number;
}

/** A loss that some witnesses tell of and others deny: places among the witnesses. */
export interface DisputeRecord {
  readonly accuser: number;
  readonly deniers: readonly number[];
  readonly sinceS: number;
}

/** All that a detector knows since the loop was last serviced; plain data. */
export interface LoopDetectorState {
  readonly temperatures: TemperatureState;
  /** The reference first: its number is the loop's inventory while it is usable. */
  readonly witnesses: readonly WitnessState[];
  /** The reference compared with each of the other witnesses, in their order. */
  readonly parities: readonly ParityState[];
  readonly pump: PumpState;
  readonly thermal: TemperatureWatchState;
  readonly suspension: SuspensionState;
  readonly balance: BalanceWatchState;
  readonly anomaly: AnomalyState;
  /** For each witness: pressure that the pump adds, kPa; evaluations it was learnt from; last fresh time, s; usual step, s. */
  readonly heads: Float64Array;
  readonly headCounts: Float64Array;
  readonly heardS: Float64Array;
  readonly stepS: Float64Array;
  /** The longest that each witness ever showed one value, but for times that were no health, seconds. */
  readonly longestS: Float64Array;
  /** Since when each witness stood, that was found stuck and is not heard again yet, epoch seconds; `NaN`: it was not. */
  readonly stoodS: Float64Array;
  /** Levels when the slow scales were held back, litres. */
  readonly heldL: Float64Array;
  readonly heldGasL: Float64Array;
  /** Levels when the watch began, or when a declared operation was over, litres; and when that was, epoch seconds. */
  readonly firstL: Float64Array;
  readonly firstGasL: Float64Array;
  firstS: number;
  startMs: EpochMs;
  atMs: EpochMs;
  calibrated: boolean;
  missingTemperatures: number;
  temperaturesKnown: boolean;
  /** When a temperature was last stood in for, epoch seconds. */
  stoodInS: number;
  /** The slow scales are held back. */
  suspended: boolean;
  /** What a declared operation moved was told; it is until the loop has settled. */
  operationTold: boolean;
  /** Leak ropes told of a leak that nothing else shows. */
  ropesTold: boolean;
  dispute: DisputeRecord | null;
  leak: LeakRecord | null;
  /** What the known leak took since it was found, at the rate that was told of it, litres: only more than that is new. */
  expectedLostL: number;
}

/** The parts that work on that state. */
export interface LoopParts {
  readonly temperatures: TemperatureReader;
  readonly witnesses: readonly Witness[];
  readonly parities: readonly Parity[];
  readonly pump: PumpWatch;
  readonly thermal: TemperatureWatch;
  readonly suspension: Suspension;
  readonly balance: BalanceWatch;
  readonly anomaly: AnomalyWatch;
  readonly state: LoopDetectorState;
}

/**
 * Where an inventory is told, the parts above understand pressure, temperature, flow and make-up; the general watch has
 * what is left. Where none is, it has everything.
 */
const isForAnomaly = (channel: Channel, witnesses: number): boolean =>
  witnesses === 0 || ["vibration", "current", "other"].includes(channel.role);

/** The accumulator's own sensors make the best reference, then quantity, then whatever tells a pressure. */
function rankOf(channel: Channel): number {
  if (channel.position === atAccumulator) return 0;
  return channel.role === "quantity" ? 1 : 2;
}

/** Parts over what was known, or over nothing yet. `usable(i, atMs)`: value of the loop's `i`-th channel. */
export function createLoopParts(
  loop: Loop,
  usable: (i: number, atMs: EpochMs) => number,
  saved?: LoopDetectorState,
): LoopParts {
  const temperatures = createTemperatureReader(loop, usable, saved?.temperatures);
  const places = loop.channels
    .map((_, i) => i)
    .filter((i) => loop.channels[i]!.role === "pressure" || loop.channels[i]!.role === "quantity")
    .toSorted((a, b) => rankOf(loop.channels[a]!) - rankOf(loop.channels[b]!));
  const witnesses = places.map((place, k) =>
    createWitness(loop, place, temperatures.sensors, saved?.witnesses[k]),
  );
  const parities = witnesses.slice(1).map((_, k) => createParity(loop.chargeL, saved?.parities[k]));
  const pump = createPumpWatch(loop, saved?.pump);
  const thermal = createTemperatureWatch(saved?.thermal ?? newTemperatureWatchState());
  const suspension = createSuspension(saved?.suspension ?? newSuspensionState());
  const balance = createBalanceWatch(
    loop,
    { witnesses: witnesses.length, thermometers: temperatures.sensors },
    saved?.balance,
  );
  const anomaly = createAnomalyWatch(
    {
      channels: loop.channels.map((channel) =>
        isForAnomaly(channel, witnesses.length) ? channel : { ...channel, role: "wetness" },
      ),
      learningMs: loop.learningMs,
      falseAlarmsPerYear: loop.falseAlarmsPerYear,
    },
    saved?.anomaly,
  );
  const numbers = (): Float64Array => new Float64Array(witnesses.length);
  const state: LoopDetectorState = saved ?? {
    temperatures: temperatures.state,
    witnesses: witnesses.map((witness) => witness.state),
    parities: parities.map((parity) => parity.state),
    pump: pump.state,
    thermal: thermal.state,
    suspension: suspension.state,
    balance: balance.state,
    anomaly: anomaly.state,
    heads: numbers(),
    headCounts: numbers(),
    heardS: numbers().fill(Number.NaN),
    stepS: numbers(),
    longestS: numbers(),
    stoodS: numbers().fill(Number.NaN),
    heldL: numbers().fill(Number.NaN),
    heldGasL: numbers().fill(Number.NaN),
    firstL: numbers().fill(Number.NaN),
    firstGasL: numbers().fill(Number.NaN),
    firstS: Number.NaN,
    startMs: Number.NaN,
    atMs: Number.NaN,
    calibrated: false,
    missingTemperatures: 0,
    temperaturesKnown: false,
    stoodInS: Number.NEGATIVE_INFINITY,
    suspended: false,
    operationTold: false,
    ropesTold: false,
    dispute: null,
    leak: null,
    expectedLostL: 0,
  };
  return { temperatures, witnesses, parities, pump, thermal, suspension, balance, anomaly, state };
}

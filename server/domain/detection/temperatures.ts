import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";
import { createFrozenThermometers, type FrozenState, newFrozenState } from "./frozen-thermometers.ts";
import { type CompanyState, createThermometerCompany, newCompanyState } from "./thermometer-company.ts";

/** Position of a channel that sits at the accumulator: its temperature is the gas's, its pressure the reference. */
export const atAccumulator = "accumulator";

/** Some thermometer is in the coolant: the accumulator's own tells the gas, and little of what flows. */
export const seesCoolant = (loop: Loop): boolean =>
  loop.channels.some(({ role, position }) => role === "temperature" && position !== atAccumulator);

/** What the temperature channels say at one evaluation. */
export interface Temperatures {
  /** Mean coolant temperature, °C. */
  readonly liquidC: number;
  /** Accumulator gas, °C. */
  readonly gasC: number;
  /** Every temperature channel, for the lags; one that is not heard is reckoned from the others. */
  readonly all: Float64Array;
  /** How far each may be off, K (sd): 0 for one that is heard. */
  readonly errorK: Float64Array;
}

/** Reads the temperature channels of a loop, and stands in for one that is missing. */
export interface TemperatureReader {
  readonly sensors: number;
  /** The temperatures at `atMs`; `null` when there are sensors in the coolant but none is usable. The record is reused. */
  read(atMs: EpochMs): Temperatures | null;
  /** Learns from what was read last how the sensors stand to each other. Once an evaluation. */
  learn(): void;
  readonly state: TemperatureState;
}

export interface TemperatureState {
  readonly all: Float64Array;
  readonly errorK: Float64Array;
  /** How far each stands above the mean of all: mean and mean square deviation; and of how many evaluations. */
  readonly above: Float64Array;
  readonly spread: Float64Array;
  readonly count: Float64Array;
  /** What each shows now, °C; `NaN` when it is not heard. */
  readonly shown: Float64Array;
  /** What each showed last, and what the others stood for when it began to show that, °C; when that was, epoch seconds. */
  readonly lastC: Float64Array;
  readonly lastOthersC: Float64Array;
  readonly lastS: Float64Array;
  readonly company: CompanyState;
  /** Time of the newest reading, epoch seconds. */
  readS: number;
  readonly frozen: FrozenState;
}

/** Evaluations after which the oldest count for less: a day. */
const memory = 86_400;

/** Before this many evaluations the sensors do not know each other, and a missing one keeps its last value. */
const acquainted = 600;

/** What a last value may be off then, K. */
const strangerK = 3;

export function newTemperatureState(loop: Loop): TemperatureState {
  const n = loop.channels.filter(({ role }) => role === "temperature").length;
  const numbers = (): Float64Array => new Float64Array(n);
  return {
    all: numbers().fill(Number.NaN),
    errorK: numbers(),
    above: numbers(),
    spread: numbers(),
    count: new Float64Array(1),
    shown: numbers(),
    lastC: numbers().fill(Number.NaN),
    lastOthersC: numbers().fill(Number.NaN),
    lastS: numbers().fill(Number.NaN),
    company: newCompanyState(n),
    readS: Number.NaN,
    frozen: newFrozenState(n),
  };
}

/**
 * `usable(i, atMs)`: value of the loop's `i`-th channel, `NaN` when it has none.
 * The mean of the coolant leaves out the accumulator's own sensor, unless there is no other.
 */
export function createTemperatureReader(
  loop: Loop,
  usable: (i: number, atMs: EpochMs) => number,
  state: TemperatureState = newTemperatureState(loop),
): TemperatureReader {
  const places = loop.channels.flatMap((channel, i) => (channel.role === "temperature" ? [i] : []));
  const inGas = places.map((i) => loop.channels[i]!.position === atAccumulator);
  const onlyGas = inGas.every((gas) => gas);
  const { all, errorK, above, spread, count, shown, lastC, lastOthersC, lastS } = state;
  const company = createThermometerCompany(state.company);
  const missing = { sinceS: 0, lastC: 0, lastOthersC: 0, othersC: 0, besideC: 0, spreadK2: 0 };
  const frozen = createFrozenThermometers(state.frozen);
  const reading = { liquidC: Number.NaN, gasC: Number.NaN, all, errorK };
  const constant = { liquidC: loop.referenceTempC, gasC: loop.referenceTempC, all, errorK };
  // Without sensors in the coolant nothing can be compensated: the scatter that is learnt then holds the thermal swing too.
  const inCoolant = (k: number): boolean => onlyGas || !inGas[k];

  /** Gives a missing sensor what it showed last and what the others say of it. */
  const standIn = (k: number, meanC: number, atS: number): void => {
    if (count[0]! >= acquainted) {
      missing.sinceS = atS - lastS[k]!;
      missing.lastC = lastC[k]!;
      missing.lastOthersC = lastOthersC[k]!;
      missing.othersC = meanC;
      missing.besideC = meanC + above[k]!;
      missing.spreadK2 = spread[k]!;
      const { valueC, errorK: offK } = company.reckon(k, missing);
      all[k] = valueC;
      errorK[k] = offK;
      return;
    }
    if (Number.isNaN(all[k]!)) all[k] = meanC;
    errorK[k] = strangerK;
  };

  /** A value that stands may be stuck: how old it is counts from when it changed. */
  const remember = (k: number, atS: number, othersC: number): void => {
    if (all[k] === lastC[k]) return;
    lastC[k] = all[k]!;
    lastOthersC[k] = othersC;
    lastS[k] = atS;
  };

  return {
    sensors: places.length,
    state,
    read(atMs) {
      if (places.length === 0) return constant;
      state.readS = atMs / 1000;
      let sum = 0;
      let heard = 0;
      let heardInCoolant = 0;
      const known = count[0]! >= acquainted;
      for (let k = 0; k < places.length; k++) shown[k] = usable(places[k]!, atMs);
      frozen.take(atMs / 1000, shown);
      for (let k = 0; k < places.length; k++) {
        const value = shown[k]!;
        errorK[k] = Number.NaN;
        // One that is frozen tells no more than one that is silent.
        if (Number.isNaN(value) || frozen.isFrozen(k)) continue;
        all[k] = value;
        errorK[k] = 0;
        heard += 1;
        if (inCoolant(k)) heardInCoolant += 1;
        sum += value - (known ? above[k]! : 0);
      }
      // The accumulator's sensor alone says little of the coolant, but more than nothing.
      if (heard === 0 || (heardInCoolant === 0 && !known)) return null;
      const meanC = sum / heard;
      let liquid = 0;
      let liquids = 0;
      let gasC = Number.NaN;
      for (let k = 0; k < places.length; k++) {
        if (Number.isNaN(errorK[k]!)) standIn(k, meanC, atMs / 1000);
        else remember(k, atMs / 1000, heard > 1 ? (sum - all[k]! + above[k]!) / (heard - 1) : Number.NaN);
        if (inGas[k]) gasC = all[k]!;
        if (!inCoolant(k)) continue;
        liquid += all[k]!;
        liquids += 1;
      }
      reading.liquidC = liquid / liquids;
      reading.gasC = Number.isNaN(gasC) ? reading.liquidC : gasC;
      return reading;
    },
    learn() {
      let sum = 0;
      for (let k = 0; k < all.length; k++) {
        if (errorK[k] !== 0) return;
        sum += all[k]!;
      }
      count[0] = Math.min(memory, count[0]! + 1);
      const meanC = sum / all.length;
      for (let k = 0; k < all.length; k++) {
        const off = all[k]! - meanC - above[k]!;
        above[k]! += off / count[0]!;
        spread[k]! += (off * off - spread[k]!) / count[0]!;
      }
      company.learn(state.readS, all);
    },
  };
}

/** How the thermometers of a loop go with each other, so that one that is missing can be reckoned. */
export interface ThermometerCompany {
  /** Takes what all of them show in health, °C. */
  learn(atS: number, all: Float64Array): void;
  /** Reckons one that is missing, °C, and how far that may be off, K (sd); the record is reused. */
  reckon(k: number, missing: MissingThermometer): { valueC: number; errorK: number };
  readonly state: CompanyState;
}

/** What is known of a thermometer that is missing. */
export interface MissingThermometer {
  /** Since it was heard last, seconds; what it showed then, and the others beside it, °C. */
  sinceS: number;
  lastC: number;
  lastOthersC: number;
  /** The others now, and what it usually shows beside them, °C. */
  othersC: number;
  besideC: number;
  /** Mean square of how far it usually is from that, K². */
  spreadK2: number;
}

/** Of each thermometer; plain data. */
export interface CompanyState {
  /** Average over some minutes of it and of the others, °C. */
  readonly slowC: Float64Array;
  readonly slowOthersC: Float64Array;
  /** Mean products of the distances from there, K²: its own squared, with that of the others, the others' squared. */
  readonly own: Float64Array;
  readonly shared: Float64Array;
  readonly others: Float64Array;
  /** What it showed before, °C, and mean square of such a step, K². */
  readonly beforeC: Float64Array;
  readonly steps: Float64Array;
  /** Evaluations learnt from; newest of them, epoch seconds; mean of all thermometers, °C, and its mean square deviation, K². */
  count: number;
  atS: number;
  usualC: number;
  usualK2: number;
}

/** Movements are those against the average over this time, seconds. */
const moveS = 600;

/** Evaluations after which the oldest count for less: a day. */
const memory = 86_400;

/** Beyond so many standard deviations of what was learnt, movements go another way by up to this share of them. */
const usualSd = 2;
const strangeShare = 0.3;

/** No thermometer is known better than this when it is not heard, K². */
const leastErrorK2 = 1e-4;

export function newCompanyState(sensors: number): CompanyState {
  const numbers = (): Float64Array => new Float64Array(sensors);
  return {
    slowC: numbers().fill(Number.NaN),
    slowOthersC: numbers().fill(Number.NaN),
    own: numbers(),
    shared: numbers(),
    others: numbers(),
    beforeC: numbers().fill(Number.NaN),
    steps: numbers(),
    count: 0,
    atS: Number.NaN,
    usualC: 0,
    usualK2: 0,
  };
}

export function createThermometerCompany(state: CompanyState): ThermometerCompany {
  const { slowC, slowOthersC, own, shared, others, beforeC, steps } = state;
  const reckoned = { valueC: 0, errorK: 0 };

  const learnOne = (k: number, valueC: number, othersC: number, weight: number): void => {
    const step = valueC - beforeC[k]!;
    beforeC[k] = valueC;
    if (Number.isNaN(slowC[k]! + weight)) {
      slowC[k] = valueC;
      slowOthersC[k] = othersC;
      return;
    }
    slowC[k]! += (valueC - slowC[k]!) * weight;
    slowOthersC[k]! += (othersC - slowOthersC[k]!) * weight;
    const movedK = valueC - slowC[k]!;
    const othersK = othersC - slowOthersC[k]!;
    own[k]! += (movedK * movedK - own[k]!) / state.count;
    shared[k]! += (movedK * othersK - shared[k]!) / state.count;
    others[k]! += (othersK * othersK - others[k]!) / state.count;
    steps[k]! += (step * step - steps[k]!) / state.count;
  };

  return {
    state,
    learn(atS, all) {
      let sum = 0;
      for (const valueC of all) sum += valueC;
      const meanC = sum / all.length;
      state.count = Math.min(memory, state.count + 1);
      const offK = meanC - state.usualC;
      state.usualC += offK / state.count;
      state.usualK2 += (offK * (meanC - state.usualC) - state.usualK2) / state.count;
      const weight = 1 - Math.exp(-(atS - state.atS) / moveS);
      state.atS = atS;
      if (all.length < 2) return;
      for (let k = 0; k < all.length; k++) learnOne(k, all[k]!, (sum - all[k]!) / (all.length - 1), weight);
    },
    reckon(k, { sinceS, lastC, lastOthersC, othersC, besideC, spreadK2 }) {
      // What it showed last, moved by as much as it goes with the others: soon old.
      const withOthers = others[k]! > 0 ? shared[k]! / others[k]! : 0;
      const aloneK2 = Math.max(0, own[k]! - withOthers * shared[k]!);
      const wentK = Number.isNaN(lastOthersC) ? 0 : othersC - lastOthersC;
      const strangeK = Math.max(0, Math.abs(wentK) - usualSd * Math.sqrt(others[k]!));
      const lastK2 =
        leastErrorK2 + steps[k]! / 2 + (2 * aloneK2 * sinceS) / moveS + (strangeShare * strangeK) ** 2;
      // Where it usually is beside the others: holds only while they are where they usually are.
      const beyondK = Math.max(0, Math.abs(othersC - state.usualC) - usualSd * Math.sqrt(state.usualK2));
      const besideK2 = leastErrorK2 + spreadK2 + beyondK * beyondK;
      const share = lastK2 / (lastK2 + besideK2);
      const movedC = lastC + withOthers * wentK;
      reckoned.valueC = movedC + share * (besideC - movedC);
      reckoned.errorK = Math.sqrt(share * besideK2);
      return reckoned;
    },
  };
}

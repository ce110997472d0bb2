/** Finds thermometers that show one value while the loop's others move as they never did beside it in health. */
export interface FrozenThermometers {
  /** Takes what every thermometer shows, °C; `NaN`: it is not heard. */
  take(atS: number, valuesC: Float64Array): void;
  isFrozen(k: number): boolean;
  readonly state: FrozenState;
}

/** Of each thermometer; plain data. */
export interface FrozenState {
  /** The value that it shows, °C, and the mean of the others when it began to. */
  readonly sameC: Float64Array;
  readonly othersC: Float64Array;
  /** The farthest that the others have gone from there since, K; and in earlier times while it showed one value. */
  readonly movedK: Float64Array;
  readonly usualK: Float64Array;
  /** Since when they are beyond all that, epoch seconds; `NaN`: they are not. */
  readonly beyondS: Float64Array;
  /** 1: it counts as frozen. */
  readonly frozen: Float64Array;
  heard: number;
}

/** Others must go this far, K, and this many times as far as ever beside a healthy value that stood. */
const leastK = 0.6;
const factor = 2;

/** Coolant takes minutes from one thermometer to the next: a front that is under way must have come, seconds. */
const arrivesWithinS = 420;

export const newFrozenState = (sensors: number): FrozenState => ({
  sameC: new Float64Array(sensors).fill(Number.NaN),
  othersC: new Float64Array(sensors).fill(Number.NaN),
  movedK: new Float64Array(sensors),
  usualK: new Float64Array(sensors),
  beyondS: new Float64Array(sensors).fill(Number.NaN),
  frozen: new Float64Array(sensors),
  heard: 0,
});

export function createFrozenThermometers(state: FrozenState): FrozenThermometers {
  const { sameC, othersC, movedK, usualK, beyondS, frozen } = state;

  const begin = (k: number, valueC: number, meanC: number): void => {
    // What a sensor did that was frozen is no measure of health.
    if (frozen[k] === 0) usualK[k] = Math.max(usualK[k]!, movedK[k]!);
    frozen[k] = 0;
    sameC[k] = valueC;
    othersC[k] = meanC;
    movedK[k] = 0;
    beyondS[k] = Number.NaN;
  };

  return {
    state,
    isFrozen: (k) => frozen[k] === 1,
    take(atS, valuesC) {
      let sum = 0;
      let heard = 0;
      for (const valueC of valuesC) {
        if (Number.isNaN(valueC)) continue;
        sum += valueC;
        heard += 1;
      }
      // A mean of other sensors is another temperature; it has not moved.
      const isOther = heard !== state.heard;
      state.heard = heard;
      for (let k = 0; k < valuesC.length; k++) {
        const valueC = valuesC[k]!;
        if (Number.isNaN(valueC) || heard < 2) continue;
        const meanC = (sum - valueC) / (heard - 1);
        if (valueC !== sameC[k]) {
          begin(k, valueC, meanC);
          continue;
        }
        if (isOther) othersC[k] = meanC;
        const farK = Math.abs(meanC - othersC[k]!);
        movedK[k] = Math.max(movedK[k]!, farK);
        if (movedK[k]! <= Math.max(leastK, factor * usualK[k]!)) continue;
        if (Number.isNaN(beyondS[k]!)) beyondS[k] = atS;
        if (atS - beyondS[k]! >= arrivesWithinS) frozen[k] = 1;
      }
    },
  };
}

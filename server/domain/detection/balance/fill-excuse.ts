/** What the loop did lately that moves its inventory without any coolant; the record is reused by the caller. */
export interface ExcuseInput {
  atS: number;
  /** Each thermometer, °C; `NaN`: not known now. Their mean hides a valve that warms one and cools another. */
  tempsC: Float64Array;
  /** Flow in any unit; `NaN`: not measured or not known. */
  flow: number;
  calibrated: boolean;
}

export interface FillExcuseState {
  atS: number;
  /** Of each thermometer: envelope of the last half hour, °C, and its usual width, K. */
  readonly highC: Float64Array;
  readonly lowC: Float64Array;
  readonly usualK: Float64Array;
  flow: number;
  slowFlow: number;
  untilS: number;
}

export interface FillExcuse {
  readonly state: FillExcuseState;
  step(input: ExcuseInput): void;
  /** How far an unusual change of temperature may have moved the inventory, litres (standard deviation). */
  readonly thermalL: number;
  /** The pump or a valve changed lately, so that a rise may be coolant that only went elsewhere or got warmer. */
  readonly excused: boolean;
}

/** Pressure and walls follow the temperature for this long (on the station's loops 10 to 13 min), seconds. */
const followS = 1800;

/** What is usual follows the seasons within days, seconds. */
const usualS = 86_400;

/** A swing may be wider than usual by this factor before it counts. */
const usualMargin = 1.2;

/** A compensation may be off by this share of the full expansion for a change that it has not learnt (docs/domain.md, 4). */
const gainDoubt = 0.3;

/** Flow is averaged over these times, seconds; a difference of this share is a pump or valve that changed. */
const flowS = 30;
const slowFlowS = 3600;
const flowShare = 0.05;

/** So long after such a change temperatures still find their new places, seconds. */
const excusedS = 3600;

export const newFillExcuseState = (thermometers: number): FillExcuseState => ({
  atS: Number.NaN,
  highC: new Float64Array(thermometers).fill(Number.NaN),
  lowC: new Float64Array(thermometers).fill(Number.NaN),
  usualK: new Float64Array(thermometers),
  flow: Number.NaN,
  slowFlow: Number.NaN,
  untilS: Number.NEGATIVE_INFINITY,
});

/** `litresPerK`: growth of the whole charge for a kelvin. */
export function createFillExcuse(litresPerK: number, state: FillExcuseState): FillExcuse {
  const followTemperature = (i: number, tempC: number, dtS: number, calibrated: boolean): void => {
    const { highC, lowC, usualK } = state;
    if (Number.isNaN(highC[i]!)) {
      highC[i] = tempC;
      lowC[i] = tempC;
    }
    const weight = dtS / (dtS + followS);
    highC[i] = Math.max(tempC, highC[i]! + (tempC - highC[i]!) * weight);
    lowC[i] = Math.min(tempC, lowC[i]! + (tempC - lowC[i]!) * weight);
    const widthK = highC[i]! - lowC[i]!;
    if (!calibrated) usualK[i] = Math.max(usualK[i]!, widthK);
    else usualK[i]! += (widthK - usualK[i]!) * (dtS / (dtS + usualS));
  };

  const followFlow = (flow: number, atS: number, dtS: number): void => {
    if (Number.isNaN(state.flow)) {
      state.flow = flow;
      state.slowFlow = flow;
    }
    state.flow += (flow - state.flow) * (dtS / (dtS + flowS));
    state.slowFlow += (flow - state.slowFlow) * (dtS / (dtS + slowFlowS));
    const apart = Math.abs(state.flow - state.slowFlow);
    if (apart > flowShare * Math.abs(state.slowFlow)) state.untilS = atS + excusedS;
  };

  return {
    state,
    step(input) {
      const dtS = Number.isNaN(state.atS) ? 0 : Math.max(0, input.atS - state.atS);
      state.atS = input.atS;
      for (let i = 0; i < state.highC.length; i++) {
        const tempC = input.tempsC[i]!;
        if (!Number.isNaN(tempC)) followTemperature(i, tempC, dtS, input.calibrated);
      }
      if (!Number.isNaN(input.flow)) followFlow(input.flow, input.atS, dtS);
    },
    get thermalL() {
      let beyondK = 0;
      for (let i = 0; i < state.highC.length; i++) {
        const unusualK = state.highC[i]! - state.lowC[i]! - usualMargin * state.usualK[i]!;
        if (unusualK > beyondK) beyondK = unusualK;
      }
      return gainDoubt * litresPerK * beyondK;
    },
    get excused() {
      return state.atS < state.untilS;
    },
  };
}

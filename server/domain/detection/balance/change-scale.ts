import { cusumThreshold, stepCusum, toNormalScore } from "../../statistics/cusum.ts";

/** What makes one scale different from another. */
export interface ChangeScaleSettings {
  /** Block length, seconds. */
  readonly blockS: number;
  /** 1 looks for rises, -1 for falls. */
  readonly sign: 1 | -1;
  /** Healthy blocks between false alarms. */
  readonly gamma: number;
  /** Least scatter believed of the difference of two block means, litres. */
  readonly floorSdL: number;
  /** Scatter assumed before it is known, litres; `null`: silent until then. */
  readonly priorSdL: number | null;
}

/** One moment; the record is reused by the caller. */
export interface ChangeInput {
  atS: number;
  /** The watched litres; `NaN`: not known now. */
  litres: number;
  /** How badly what the temperatures did lately may be compensated, litres (standard deviation). */
  thermalL: number;
  /** How far the thermal correction may be off now, litres (standard deviation): a thermometer is missing. */
  errorL: number;
  /** Litres that went in, counted up; how well each is known, as a share; and in which steps they are counted, litres. */
  fedL: number;
  fedDoubt: number;
  fedStepL: number;
  /** The healthy model is fixed. */
  calibrated: boolean;
}

export interface ChangeScaleState {
  block: number;
  sum: number;
  count: number;
  firstS: number;
  lastS: number;
  fedL: number;
  /** The largest error of the open block, and of the one before, litres. */
  errorL: number;
  beforeErrorL: number;
  /** Litres fed in when the open block began. */
  startFedL: number;
  beforeL: number;
  beforeFedL: number;
  evidence: number;
  /** Beginning of the run of evidence: end of the last block before it, and its litres. */
  onsetS: number;
  onsetL: number;
  onsetFedL: number;
  /** Score of the last block, standard deviations. */
  lastZ: number;
  freedom: number;
  varianceL2: number;
  rehearsal: number;
  stretch: number;
}

export interface ChangeScale {
  readonly settings: ChangeScaleSettings;
  readonly state: ChangeScaleState;
  step(input: ChangeInput): void;
  /** Evidence as a share of the threshold. */
  readonly strength: number;
  /** Scatter of the difference of two healthy block means, litres; `NaN` while it is not known. */
  readonly scatterL: number;
  /** Forgets the run of evidence and the last block, keeps what was learnt. */
  restart(): void;
}

/** Tuned shift in standard deviations per block: below half of it nothing accumulates, a slow swing does not either. */
export const tunedShift = 2;

/** A learnt scatter speaks from this many healthy blocks on. */
const leastFreedom = 8;

/** No single block may bring more than this share of the threshold: a second one must confirm. */
const blockShare = 0.7;

/** Evidence does not grow beyond this many thresholds, so that a loss that has stopped is seen to have stopped. */
const mostEvidence = 2;

/** Nothing is learnt while evidence is above this share: what is being found must not become normal. */
const quietBelow = 0.3;

/** Healthy runs should stay below this share of the threshold; where they do not, the scatter is stretched by this factor. */
const healthyShare = 0.25;
const stretchBy = 1.1;

/** A value beyond this many standard deviations is learnt as if it stood there. */
const clip = 3;

/** Past this many blocks the memory of the scatter fades instead of growing. */
const memory = 1000;

export const newChangeScaleState = (): ChangeScaleState => ({
  block: Number.NaN,
  sum: 0,
  count: 0,
  firstS: Number.NaN,
  lastS: Number.NaN,
  fedL: 0,
  errorL: 0,
  beforeErrorL: 0,
  startFedL: 0,
  beforeL: Number.NaN,
  beforeFedL: 0,
  evidence: 0,
  onsetS: Number.NaN,
  onsetL: Number.NaN,
  onsetFedL: Number.NaN,
  lastZ: 0,
  freedom: 0,
  varianceL2: 0,
  rehearsal: 0,
  stretch: 1,
});

/**
 * Compares the means of consecutive blocks and sums up what is beyond chance (Page 1954, thresholds by Siegmund 1985, few
 * observations by Wallace 1959), the mirror of the evidence of a loss. The scatter is learnt about zero, so that a steady
 * movement that was there from the beginning counts as scatter; `priorSdL` is what finds that.
 */
export function createChangeScale(
  settings: ChangeScaleSettings,
  state: ChangeScaleState = newChangeScaleState(),
): ChangeScale {
  const threshold = cusumThreshold(settings.gamma, tunedShift);
  const largestZ = (blockShare * threshold + (tunedShift * tunedShift) / 2) / tunedShift;

  const known = (): boolean => state.freedom >= leastFreedom;
  const learntL2 = (): number =>
    state.stretch * state.stretch * Math.max(state.varianceL2, settings.floorSdL * settings.floorSdL);

  const learn = (change: number): void => {
    state.freedom += 1;
    const limit = known() ? clip * Math.sqrt(learntL2()) : Number.POSITIVE_INFINITY;
    const bounded = Math.min(Math.abs(change), limit);
    state.varianceL2 += (bounded * bounded - state.varianceL2) / Math.min(state.freedom, memory);
  };

  /** Runs the decision on healthy changes without letting it speak. */
  const rehearse = (change: number): void => {
    if (!known()) return;
    state.rehearsal = stepCusum(state.rehearsal, change / Math.sqrt(learntL2()), tunedShift);
    while (state.rehearsal > healthyShare * threshold) {
      state.stretch *= stretchBy;
      state.rehearsal /= stretchBy;
    }
  };

  const judge = (change: number, input: ChangeInput): void => {
    const { priorSdL } = settings;
    const ready = known() && input.calibrated;
    if (!ready && priorSdL === null) return;
    const fedL = state.fedL - state.beforeFedL;
    const fedSdL = fedL > 0 ? fedL * input.fedDoubt + input.fedStepL : 0;
    const varianceL2 = ready ? learntL2() : Math.max(learntL2(), (priorSdL ?? 0) ** 2);
    const errorL2 = state.errorL ** 2 + state.beforeErrorL ** 2;
    const t = change / Math.sqrt(varianceL2 + input.thermalL ** 2 + errorL2 + fedSdL ** 2);
    state.lastZ = ready ? toNormalScore(t, state.freedom) : t;
    const next = stepCusum(state.evidence, Math.min(state.lastZ, largestZ), tunedShift);
    if (state.evidence === 0 && next > 0) {
      state.onsetS = state.block * settings.blockS;
      state.onsetL = state.beforeL;
      state.onsetFedL = state.beforeFedL;
    }
    state.evidence = Math.min(next, mostEvidence * threshold);
  };

  /** Half of a block is enough for a mean; less says nothing of it. */
  const close = (input: ChangeInput): void => {
    const enough = state.count > 0 && state.lastS - state.firstS >= settings.blockS / 2 - 1;
    const mean = state.sum / state.count;
    if (enough && !Number.isNaN(state.beforeL)) {
      const change = settings.sign * (mean - state.beforeL);
      judge(change, input);
      if (state.evidence < quietBelow * threshold) {
        learn(change);
        if (!input.calibrated) rehearse(change);
      }
    }
    state.beforeL = enough ? mean : Number.NaN;
    state.beforeFedL = state.startFedL;
    state.beforeErrorL = state.errorL;
  };

  return {
    settings,
    state,
    step(input) {
      const block = Math.floor(input.atS / settings.blockS);
      if (block !== state.block) {
        if (!Number.isNaN(state.block)) close(input);
        if (block !== state.block + 1) state.beforeL = Number.NaN;
        state.block = block;
        state.sum = 0;
        state.count = 0;
        state.errorL = 0;
        state.startFedL = input.fedL;
      }
      state.fedL = input.fedL;
      if (Number.isNaN(input.litres)) return;
      state.errorL = Math.max(state.errorL, input.errorL);
      if (state.count === 0) state.firstS = input.atS;
      state.lastS = input.atS;
      state.sum += input.litres;
      state.count += 1;
    },
    get strength() {
      return state.evidence / threshold;
    },
    get scatterL() {
      return known() ? Math.sqrt(learntL2()) : Number.NaN;
    },
    restart() {
      state.evidence = 0;
      state.beforeL = Number.NaN;
      state.count = 0;
      state.sum = 0;
      state.block = Number.NaN;
    },
  };
}

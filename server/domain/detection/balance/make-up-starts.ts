import type { EpochMs } from "../../../../protocol/time.ts";

/** One evaluation; the record is reused by the caller. */
export interface StartsInput {
  atMs: EpochMs;
  /** Starts on the pump's own counter; `NaN`: there is none, or it is not usable now. */
  counter: number;
  /** The pump runs (1) or stands (0); a filling that was recognised does as well. `NaN`: not known. */
  running: number;
  calibrated: boolean;
}

export interface StartsState {
  atMs: EpochMs;
  counter: number;
  running: number;
  /** Healthy time, seconds, and starts in it. */
  usualS: number;
  usualStarts: number;
  /** Evidence that starts have become frequent, and the run of starts it rests on. */
  evidence: number;
  runStarts: number;
  runFromMs: EpochMs;
  runUntilMs: EpochMs;
  /** Span without a start before the run, milliseconds, and whether a start was before that. */
  quietMs: number;
  lastMs: EpochMs;
  firstMs: EpochMs;
}

export interface MakeUpStarts {
  readonly state: StartsState;
  step(input: StartsInput): void;
  /** Evidence of more starts than usual as a share of the threshold. */
  readonly strength: number;
  /** What is usual by now, starts a second. */
  readonly usualPerS: number;
}

const dayS = 86_400;
const secondsPerYear = 31_557_600;

/** Before anything was seen a start a day counts as usual: closed loops need one in weeks, wet ones in days. */
const priorS = dayS;

/** Frequent means at least this many times as often as usual, and at least this often. */
const frequentTimes = 4;
const frequentPerS = 2 / dayS;

/** Two starts may be one cold morning: more than two are needed. */
const leastStarts = 3;

/** A run of starts must be at least this much likelier from a loss than from chance. */
const leastOdds = 100;

/** A make-up pump does not start more often than this, so that a counter that jumps was set; starts a second. */
const fastestPerS = 1 / 20;

export const newStartsState = (): StartsState => ({
  atMs: Number.NaN,
  counter: Number.NaN,
  running: Number.NaN,
  usualS: 0,
  usualStarts: 0,
  evidence: 0,
  runStarts: 0,
  runFromMs: Number.NaN,
  runUntilMs: Number.NaN,
  quietMs: Number.NaN,
  lastMs: Number.NaN,
  firstMs: Number.NaN,
});

/**
 * Tells frequent starts of a make-up pump from its usual ones: CUSUM of a Poisson process, ln(λ1/λ0) for a start and
 * -(λ1 - λ0) dt between them (Page 1954). The usual rate λ0 is learnt from all that did not lead to a call.
 */
export function createMakeUpStarts(
  falseAlarmsPerYear: number,
  state: StartsState = newStartsState(),
): MakeUpStarts {
  const usualPerS = (): number => (state.usualStarts + 1) / (state.usualS + priorS);

  /** What one start weighs: ln(λ1/λ0). */
  const weight = (usual: number): number => Math.log(Math.max(frequentTimes * usual, frequentPerS) / usual);

  /** A run begins with each usual start, and with its weight: it has to beat their number in the time of a false alarm. */
  const threshold = (): number => {
    const usual = usualPerS();
    return Math.log(Math.max(leastOdds, (usual * secondsPerYear) / falseAlarmsPerYear)) + weight(usual);
  };

  const startsSince = (input: StartsInput, dtS: number): number => {
    let starts = 0;
    if (!Number.isNaN(input.counter)) {
      const grown = input.counter - state.counter;
      if (grown > 0 && grown <= 1 + fastestPerS * dtS) starts = grown;
      state.counter = input.counter;
    } else if (Number.isNaN(state.counter) && input.running >= 0.5 && state.running < 0.5) starts = 1;
    if (!Number.isNaN(input.running)) state.running = input.running;
    return starts;
  };

  /** What led to nothing was usual. */
  const forget = (): void => {
    state.usualStarts += state.runStarts;
    state.usualS += (state.atMs - state.runFromMs) / 1000;
    state.runStarts = 0;
    state.evidence = 0;
  };

  const add = (starts: number): void => {
    const { atMs } = state;
    if (state.runStarts === 0) {
      state.runFromMs = atMs;
      state.quietMs = atMs - (Number.isNaN(state.lastMs) ? state.firstMs : state.lastMs);
    }
    state.runStarts += starts;
    state.runUntilMs = atMs;
    state.lastMs = atMs;
    state.evidence += starts * weight(usualPerS());
  };

  const pass = (dtS: number): void => {
    if (state.runStarts === 0) {
      state.usualS += dtS;
      return;
    }
    const usual = usualPerS();
    state.evidence -= (Math.max(frequentTimes * usual, frequentPerS) - usual) * dtS;
    if (state.evidence <= 0) forget();
  };

  return {
    state,
    step(input) {
      const dtS = Number.isNaN(state.atMs) ? 0 : (input.atMs - state.atMs) / 1000;
      state.atMs = input.atMs;
      if (Number.isNaN(state.firstMs)) state.firstMs = input.atMs;
      pass(dtS);
      const starts = startsSince(input, dtS);
      if (starts > 0) add(starts);
      // What a loop does while it is learnt is usual, whatever it is.
      if (!input.calibrated && state.runStarts > 0) forget();
    },
    get strength() {
      const enough = Math.min(1, state.runStarts / leastStarts);
      return Math.min(state.evidence / threshold(), enough < 1 ? enough : Number.POSITIVE_INFINITY);
    },
    get usualPerS() {
      return usualPerS();
    },
  };
}

import type { EpochMs } from "../../../../protocol/time.ts";
import type { ChangeInput } from "./change-scale.ts";
import { createFillExcuse, type ExcuseInput } from "./fill-excuse.ts";
import {
  type Fill,
  type FillCause,
  type FillInput,
  type FillSettings,
  type FillState,
  leastShare,
  newFillState,
  pauseS,
  takenL,
} from "./fill-state.ts";
import { coolingS, createRiseWitness } from "./rise-witness.ts";

export interface FillWatch {
  readonly state: FillState;
  step(input: FillInput): void;
  /** Taken off the `i`-th witness's inventory it goes on without a step: rises since their recognition, litres. */
  filledL(i: number): number;
  /** Litres put in since the beginning, whole (also what rose before it was recognised): counted where they are. */
  readonly totalL: number;
  readonly filling: boolean;
  /** A filling is suspected, under way or settling: what it puts in is not fully known yet. */
  readonly busy: boolean;
  readonly sinceMs: EpochMs | null;
  readonly lastFill: Fill | null;
}

/** Scatter that is never believed to be smaller, as a share of the charge: averages of a quantised sensor flatter. */
const floorShare = 1e-5;

/** Other witnesses must have this share of their threshold, and rises must not differ by more than this factor. */
const agreement = 0.5;
const likeness = 2;

/** With a declared refill less evidence is enough. */
const declaredDemand = 0.5;
const declaredShare = leastShare / 4;

/**
 * Heat that comes in warms the coolant on its way to the thermometers first, and walls follow for minutes (10 to 13 min on
 * the station's loops): only a rise that still stands so long after it began, while no temperature moved, is a fill. Seconds.
 */
const patienceS = 600;

/** A rise must be larger by this factor than what the temperatures could have done. */
const thermalSigmas = 4;

/** No loop warms as fast as this, K/s: full load without cooling is about 0.1. A rise beyond it is coolant at once. */
const fastKPerS = 0.15;

/**
 * Recognises that coolant was put in. A make-up pump that runs or counts is believed at once; a rise alone must be beyond
 * scatter on every witness alike, and nothing else (temperature, flow, what the caller knows) may explain it. Only rises
 * are taken, and what warm gas pretends besides is given back: coolant lost meanwhile stays lost.
 */
export function createFillWatch(
  settings: FillSettings,
  state: FillState = newFillState(settings),
): FillWatch {
  const { chargeL, falseAlarmsPerYear, litresPerK } = settings;
  const excuse = createFillExcuse(state.excuse);
  const witnesses = state.witnesses.map((witness) =>
    createRiseWitness({ falseAlarmsPerYear, floorSdL: floorShare * chargeL }, witness),
  );
  const seen: ExcuseInput = { atS: 0, flow: 0 };
  const change: ChangeInput = {
    atS: 0,
    litres: 0,
    thermalL: 0,
    errorL: 0,
    fedL: 0,
    fedDoubt: 0,
    fedStepL: 0,
    calibrated: false,
  };

  const observe = (input: FillInput): void => {
    seen.atS = input.atMs / 1000;
    seen.flow = input.flow;
    excuse.step(seen);
    change.atS = seen.atS;
    change.thermalL = input.swungL;
    change.calibrated = input.calibrated;
    for (let i = 0; i < witnesses.length; i++) {
      change.litres = input.inventoriesL[i]!;
      witnesses[i]!.step(change);
    }
    if (input.running >= 0.5) state.fedAtMs = input.atMs;
    if (state.phase === "quiet" || state.phase === "suspected") state.startFedL = state.fedL;
    if (Number.isNaN(input.fedL)) return;
    if (input.fedL > state.fedL) state.fedAtMs = input.atMs;
    if (Number.isNaN(state.firstFedL)) state.firstFedL = input.fedL;
    state.fedL = input.fedL;
  };

  /** The pump itself says that it feeds. Sensors follow for a while after it stopped. */
  const isFed = (input: FillInput): boolean => input.atMs - state.fedAtMs < pauseS * 1000;

  /** Every witness that is heard shows a rise beyond chance. */
  const isRising = (input: FillInput): boolean => {
    if (!input.calibrated || input.excused || excuse.excused) return false;
    const demand = input.declared === "nothing" ? 1 : declaredDemand;
    let heard = 0;
    let strongest = 0;
    let weakest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < witnesses.length; i++) {
      if (Number.isNaN(input.inventoriesL[i]!)) continue;
      const { strength } = witnesses[i]!;
      heard += 1;
      strongest = Math.max(strongest, strength);
      weakest = Math.min(weakest, strength);
    }
    state.lone = heard === 1;
    return heard >= Math.min(2, witnesses.length) && strongest >= demand && weakest >= demand * agreement;
  };

  /** The rise since `startL` is at least this, and alike on all witnesses. */
  const stands = (leastL: number): boolean => {
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < witnesses.length; i++) {
      const risenL = witnesses[i]!.state.smoothL - state.startL[i]!;
      if (Number.isNaN(risenL)) continue;
      most = Math.max(most, risenL);
      least = Math.min(least, risenL);
    }
    return least >= leastL && most <= likeness * least;
  };

  const isFast = (input: FillInput): boolean => {
    const spanS = (input.atMs - state.sinceMs) / 1000;
    for (let i = 0; i < witnesses.length; i++) {
      const risenL = witnesses[i]!.state.smoothL - state.startL[i]!;
      if (risenL <= fastKPerS * litresPerK * spanS) return false;
    }
    return spanS > 0;
  };

  /** Notes where a rise began: with the run of evidence, or now when it is known directly. */
  const mark = (input: FillInput, known: boolean): void => {
    state.sinceMs = input.atMs;
    state.quietS = pauseS;
    for (let i = 0; i < witnesses.length; i++) {
      const witness = witnesses[i]!;
      const { onsetS } = witness;
      const fromRise = !known && !Number.isNaN(onsetS);
      state.startL[i] = fromRise ? witness.state.smoothL - witness.risenL : witness.state.smoothL;
      if (!fromRise) continue;
      state.sinceMs = Math.min(state.sinceMs, onsetS * 1000);
      state.quietS = Math.max(state.quietS, 2 * witness.blockS);
    }
  };

  const begin = (input: FillInput, cause: FillCause): void => {
    state.phase = "filling";
    state.cause = cause;
    for (let i = 0; i < witnesses.length; i++) {
      const witness = witnesses[i]!;
      state.baseL[i] = witness.state.filledL - (witness.state.smoothL - state.startL[i]!);
      witness.hold(input.sdsL[i]!);
    }
  };

  const suspect = (input: FillInput): void => {
    if (input.excused || excuse.excused) {
      rest();
      return;
    }
    const declared = input.declared !== "nothing";
    if (!declared && !isFast(input) && input.atMs - state.sinceMs < patienceS * 1000) return;
    const leastL = declared
      ? declaredShare * chargeL
      : Math.max(leastShare * chargeL, thermalSigmas * input.swungL);
    if (stands(leastL)) begin(input, declared ? "refill" : "undeclared");
    else if (input.atMs - state.sinceMs >= patienceS * 1000) rest();
  };

  const rest = (): void => {
    state.phase = "quiet";
    for (const witness of witnesses) witness.release();
  };

  /** Litres that were counted since the present filling began; 0 where nothing counts. */
  const countedL = (): number => (Number.isNaN(state.startFedL) ? 0 : state.fedL - state.startFedL);

  /** Litres of the present filling: counted where they are, else what the witnesses took. */
  const litres = (): number =>
    state.cause === "make-up" && !Number.isNaN(state.startFedL) ? countedL() : takenL(state);

  /** What of them no counter knows. */
  const uncountedL = (): number => litres() - countedL();

  const stillFills = (input: FillInput): boolean => {
    if (state.cause === "make-up") return isFed(input);
    if (state.cause === "drain") return input.declared === "drain";
    for (let i = 0; i < witnesses.length; i++) {
      const { roseAtS } = witnesses[i]!.state;
      if (input.atMs / 1000 - roseAtS < state.quietS) return true;
    }
    return false;
  };

  const close = (): void => {
    state.last = {
      fromMs: state.sinceMs,
      untilMs: state.endedMs,
      litres: litres(),
      cause: state.cause,
      lone: state.lone,
    };
  };

  const follow = (input: FillInput): void => {
    if (state.cause === "undeclared" && input.declared === "refill") state.cause = "refill";
    const going = stillFills(input);
    if (going) state.phase = "filling";
    const what = state.cause === "drain" ? "all" : going ? "rises" : "cooling";
    // The first step of a counter may have been nearly full before.
    const knownL = Math.max(0, countedL() - settings.fedStepL);
    for (const witness of witnesses) witness.take(what, knownL);
    if (going) return;
    if (state.phase === "filling") {
      state.phase = "settling";
      state.endedMs = input.atMs;
    }
    close();
    if (input.atMs - state.endedMs < coolingS * 1000) return;
    state.closedL += uncountedL();
    rest();
  };

  return {
    state,
    step(input) {
      state.atMs = input.atMs;
      observe(input);
      if (state.phase === "filling" || state.phase === "settling") {
        follow(input);
        return;
      }
      const known = isFed(input) || input.declared === "drain";
      if (known) {
        mark(input, true);
        begin(input, isFed(input) ? "make-up" : "drain");
      } else if (state.phase === "suspected") suspect(input);
      else if (isRising(input)) {
        mark(input, false);
        state.cause = "undeclared";
        state.phase = "suspected";
        suspect(input);
      }
    },
    filledL: (i) => state.witnesses[i]?.filledL ?? 0,
    get totalL() {
      const exactL = Number.isNaN(state.fedL) ? 0 : state.fedL - state.firstFedL;
      const open = state.phase === "filling" || state.phase === "settling";
      return exactL + state.closedL + (open ? uncountedL() : 0);
    },
    get filling() {
      return state.phase === "filling";
    },
    get busy() {
      return state.phase !== "quiet";
    },
    get sinceMs() {
      return state.phase === "filling" ? state.sinceMs : null;
    },
    get lastFill() {
      return state.last;
    },
  };
}

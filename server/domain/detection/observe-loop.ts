import { seconds } from "../../../protocol/time.ts";
import { expansionPerK } from "../loop/coolants.ts";
import type { BalanceMoment } from "./balance/balance-watch.ts";
import { hasMovedFar, heardMs, isUsable, type Watch } from "./watch.ts";
import { fitShare } from "./witness.ts";

/** Brings one evaluation's values to the loop's parts. Parts are those of `watch` when it was made. */
export interface LoopObserver {
  /** The pump changed, or people work on the loop; true while what the scales compare is not the same loop. */
  followWork(dtS: number): boolean;
  /** `quiet`: nothing unusual goes on, so that healthy is learnt. */
  observe(dtS: number, quiet: boolean): void;
}

/** Of the expansion that temperatures in unrest stand for this share may be where no sensor is. */
const unrestShare = 0.5;

/** A witness was silent when it missed this many of its usual steps, and at least this long, seconds. */
const missedSteps = 5;
const silentS = 12;

/** Weight of the newest step in the usual one. */
const newStepWeight = 0.05;

/** The lags of a temperature that was missing are back after this time, seconds. */
const lagS = 3600;

/** A value has stood for longer than ever from this many times its longest on, and no less than this, seconds. */
const longStands = 2;
const leastStandS = 120;

/** What stood for so many times its longest was stuck: that is no measure of health. */
const noStands = 10;

/** A pump signal takes this long to be believed, seconds; a change older than that was seen before. */
const confirmS = 4;

/** What a loop held in the beginning is read when its first grains are there. */
const firstAfterMs = seconds(60);

/** The channels are told what they should show this often. */
const predictEveryMs = seconds(10);

export function createLoopObserver(watch: Watch): LoopObserver {
  const { loop, held, values, parts } = watch;
  const { witnesses, parities, state, temperatures, thermal, pump, suspension, balance, anomaly } = parts;
  const expansionLPerK = expansionPerK(loop.coolant, loop.referenceTempC) * loop.chargeL;
  const reference = witnesses[0];
  const outlet = witnesses.find(
    ({ channel }) => channel.role === "pressure" && channel.position !== reference?.channel.position,
  );
  const observation = {
    atS: 0,
    value: 0,
    fresh: false,
    temperatures: { liquidC: 0, gasC: 0, all: state.temperatures.all, errorK: state.temperatures.errorK },
    headKpa: 0,
    filledL: 0,
    unrestL: 0,
    quiet: false,
    calm: false,
  };
  const moment: BalanceMoment = {
    atMs: 0,
    values,
    inventoriesL: new Float64Array(witnesses.length),
    sdsL: new Float64Array(witnesses.length),
    errorL: 0,
    swungL: 0,
    declared: "nothing",
    settles: false,
    excused: false,
    calibrated: false,
    lossAgrees: false,
  };

  const headKpa = (): number =>
    reference?.channel.role === "pressure" && outlet !== undefined
      ? values[outlet.place]! - values[reference.place]!
      : Number.NaN;

  /** Some witness sees a loss come up. */
  const isFalling = (): boolean => {
    for (const { bank, fast } of witnesses)
      if (bank.strength >= lossEvidence || fast.strength >= lossEvidence) return true;
    return false;
  };

  const learnHead = (k: number): void => {
    const witness = witnesses[k]!;
    if (k === 0 || state.calibrated || reference?.channel.role !== "pressure") return;
    if (witness.channel.role !== "pressure") return;
    const aboveKpa = values[witness.place]! - values[reference.place]!;
    if (Number.isNaN(aboveKpa)) return;
    state.headCounts[k]! += 1;
    state.heads[k]! += (aboveKpa - state.heads[k]!) / state.headCounts[k]!;
  };

  /** True when the witness spoke since the last evaluation; what a silence has hidden is compared. */
  const hear = (k: number, atS: number): boolean => {
    const witness = witnesses[k]!;
    const nowS = heardMs(watch, witness) / 1000;
    const beforeS = state.heardS[k]!;
    if (!(nowS > beforeS) && !Number.isNaN(beforeS)) return false;
    state.heardS[k] = nowS;
    if (Number.isNaN(beforeS)) return true;
    const stepS = nowS - beforeS;
    // The first step is the usual one until more is known, so that a slow sender is not silent between its samples.
    if (state.stepS[k] === 0) state.stepS[k] = stepS;
    else if (stepS > Math.max(silentS, missedSteps * state.stepS[k]!)) {
      witness.resume(atS, state.stoodS[k]!);
      state.stoodS[k] = Number.NaN;
    } else state.stepS[k]! += (stepS - state.stepS[k]!) * newStepWeight;
    return true;
  };

  /** It changed after `stoodS`: for longer than it ever stands, and what was reckoned meanwhile the thermometers made. */
  const moveAgain = (k: number, stoodS: number): void => {
    if (Number.isNaN(stoodS)) return;
    const longestS = state.longestS[k]!;
    if (state.calibrated && stoodS > Math.max(leastStandS, longStands * longestS)) witnesses[k]!.bank.hold();
    if (!state.calibrated || stoodS < noStands * longestS) state.longestS[k] = Math.max(longestS, stoodS);
  };

  const observeWitnesses = (dtS: number, quiet: boolean): void => {
    const told = temperatures.read(state.atMs);
    state.temperaturesKnown = told !== null;
    if (told === null) return;
    let missing = 0;
    for (const errorK of told.errorK) if (errorK > 0) missing += 1;
    // What stands in for a temperature is not what it was: the inventory steps, and no coolant does.
    if (missing !== state.missingTemperatures) for (const { fast } of witnesses) fast.forget();
    state.missingTemperatures = missing;
    if (missing > 0) state.stoodInS = state.atMs / 1000;
    observation.atS = state.atMs / 1000;
    observation.temperatures = told;
    observation.unrestL = unrestShare * expansionLPerK * thermal.unrestK;
    observation.quiet = quiet && missing === 0;
    observation.calm = !state.suspended && missing === 0;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      const value = values[witness.place]!;
      const stuckMs = held.stuckSinceMs(witness.place);
      if (!Number.isNaN(stuckMs)) state.stoodS[k] = stuckMs / 1000;
      if (Number.isNaN(value)) continue;
      learnHead(k);
      observation.value = value;
      observation.headKpa = state.heads[k]!;
      observation.filledL = balance.filledL(k) - state.expectedLostL;
      observation.fresh = hear(k, observation.atS);
      const standsSinceS = witness.changedS;
      witness.observe(observation);
      if (witness.changedS !== standsSinceS) moveAgain(k, witness.changedS - standsSinceS);
    }
    if (observation.quiet) temperatures.learn();
    // A mean of other sensors is another temperature; it has not moved.
    if (missing === 0) thermal.step(observation.atS, told.liquidC, dtS, !state.calibrated);
  };

  const compare = (dtS: number): void => {
    if (reference === undefined || !isUsable(watch, reference)) return;
    for (let k = 1; k < witnesses.length; k++) {
      const other = witnesses[k]!;
      if (isUsable(watch, other)) parities[k - 1]!.step(reference.watchedL - other.watchedL, dtS);
    }
  };

  /** What each witness should show if the others are right: a sensor that does not move then is stuck. */
  const predict = (): void => {
    if (!state.calibrated || state.atMs % predictEveryMs !== 0) return;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      // What is not heard does not stand still.
      const isHeard = !Number.isNaN(values[witness.place]!);
      held.expect(witness.place, isHeard ? witness.readingAt(witness.changedL) : Number.NaN);
      const other = witnesses[k === 0 ? 1 : 0];
      if (other === undefined || !isUsable(watch, other) || Number.isNaN(witness.watchedL)) continue;
      const usualL = parities[Math.max(0, k - 1)]!.usualL;
      const levelL = k === 0 ? other.watchedL + usualL : other.watchedL - usualL;
      held.predict(witness.place, witness.readingAt(levelL + balance.filledL(k) - state.expectedLostL));
    }
  };

  const takeBalance = (): void => {
    const atS = state.atMs / 1000;
    moment.atMs = state.atMs;
    let evidence = balance.strength;
    moment.swungL = 0;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      moment.inventoriesL[k] = isUsable(watch, witness) ? witness.inventoryL : Number.NaN;
      moment.sdsL[k] = witness.noiseSdL;
      moment.swungL = Math.max(moment.swungL, witness.swing.litres);
      evidence = Math.max(evidence, witness.bank.strength, witness.fast.strength);
    }
    const declared = suspension.declared(atS);
    moment.declared = declared && suspension.reason === "refill" ? "refill" : "nothing";
    moment.settles = suspension.active(atS) && moment.declared === "nothing";
    moment.errorL = reference?.compensation.errorL() ?? 0;
    moment.excused = moment.settles || atS - state.stoodInS < lagS || thermal.unrestK > 0.1;
    moment.calibrated = state.calibrated;
    moment.lossAgrees = watch.leak !== null || evidence >= lossEvidence;
    balance.step(moment);
    if (!state.ropesTold) state.ropesTold = balance.wet()?.verdict === "leak";
  };

  /** Keeps the levels from which a loss of half of the accumulator is reckoned; work on the loop begins them anew. */
  const keepFirst = (quiet: boolean): void => {
    const atS = state.atMs / 1000;
    if (suspension.declared(atS)) {
      state.firstL.fill(Number.NaN);
      state.firstGasL.fill(Number.NaN);
      return;
    }
    if (!quiet || state.atMs - state.startMs < firstAfterMs) return;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      if (!Number.isNaN(state.firstL[k]!) || !isUsable(watch, witness)) continue;
      state.firstL[k] = witness.grainInventoryL;
      state.firstGasL[k] = witness.gasL;
      state.firstS = atS;
    }
  };

  return {
    followWork(dtS) {
      const atS = state.atMs / 1000;
      pump.step(atS, values, headKpa(), dtS);
      if (watch.leak === null && state.calibrated) {
        if (pump.stopped()) suspension.begin("pump stopped", atS);
        else if (pump.changedS() > atS - dtS - confirmS && !(pump.onlyHead && isFalling()))
          suspension.begin("pump change", atS);
      }
      const active = suspension.active(atS);
      if (active && !state.suspended) {
        state.operationTold = false;
        for (let k = 0; k < witnesses.length; k++) {
          state.heldL[k] = witnesses[k]!.grainInventoryL;
          state.heldGasL[k] = witnesses[k]!.gasL;
        }
      }
      state.suspended = active;
      state.operationTold ||= suspension.declared(atS) && hasMovedFar(watch);
      if (active) for (const { bank } of witnesses) bank.hold();
      return active;
    },
    observe(dtS, quiet) {
      observeWitnesses(dtS, quiet);
      if (state.atMs - state.startMs >= loop.learningMs * fitShare) compare(dtS);
      predict();
      takeBalance();
      keepFirst(quiet);
      anomaly.step(state.atMs, values, dtS);
    },
  };
}

/** Ropes are believed when the loop's own evidence has this share of its threshold. */
const lossEvidence = 0.5;

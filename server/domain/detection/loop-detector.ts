import type { AlarmClass } from "../../../protocol/alarm.ts";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Operation } from "../../../protocol/wire.ts";
import type { Finding } from "../alarm/alarm.ts";
import { expansionPerK } from "../loop/coolants.ts";
import { hasBottomedOut } from "../loop/inventory.ts";
import type { Loop } from "../loop/loop.ts";
import { type ChannelHealth, createChannelHealth } from "../quality/channel-health.ts";
import type { ChannelHealthState } from "../quality/health-state.ts";
import { copyState } from "../statistics/copy-state.ts";
import { type Judgement, judgeLoss } from "./accuse.ts";
import { toEstimate } from "./estimate.ts";
import { decideProcess, findLeak, findProcess, findSensor, hasDispute } from "./findings.ts";
import { type KnownLeak, startLeak, stepLeak, toKnownLeak } from "./follow-leak.ts";
import { createLoopParts, type LoopDetectorState, type LoopParts } from "./loop-parts.ts";
import type { Onset } from "./loss-scale.ts";
import { fitShare, type Witness } from "./witness.ts";

/** Watches one loop. Samples come in order of source time; `evaluate` is asked once a second of source time. */
export interface LoopDetector {
  readonly loop: Loop;
  readonly held: ChannelHealth;
  /** Takes a sample of the loop's `i`-th channel. */
  take(i: number, atMs: EpochMs, value: number): void;
  /** Somebody declared an operation; `serviced` forgets everything and learns anew. */
  operate(operation: Operation, atMs: EpochMs): void;
  /** Runs every step on the values held at `atMs`. */
  evaluate(atMs: EpochMs): void;
  /** Compensated inventory at the last evaluation, litres; `NaN` when it cannot be told. */
  readonly inventoryL: number;
  /** A leak is annunciated. */
  readonly leaking: boolean;
  estimate(): LoopEstimate;
  /** What stands now of this class; `null`: nothing. */
  finding(alarmClass: AlarmClass): Finding | null;
  /** True when a class without a finding is over, and not only unheard: silence ends nothing. */
  settled(alarmClass: AlarmClass): boolean;
  /** Changes whenever a class gets or loses its finding. */
  readonly standing: string;
  /** A deep copy that goes on by itself. */
  fork(): LoopDetector;
  readonly state: SavedDetector;
}

/** What the parts of one evaluation share. */
export interface Watch {
  readonly loop: Loop;
  readonly held: ChannelHealth;
  readonly parts: LoopParts;
  readonly leak: KnownLeak | null;
  usable(witness: Witness): boolean;
}

/** A sensor is stuck when it has shown one value for this long, seconds, while another moved by this many of its steps. */
const stuckAfterS = 120;
const stuckSteps = 5;

/** A witness was silent when it missed this many of its usual steps, and at least this long, seconds. */
const missedSteps = 5;
const silentS = 12;

/** While the scales are held back, a loss of this share of the accumulator's coolant is called all the same. */
const grossShare = 0.5;

/** A pump that changed moves coolant of other temperatures about: a rupture must be this much clearer then. */
const cautious = 4;

/** Of the expansion that temperatures in unrest stand for this share may be where no sensor is. */
const unrestShare = 0.5;

/** All that a detector knows; plain data. */
export interface SavedDetector {
  readonly health: ChannelHealthState;
  readonly parts: LoopDetectorState;
}

/** `saved`: what was known; the detector goes on from there and keeps the record as its own. */
export function createLoopDetector(loop: Loop, saved?: SavedDetector): LoopDetector {
  const expansionLPerK = expansionPerK(loop.coolant, loop.referenceTempC) * loop.chargeL;
  const held = createChannelHealth(loop.channels, saved?.health);
  const values = new Float64Array(loop.channels.length);
  let parts = createLoopParts(loop, held.usable, saved?.parts);
  let leak: KnownLeak | null = parts.state.leak === null ? null : toKnownLeak(loop, parts, parts.state.leak);
  const observation = {
    atS: 0,
    value: 0,
    fresh: false,
    temperatures: parts.temperatures.read(0)!,
    headKpa: 0,
    filledL: 0,
    unrestL: 0,
    quiet: false,
  };
  const present: Witness[] = [];

  /** A witness tells the inventory only together with a temperature, and not with an empty accumulator. */
  const usable = (witness: Witness): boolean =>
    !Number.isNaN(values[witness.place]!) &&
    !Number.isNaN(witness.inventoryL) &&
    parts.temperatures.read(parts.state.atMs) !== null;

  /** When its channel last said something: on change, anything from the loop says "unchanged". */
  const heardMs = (witness: Witness): EpochMs =>
    witness.channel.reporting === "on-change" ? held.newestMs : held.takenMs(witness.place);

  const watch: Watch = {
    loop,
    held,
    get parts() {
      return parts;
    },
    get leak() {
      return leak;
    },
    usable,
  };

  const learnHead = (k: number): void => {
    const { witnesses, state } = parts;
    const reference = witnesses[0]!;
    const witness = witnesses[k]!;
    if (k === 0 || state.calibrated || reference.channel.role !== "pressure" || witness.channel.role !== "pressure")
      return;
    const aboveKpa = values[witness.place]! - values[reference.place]!;
    if (Number.isNaN(aboveKpa)) return;
    state.headCounts[k]! += 1;
    state.heads[k]! += (aboveKpa - state.heads[k]!) / state.headCounts[k]!;
  };

  /** Marks whether the witness spoke since the last evaluation, and compares what a silence has hidden. */
  const hear = (k: number, atS: number): boolean => {
    const { witnesses, state } = parts;
    const witness = witnesses[k]!;
    const nowS = heardMs(witness) / 1000;
    const beforeS = state.heardS[k]!;
    if (!(nowS > beforeS) && !Number.isNaN(beforeS)) return false;
    state.heardS[k] = nowS;
    if (Number.isNaN(beforeS)) return true;
    const stepS = nowS - beforeS;
    if (stepS > Math.max(silentS, missedSteps * state.stepS[k]!)) witness.resume(atS);
    else state.stepS[k]! += (stepS - state.stepS[k]!) * 0.05;
    return true;
  };

  const observe = (atMs: EpochMs, quiet: boolean): void => {
    const temperatures = parts.temperatures.read(atMs);
    if (temperatures === null) return;
    const { witnesses, state } = parts;
    let missing = 0;
    for (const errorK of temperatures.errorK) if (errorK > 0) missing += 1;
    // What stands in for a temperature is not what it was: the inventory steps, and no coolant does.
    if (missing !== state.missingTemperatures) for (const { fast } of witnesses) fast.forget();
    state.missingTemperatures = missing;
    observation.atS = atMs / 1000;
    observation.temperatures = temperatures;
    observation.filledL = state.filledL;
    observation.unrestL = unrestShare * expansionLPerK * parts.thermal.unrestK;
    observation.quiet = quiet && missing === 0;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      const value = values[witness.place]!;
      if (Number.isNaN(value)) continue;
      learnHead(k);
      observation.value = value;
      observation.headKpa = state.heads[k]!;
      observation.fresh = hear(k, observation.atS);
      witness.observe(observation);
    }
    if (observation.quiet) parts.temperatures.learn();
    parts.thermal.step(observation.atS, temperatures.liquidC, 1, !state.calibrated);
  };

  const compare = (dtS: number): void => {
    const [reference, ...others] = parts.witnesses;
    if (reference === undefined || !usable(reference)) return;
    for (let k = 0; k < others.length; k++)
      if (usable(others[k]!)) parts.parities[k]!.step(reference.watchedL - others[k]!.watchedL, dtS);
  };

  /** Flight channels sit on one code for hours: only one that stood still while the accuser fell far is stuck. */
  const isStuck = (witness: Witness, accuser: Witness, onset: Onset): boolean => {
    const { atMs } = parts.state;
    const sameSinceMs = held.sameSinceMs(witness.place);
    const fell = Math.abs(accuser.reading - onset.reading);
    return (
      witness !== accuser &&
      sameSinceMs <= onset.atS * 1000 &&
      atMs - sameSinceMs >= stuckAfterS * 1000 &&
      fell > stuckSteps * accuser.channel.step &&
      fell > 0
    );
  };

  const meanPressureKpa = (): number => {
    let sum = 0;
    let count = 0;
    for (const { channel, place } of parts.witnesses) {
      if (channel.role !== "pressure" || Number.isNaN(values[place]!)) continue;
      sum += values[place]!;
      count += 1;
    }
    return sum / count;
  };

  /** The pump changed, or people work on the loop: what the scales compare is not the same loop. */
  const followWork = (atS: number, dtS: number): boolean => {
    const { pump, suspension, witnesses, state } = parts;
    const reference = witnesses[0];
    const outlet = witnesses.find(({ channel }) => channel.role === "pressure" && channel.position !== reference?.channel.position);
    const headKpa =
      reference?.channel.role === "pressure" && outlet !== undefined
        ? values[outlet.place]! - values[reference.place]!
        : Number.NaN;
    pump.step(atS, values, headKpa, dtS);
    const wasActive = suspension.active(atS - dtS);
    if (leak === null && state.calibrated) {
      if (pump.stopped()) suspension.begin("pump stopped", atS);
      else if (pump.changedS() > atS - dtS - 4) suspension.begin("pump change", atS);
    }
    const active = suspension.active(atS);
    if (active && !wasActive) for (let k = 0; k < witnesses.length; k++) state.heldL[k] = witnesses[k]!.grainInventoryL;
    if (active) for (const { bank } of witnesses) bank.hold();
    return active;
  };

  /** Half of the accumulator is gone by every witness: no work on the loop explains that. */
  const judgeGross = (): Judgement | null => {
    const limitL = grossShare * (loop.accumulator.volumeL - loop.accumulator.gasL);
    const { witnesses, state } = parts;
    let accuser: Witness | null = null;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      if (Number.isNaN(values[witness.place]!)) continue;
      const heldL = state.heldL[k]!;
      const empty = hasBottomedOut(loop, witness.gasL);
      if (!empty && !(heldL - witness.watchedL > limitL)) return null;
      accuser ??= witness;
    }
    if (accuser === null) return null;
    const heldL = state.heldL[witnesses.indexOf(accuser)]!;
    const onset = {
      atS: parts.suspension.sinceS,
      inventoryL: heldL,
      reading: accuser.reading,
      tempC: accuser.tempC,
      scaleS: 60,
    };
    return { kind: "loss", accuser, onset, blind: [], lone: witnesses.length < 2, how: "scales" };
  };

  const judge = (suspended: boolean): void => {
    const { state, witnesses } = parts;
    const atS = state.atMs / 1000;
    present.length = 0;
    for (const witness of witnesses)
      if (!Number.isNaN(values[witness.place]!) && (usable(witness) || hasBottomedOut(loop, witness.gasL)))
        present.push(witness);
    const rupture = parts.suspension.valvesMove(atS) ? Number.POSITIVE_INFINITY : suspended ? cautious : 1;
    const rules = { scales: !suspended, rupture };
    let judgement = judgeLoss(present, atS, rules);
    if (judgement.kind === "dispute") {
      const { accuser } = judgement;
      const onset = accuser.onset();
      const moving = onset === null ? present : present.filter((witness) => !isStuck(witness, accuser, onset));
      if (moving.length < present.length) judgement = judgeLoss(moving, atS, rules);
    }
    if (judgement.kind === "nothing" && suspended) judgement = judgeGross() ?? judgement;
    settle(judgement, atS);
  };

  const settle = (judgement: Judgement, atS: number): void => {
    const { state, witnesses } = parts;
    switch (judgement.kind) {
      case "loss": {
        const reference = present.includes(witnesses[0]!) && witnesses[0]!.channel.role === judgement.accuser.channel.role ? witnesses[0]! : judgement.accuser;
        const onset =
          reference === judgement.accuser || judgement.how !== "scales"
            ? judgement.onset
            : (reference.onset() ?? judgement.onset);
        const stuck = present.filter((witness) => isStuck(witness, judgement.accuser, onset));
        const followed = onset === judgement.onset ? judgement.accuser : reference;
        state.leak = startLeak(loop, parts, { reference: followed, onset, stuck, how: judgement.how, lone: judgement.lone }, meanPressureKpa());
        leak = toKnownLeak(loop, parts, state.leak);
        state.dispute = null;
        return;
      }
      case "dispute":
        state.dispute = {
          accuser: witnesses.indexOf(judgement.accuser),
          deniers: judgement.deniers.map((witness) => witnesses.indexOf(witness)),
          sinceS: state.dispute?.sinceS ?? atS,
        };
        return;
      case "nothing":
        // Silence clears nothing: a dispute ends only when all that took part in it are heard again.
        if (present.length === witnesses.length) state.dispute = null;
    }
  };

  const standing = (): string =>
    `${leak === null ? 0 : leak.record.grewTimes + 1}${hasDispute(watch) ? "d" : ""}${decideProcess(watch)}`;

  const save = (): SavedDetector => ({ health: held.state, parts: parts.state });

  return {
    loop,
    held,
    get state() {
      return save();
    },
    fork: () => createLoopDetector(loop, copyState(save())),
    take: held.take,
    operate(operation, atMs) {
      if (operation === "serviced") {
        parts = createLoopParts(loop, held.usable);
        leak = null;
      } else parts.suspension.begin(operation, atMs / 1000);
    },
    evaluate(atMs) {
      const { state } = parts;
      const atS = atMs / 1000;
      const dtS = Number.isNaN(state.startMs) ? 1 : (atMs - state.atMs) / 1000;
      if (Number.isNaN(state.startMs)) state.startMs = atMs;
      state.atMs = atMs;
      held.evaluate(atMs);
      for (let i = 0; i < values.length; i++) values[i] = held.usable(i, atMs);
      const suspended = followWork(atS, dtS);
      observe(atMs, !suspended && leak === null);
      if (atMs - state.startMs >= loop.learningMs * fitShare) compare(dtS);
      if (!state.calibrated && atMs - state.startMs >= loop.learningMs) {
        state.calibrated = true;
        for (const witness of parts.witnesses) witness.calibrate();
        for (const parity of parts.parities) parity.calibrate();
      }
      if (leak === null) judge(suspended);
      else {
        const measured = !suspended && observation.atS === atS && state.heardS[leak.record.reference] === heardMs(leak.reference) / 1000;
        stepLeak(loop, leak, { atMs, dtS, measured, pressureKpa: meanPressureKpa() });
      }
    },
    get inventoryL() {
      if (leak?.follower.bottomedOut) return leak.follower.inventoryL;
      const witness = leak?.reference ?? parts.witnesses.find(usable);
      return witness !== undefined && usable(witness) ? witness.inventoryL : Number.NaN;
    },
    get leaking() {
      return leak !== null;
    },
    estimate() {
      return toEstimate(watch, this.inventoryL);
    },
    finding(alarmClass) {
      switch (alarmClass) {
        case "leak":
          return findLeak(watch);
        case "sensor":
          return held.findings().sensor ?? findSensor(watch);
        case "data-path":
          return held.findings().dataPath;
        case "process":
          return findProcess(watch);
      }
    },
    settled(alarmClass) {
      if (alarmClass === "leak") return false;
      // The channels' health ends nothing by silence on its own account.
      if (alarmClass === "data-path") return true;
      return parts.state.calibrated && parts.state.dispute === null && parts.witnesses.every(usable);
    },
    get standing() {
      return standing();
    },
  };
}

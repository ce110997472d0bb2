import type { DetectionState, LoopEstimate } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toSpan } from "../../../protocol/units.ts";
import type { Operation } from "../../../protocol/wire.ts";
import type { Finding } from "../alarm/alarm.ts";

import type { Loop } from "../loop/loop.ts";
import { createHeldValues, type HeldValues } from "../quality/held-values.ts";
import { createKnownLeak, modelDoubt } from "./known-leak.ts";
import { createLoopState } from "./loop-state.ts";
import { describeDisagreement, describeLeak, type LossCase, type Testimony, toKgPerH } from "./verdict.ts";
import { fitShare, type Witness } from "./witness.ts";

/** Watches one loop. Samples come in order of source time; `evaluate` is asked once a second of source time. */
export interface LoopDetector {
  readonly loop: Loop;
  readonly held: HeldValues;
  /** Takes a sample of the loop's `i`-th channel. */
  take(i: number, atMs: EpochMs, value: number): void;
  /** Runs every step on the values held at `atMs`. */
  evaluate(atMs: EpochMs): void;
  /** Compensated inventory at the last evaluation, litres; `NaN` when it cannot be told. */
  readonly inventoryL: number;
  /** A leak is annunciated. */
  readonly leaking: boolean;
  estimate(): LoopEstimate;
  /** The leak, described with what is known now; `null` while none is found. */
  leak(): Finding | null;
  /** Witnesses that contradict each other for longer than chance; `null` while they agree. */
  disagreement(): Finding | null;
  /** Calibrated, every witness is heard, and none contradicts another. */
  readonly agreed: boolean;
  /** Somebody did this to the loop. Serviced: forget everything, learn anew. */
  operate(operation: Operation, atMs: EpochMs): void;
  /** A deep copy that goes on by itself. */
  fork?(): LoopDetector;
}

/** Other witnesses must have at least this share of their own threshold for a loss to count as seen by all. */
const agreement = 0.5;

/** A loss that one witness shouts and another does not even suspect after this long is a contradiction, seconds. */
const patienceS = 120;

/** A sensor is stuck when it has shown one value for this long, seconds, while another moved by this many of its steps. */
const stuckAfterS = 120;
const stuckSteps = 5;

const emptyAccumulator = "the accumulator is empty, so that pressure no longer tells the inventory";

/** The smallest leak named on the page is the one that would be called within this time, seconds. */
const smallestWithinS = 600;

export function createLoopDetector(loop: Loop): LoopDetector {
  const held = createHeldValues(loop.channels);
  const flowPlace = loop.channels.findIndex((channel) => channel.role === "flow");
  let state = createLoopState(loop, held);

  const testimony = (witness: Witness, atMs: EpochMs): Testimony => ({
    channel: witness.channel,
    onset: witness.bank.onset(),
    strength: witness.bank.strength,
    inventoryL: witness.inventoryL,
    value: witness.reading,
    tempC: state.temperatures.read(atMs)?.liquidC ?? Number.NaN,
  });

  /** A witness tells the inventory only together with a temperature. */
  const heard = (witness: Witness): boolean =>
    state.temperatures.read(state.atMs) !== null &&
    !Number.isNaN(held.usable(loop.channels.indexOf(witness.channel), state.atMs));

  /** An accumulator that has run empty leaves its witness without a say. */
  const usable = (witness: Witness): boolean => heard(witness) && !Number.isNaN(witness.inventoryL);

  /** A value that is only held is no new measurement; on change, silence says "unchanged". */
  const spoke = (witness: Witness, dtS: number): boolean =>
    heard(witness) &&
    (witness.channel.reporting === "on-change" ||
      held.takenMs(loop.channels.indexOf(witness.channel)) > state.atMs - dtS * 1000);

  /**
   * One witness has told of a loss for a while, and the inventories have come apart. Near the limit of what can be seen
   * the witnesses find a leak at different times, but then they are not apart.
   */
  const contradicted = (): boolean =>
    state.atMs / 1000 - state.accusedS >= patienceS && state.parities.some(({ contradicts }) => contradicts);

  const compare = (dtS: number): void => {
    const [reference, ...others] = state.witnesses;
    if (reference === undefined || !spoke(reference, dtS) || !usable(reference)) return;
    for (const [k, other] of others.entries()) {
      if (spoke(other, dtS) && usable(other))
        state.parities[k]?.step(reference.inventoryL - other.inventoryL, dtS);
    }
  };

  /** Flight channels sit on one code for hours: only one that stood still while the accuser fell far is stuck. */
  const isStuck = (witness: Witness, accuser: Witness): boolean => {
    const onset = accuser.bank.onset();
    if (witness === accuser || onset === null) return false;
    const sameSinceMs = held.sameSinceMs(loop.channels.indexOf(witness.channel));
    const fell = Math.abs(accuser.reading - onset.reading);
    return (
      sameSinceMs <= onset.atS * 1000 &&
      state.atMs - sameSinceMs >= stuckAfterS * 1000 &&
      fell > stuckSteps * accuser.channel.step &&
      fell > 0
    );
  };

  const meanPressureKpa = (): number => {
    let sum = 0;
    let count = 0;
    for (const witness of state.witnesses) {
      if (witness.channel.role !== "pressure" || !heard(witness)) continue;
      sum += witness.reading;
      count += 1;
    }
    return sum / count;
  };

  const observe = (atMs: EpochMs): void => {
    const temperatures = state.temperatures.read(atMs);
    if (temperatures === null) return;
    state.learnHead();
    for (const witness of state.witnesses) {
      const value = held.usable(loop.channels.indexOf(witness.channel), atMs);
      if (!Number.isNaN(value)) witness.observe(atMs / 1000, value, temperatures);
    }
  };

  const judge = (atS: number, dtS: number): void => {
    if (state.leak !== null) {
      state.leak.step(dtS, state.reference !== null && spoke(state.reference, dtS), meanPressureKpa());
      return;
    }
    const present = state.witnesses.filter(usable);
    const accuser = present.find((witness) => witness.bank.strength >= 1);
    if (accuser === undefined) {
      // Silence clears nothing: a contradiction ends only when all that took part in it are heard again.
      if (present.length === state.witnesses.length) state.accusedS = Number.NaN;
      return;
    }
    const moving = present.filter((witness) => !isStuck(witness, accuser));
    if (moving.every((witness) => witness.bank.strength >= agreement)) {
      const reference = moving.find((witness) => witness === state.witnesses[0]) ?? accuser;
      state.stuck = present.filter((witness) => !moving.includes(witness));
      const onset = reference.bank.onset() ?? accuser.bank.onset();
      if (onset === null) return;
      state.reference = reference;
      state.flowBefore = state.slowFlow;
      state.accusedS = Number.NaN;
      state.leak = createKnownLeak(loop, reference, onset, atS);
      return;
    }
    if (Number.isNaN(state.accusedS)) state.accusedS = atS;
  };

  const detection = (): DetectionState => {
    if (state.startMs === null) return { kind: "no-data" };
    if (state.leak !== null) return { kind: "leaking" };
    const present = state.witnesses.filter(usable);
    if (present.length === 0) {
      const reasons = complaints(loop, held, state.atMs);
      return { kind: "unknown", reason: reasons.length > 0 ? reasons.join("; ") : emptyAccumulator };
    }
    if (!Number.isNaN(state.accusedS))
      return { kind: "unknown", reason: "the sensors contradict each other" };
    if (!state.calibrated) {
      const progress = Math.min(1, (state.atMs - state.startMs) / loop.learningMs);
      const left = toSpan(Math.max(0, loop.learningMs - (state.atMs - state.startMs)));
      return {
        kind: "learning",
        progress,
        reason: `learning how this loop breathes, ${left} of its time to go`,
      };
    }
    const strength = Math.max(...present.map((witness) => witness.bank.strength));
    if (strength >= agreement) return { kind: "suspicious", strength: Math.min(1, strength) };
    const smallest = present[0]!.bank.smallestLPerS(smallestWithinS);
    return { kind: "watching", smallestKgPerH: smallest === null ? null : toKgPerH(loop, smallest) };
  };

  const inventoryL = (): number => {
    if (state.leak?.bottomedOut) return state.leak.inventoryL;
    const witness = state.reference ?? state.witnesses.find(usable);
    return witness !== undefined && witness !== null && usable(witness) ? witness.inventoryL : Number.NaN;
  };

  const scatterL = (): number => state.leak?.inventorySdL ?? state.witnesses[0]?.bank.grainSdL() ?? 0;

  return {
    loop,
    held,
    take: held.take,
    evaluate(atMs) {
      const dtS = state.startMs === null ? 0 : (atMs - state.atMs) / 1000;
      state.startMs ??= atMs;
      state.atMs = atMs;
      observe(atMs);
      if (atMs - state.startMs >= loop.learningMs * fitShare) compare(dtS);
      if (flowPlace >= 0) state.followFlow(held.usable(flowPlace, atMs), dtS);
      if (!state.calibrated && atMs - state.startMs >= loop.learningMs) {
        state.calibrated = true;
        for (const witness of state.witnesses) witness.calibrate();
        for (const parity of state.parities) parity.calibrate();
      }
      judge(atMs / 1000, dtS);
    },
    get inventoryL() {
      return inventoryL();
    },
    get leaking() {
      return state.leak !== null;
    },
    estimate() {
      const level = state.leak?.inventoryL ?? inventoryL();
      const known = !Number.isNaN(level);
      const { leak } = state;
      return {
        loopId: loop.id,
        atMs: state.atMs,
        detection: detection(),
        inventoryL: known ? level : null,
        // Small changes are seen far better than the whole: the model's doubt grows with the distance from the charge.
        inventorySdL: known ? Math.hypot(scatterL(), modelDoubt * (level - loop.chargeL)) : null,
        bottomedOut: leak?.bottomedOut ?? false,
        leakKgPerH: leak === null ? null : toKgPerH(loop, leak.lossLPerS),
        leakSdKgPerH: leak === null ? null : toKgPerH(loop, leak.lossSdLPerS),
        lostL: leak === null ? null : leak.onset.inventoryL - leak.inventoryL,
        timeLeft: leak?.timeLeft() ?? null,
      };
    },
    leak() {
      const { leak, reference, atMs } = state;
      if (leak === null || reference === null) return null;
      const flow = flowPlace < 0 ? Number.NaN : held.usable(flowPlace, atMs);
      const lossCase: LossCase = {
        loop,
        atMs,
        onset: leak.onset,
        reference: testimony(reference, atMs),
        others: state.witnesses
          .filter((witness) => witness !== reference && heard(witness) && !state.stuck.includes(witness))
          .map((w) => testimony(w, atMs)),
        inventoryL: leak.inventoryL,
        lossLPerS: leak.lossLPerS,
        lossSdLPerS: leak.lossSdLPerS,
        timeLeft: leak.timeLeft(),
        bottomedOut: leak.bottomedOut,
        flow: Number.isNaN(flow + state.flowBefore)
          ? null
          : { channel: loop.channels[flowPlace]!, beforeValue: state.flowBefore, nowValue: flow },
        unusable: [
          ...state.stuck.map(
            ({ channel }) => `${channel.name} did not move at all meanwhile and counts as stuck.`,
          ),
          ...complaints(loop, held, atMs),
        ],
      };
      return describeLeak(lossCase);
    },
    disagreement() {
      if (!contradicted()) return null;
      const accuser = state.witnesses.find((witness) => witness.bank.strength >= 1);
      if (accuser === undefined) return null;
      const doubters = state.witnesses.filter((witness) => witness.bank.strength < agreement);
      return describeDisagreement(
        testimony(accuser, state.atMs),
        doubters.map((witness) => testimony(witness, state.atMs)),
      );
    },
    get agreed() {
      return state.calibrated && Number.isNaN(state.accusedS) && state.witnesses.every(usable);
    },
    operate(operation) {
      if (operation === "serviced") state = createLoopState(loop, held);
    },
  };
}

/** Sentences about channels that cannot be used now. */
function complaints(loop: Loop, held: HeldValues, atMs: EpochMs): string[] {
  return loop.channels.flatMap((channel, i) => {
    const complaint = held.complaint(i, atMs);
    return complaint === null ? [] : [`${channel.name} ${complaint}`];
  });
}

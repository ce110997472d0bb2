import { hasBottomedOut } from "../loop/inventory.ts";
import { z95 } from "../statistics/normal-tail.ts";
import { type Judgement, judgeLoss } from "./accuse.ts";
import { hasDispute } from "./findings.ts";
import { regrowLeak, startLeak } from "./follow-leak.ts";
import type { Onset } from "./grain.ts";
import type { LeakRecord } from "./loop-parts.ts";
import { atAccumulator } from "./temperatures.ts";
import { heardMs, isUsable, meanPressureKpa, type Watch } from "./watch.ts";
import type { Witness } from "./witness.ts";

/** Weighs what the witnesses say; returns a leak to annunciate, and keeps the dispute in the state. */
export interface LoopJudge {
  judge(suspended: boolean): LeakRecord | null;
  /** Whether a known leak, expected to lose `expectedLPerS`, loses clearly more; the record to go on with. */
  judgeGrowth(expectedLPerS: number): LeakRecord | null;
}

/** A sensor is stuck when it has shown one value for this long, seconds, while another moved by this many of its steps. */
const stuckAfterS = 120;
const stuckSteps = 5;

/** While the scales are held back, a loss of this share of the accumulator's coolant is called all the same. */
const grossShare = 0.5;

/** After a silence what it hid is compared for so long, seconds: that knows better when a loss began. */
const comparesForS = 120;

/** Spans in which a loss may have come, seconds, and how much of it must have come then. */
const spansS = [20, 60, 300, 1200, 3600, 14_400] as const;
const nearlyAll = 0.9;

/** A pump that changed moves coolant of other temperatures about: a rupture must be this much clearer then. */
const cautious = 4;

/** Growth is looked for while the gas holds at most so many times what it held, and over blocks of at least so long, seconds. */
const expandedShare = 1.5;
const growthFromS = 3600;

/**
 * A leak shakes what was learnt in health (other temperatures, gas that expands), so that more evidence is wanted than for
 * a first one to say that it grew.
 */
const growthStrength = 1.25;

/** A leak that loses this share more than was told, beyond doubt, has grown. */
const grownShare = 0.5;

export function createLoopJudge(watch: Watch): LoopJudge {
  const { loop, held, values, parts } = watch;
  const { witnesses, state, suspension, balance } = parts;
  // Reused at each evaluation.
  const present: Witness[] = [];
  const rules = { scales: true, rupture: 1, strength: 1 };

  /** Flight channels sit on one code for hours: only one that stood still while the accuser fell far is stuck. */
  const isStuck = (witness: Witness, accuser: Witness, onset: Onset): boolean => {
    const sameSinceMs = held.sameSinceMs(witness.place);
    const fell = Math.abs(accuser.reading - onset.reading);
    return (
      witness !== accuser &&
      sameSinceMs <= onset.atS * 1000 &&
      state.atMs - sameSinceMs >= stuckAfterS * 1000 &&
      fell > stuckSteps * accuser.channel.step &&
      fell > 0
    );
  };

  /** Half of the accumulator is gone by every witness since `sinceS`: no work on the loop explains that. */
  const judgeGross = (beforeL: Float64Array, beforeGasL: Float64Array, sinceS: number): Judgement | null => {
    const limitL = grossShare * (loop.accumulator.volumeL - loop.accumulator.gasL);
    let accuser: Witness | null = null;
    let heldL = Number.NaN;
    for (let k = 0; k < witnesses.length; k++) {
      const witness = witnesses[k]!;
      if (Number.isNaN(values[witness.place]!)) continue;
      const fellL = beforeL[k]! - witness.watchedL;
      // A temperature that is not the loop's any more moves what is reckoned, not the gas in the accumulator.
      const expandedL = witness.gasL - beforeGasL[k]!;
      if (!hasBottomedOut(loop, witness.gasL) && !(Math.min(fellL, expandedL) > limitL)) return null;
      if (accuser !== null) continue;
      accuser = witness;
      heldL = beforeL[k]!;
    }
    if (accuser === null) return null;
    const { reading, tempC } = accuser;
    const onset = { atS: sinceS, inventoryL: heldL, reading, tempC, scaleS: 60 };
    return { kind: "loss", accuser, onset, blind: [], lone: witnesses.length < 2, how: "scales" };
  };

  /**
   * A loss that was there while the loop was learnt is part of what counts as healthy: half of the accumulator since
   * then is a loss all the same. A pump that stops lowers its outlet's pressure; only the accumulator's own sensors know.
   */
  const judgeSinceFirst = (): Judgement | null => {
    const [reference] = witnesses;
    if (reference === undefined || !present.includes(reference) || Number.isNaN(reference.watchedL))
      return null;
    if (reference.channel.role === "pressure" && reference.channel.position !== atAccumulator) return null;
    const judgement = judgeGross(state.firstL, state.firstGasL, state.firstS);
    if (judgement?.kind !== "loss") return judgement;
    const { accuser, onset } = judgement;
    return { ...judgement, onset: { ...onset, atS: beganS(accuser, onset) } };
  };

  /** The latest moment after which nearly all of the loss came; the onset's own where no shorter span holds it. */
  const beganS = (accuser: Witness, { atS: firstS, inventoryL }: Onset): number => {
    const nowS = state.atMs / 1000;
    const lostL = inventoryL - accuser.watchedL;
    const sinceGrainL = accuser.grainInventoryL - accuser.watchedL;
    for (const spanS of spansS)
      if (accuser.lossSinceL(nowS - spanS) + sinceGrainL >= nearlyAll * lostL)
        return Math.max(firstS, nowS - spanS);
    return firstS;
  };

  /** Make-up hides a loss from the level; what was fed in and is not there tells it. */
  const judgeBalance = (): Judgement | null => {
    const [reference] = present;
    if (balance.strength < 1 || balance.sinceMs === null || reference === undefined) return null;
    if (balance.lossLPerS - z95 * balance.lossSdLPerS <= 0) return null;
    const { reading, tempC } = reference;
    const level = reference.grainInventoryL + balance.lossLPerS * ((state.atMs - balance.sinceMs) / 1000);
    const onset = { atS: balance.sinceMs / 1000, inventoryL: level, reading, tempC, scaleS: 1800 };
    return { kind: "loss", accuser: reference, onset, blind: [], lone: false, how: "balance" };
  };

  const gather = (): void => {
    present.length = 0;
    for (const witness of witnesses) {
      if (Number.isNaN(values[witness.place]!) || !state.temperaturesKnown) continue;
      // What nobody knows to be right neither accuses nor denies.
      if (held.quality(witness.place, state.atMs) !== "good") continue;
      if (isUsable(watch, witness) || hasBottomedOut(loop, witness.gasL)) present.push(witness);
    }
  };

  const open = (judgement: Judgement & { readonly kind: "loss" }): LeakRecord => {
    const { accuser, how, lone } = judgement;
    const first = witnesses[0]!;
    const follows = present.includes(first) && first.channel.role === accuser.channel.role ? first : accuser;
    const onset =
      follows === accuser || how !== "scales" ? judgement.onset : (follows.onset() ?? judgement.onset);
    const reference = onset === judgement.onset ? accuser : follows;
    const stuck = witnesses.filter(
      (witness) => !Number.isNaN(values[witness.place]!) && isStuck(witness, accuser, onset),
    );
    return startLeak(loop, parts, { reference, onset, stuck, how, lone }, meanPressureKpa(watch));
  };

  /**
   * While a pump stands still its coolant warms and cools as nobody sees, and what rose by that falls back when it starts:
   * a rupture leaves less than there was before.
   */
  const mayOnlyComeBack = (judgement: Judgement): boolean => {
    if (judgement.kind !== "loss" || judgement.how !== "rupture") return false;
    if (suspension.declared(state.atMs / 1000)) return false;
    const { accuser } = judgement;
    const { fallL, strength } = accuser.fast;
    const limitL = fallL / strength;
    return state.heldL[witnesses.indexOf(accuser)]! - accuser.watchedL < limitL;
  };

  /** How much more is lost than expected, litres per second, by the path that found it. */
  const moreOf = ({ how, accuser, onset }: Judgement & { readonly kind: "loss" }): number =>
    how === "scales"
      ? accuser.bank.latestLPerS()
      : (onset.inventoryL - accuser.watchedL) / Math.max(1, state.atMs / 1000 - onset.atS);

  return {
    judgeGrowth(expectedLPerS) {
      const { leak } = watch;
      // What a make-up pump feeds is known to a few per cent only, and that would look like growth.
      if (leak === null || balance.hasMakeUp) return null;
      gather();
      rules.scales = true;
      rules.rupture = Number.POSITIVE_INFINITY;
      rules.strength = growthStrength;
      // In gas that has expanded far every reading scatters more, in litres, than when it was learnt.
      if (leak.reference.gasL > expandedShare * leak.record.start.gasL) return null;
      const judgement = judgeLoss(present, state.atMs / 1000, rules);
      if (judgement.kind !== "loss" || judgement.lone || judgement.onset.scaleS < growthFromS) return null;
      const moreLPerS = moreOf(judgement);
      for (const { bank, fast } of witnesses) {
        bank.hold();
        fast.forget();
      }
      if (moreLPerS < grownShare * expectedLPerS) return null;
      return regrowLeak(loop, leak, { atMs: state.atMs, moreLPerS, expectedLPerS });
    },
    judge(suspended) {
      const atS = state.atMs / 1000;
      gather();
      rules.scales = !suspended;
      rules.strength = 1;
      rules.rupture = suspension.valvesMove(atS) ? Number.POSITIVE_INFINITY : suspended ? cautious : 1;
      let judgement = judgeLoss(present, atS, rules);
      if (suspended && mayOnlyComeBack(judgement)) judgement = { kind: "nothing" };
      if (judgement.kind === "dispute") {
        const { accuser } = judgement;
        const onset = accuser.onset();
        const moving = present.filter((witness) => onset === null || !isStuck(witness, accuser, onset));
        if (moving.length < present.length) judgement = judgeLoss(moving, atS, rules);
      }
      if (judgement.kind === "nothing" && suspended)
        judgement = judgeGross(state.heldL, state.heldGasL, suspension.sinceS) ?? judgement;
      if (judgement.kind === "nothing" && !suspended) judgement = judgeBalance() ?? judgement;
      const isBack = present.some(({ breach }) => atS - breach.resumedS < comparesForS);
      if (judgement.kind === "nothing" && !suspended && !isBack) judgement = judgeSinceFirst() ?? judgement;
      switch (judgement.kind) {
        case "loss":
          state.dispute = null;
          return open(judgement);
        case "dispute":
          state.dispute = {
            accuser: witnesses.indexOf(judgement.accuser),
            deniers: judgement.deniers.map((witness) => witnesses.indexOf(witness)),
            sinceS: state.dispute?.sinceS ?? atS,
          };
          return null;
        case "nothing":
          // Silence clears nothing: a dispute ends only when all that took part in it are heard again.
          // The pump's head is told by the sensors in dispute: that it moved takes back nothing that was said of them.
          if (suspended && hasDispute(watch)) return null;
          if (state.dispute !== null && present.length === witnesses.length) state.dispute = null;
          return null;
      }
    },
  };
}

/** True when the witness that measures a known leak spoke since the evaluation before, `dtS` seconds ago: a held value is not measured again. */
export const isMeasured = (watch: Watch, dtS: number): boolean => {
  const { leak, parts } = watch;
  if (leak === null || !parts.state.temperaturesKnown) return false;
  if (Number.isNaN(watch.values[leak.reference.place]!)) return false;
  return heardMs(watch, leak.reference) > parts.state.atMs - dtS * 1000;
};

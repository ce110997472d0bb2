import type { Evidence } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../protocol/units.ts";
import { hasBottomedOut } from "../loop/inventory.ts";
import type { Loop } from "../loop/loop.ts";
import { z95 } from "../statistics/normal-tail.ts";
import { grainS, type Onset } from "./grain.ts";
import type { KnownLeak } from "./known-leak.ts";
import { createLeakFollower, newLeakFollowerState } from "./leak/leak-follower.ts";
import type { LeakStart } from "./leak/leak-start.ts";
import type { LeakRecord, LoopParts } from "./loop-parts.ts";
import { atAccumulator } from "./temperatures.ts";
import { toKgPerH } from "./verdict.ts";
import type { Watch } from "./watch.ts";
import type { Witness } from "./witness.ts";

/** The slow part of a healthy inventory's scatter is as far from white as real loops show: minutes to tens of minutes. */
const colouredTauS = 600;

/** The loss since the onset over its time, where the onset itself is only known to a block: this share. */
const onsetDoubt = 0.5;
/** A loss that happened in a silence may have begun at any moment of it. */
const silenceDoubt = 1;

/** Begins to follow a leak that `onset` was found for. */
export function startLeak(
  loop: Loop,
  parts: LoopParts,
  found: {
    readonly reference: Witness;
    readonly onset: Onset;
    readonly stuck: readonly Witness[];
    readonly how: LeakRecord["how"];
    readonly lone: boolean;
  },
  pressureKpa: number,
): LeakRecord {
  const { reference, onset } = found;
  const { witnesses, state } = parts;
  const atS = state.atMs / 1000;
  const { bank } = reference;
  const whiteL2 = Math.max(bank.grainSdL() ** 2 * grainS, reference.fast.sdOverL(2) ** 2 || 0);
  const whiteVarianceL2 = Number.isFinite(whiteL2) ? whiteL2 : bank.grainSdL() ** 2 * grainS;
  const now = found.how === "silence" ? reference.breach.afterL : reference.watchedL;
  const level = Number.isNaN(now) ? reference.grainInventoryL : now;
  const filledL = parts.balance.filledL(witnesses.indexOf(reference));
  const inventoryL = level + filledL - state.expectedLostL;
  const lostL = onset.inventoryL - level;
  const spanS = Math.max(2, atS - onset.atS);
  const overall = lostL / spanS;
  // The mean since the onset misses part of the first block; the last blocks alone see the gas cool as it expands.
  const lossLPerS = found.how === "scales" ? (bank.latestLPerS() + overall) / 2 : overall;
  const start: LeakStart = {
    onset: { atS: onset.atS, inventoryL: onset.inventoryL + filledL },
    atS,
    inventoryL,
    inventoryVarianceL2: whiteVarianceL2,
    lossLPerS: Math.max(lossLPerS, 0),
    lossSdLPerS: (found.how === "silence" ? silenceDoubt : onsetDoubt) * Math.abs(lossLPerS),
    pressureKpa: Number.isNaN(pressureKpa) ? loop.referencePressureKpa : pressureKpa,
    gasL: reference.gasL,
    gasLaw: reference.channel.role === "pressure",
    wanderL2PerS: bank.wanderL2PerS(),
    noise: { whiteVarianceL2, colouredSdL: Math.sqrt(bank.differenceL2(colouredTauS) / 2), colouredTauS },
  };
  return {
    start,
    follower: newLeakFollowerState(loop, start),
    onset,
    reference: witnesses.indexOf(reference),
    stuck: found.stuck.map((witness) => witnesses.indexOf(witness)),
    lone: found.lone,
    how: found.how,
    flowBefore: parts.pump.flow?.usual ?? Number.NaN,
    grewTimes: 0,
    grewMs: Number.NEGATIVE_INFINITY,
    filledL,
    toldLPerS: Number.NaN,
    busyS: 0,
  };
}

/** A leak that was found to lose `moreLPerS` beyond what was told of it: followed anew from now, since the same onset. */
export function regrowLeak(
  loop: Loop,
  { record, follower, reference }: KnownLeak,
  now: { readonly atMs: EpochMs; readonly moreLPerS: number; readonly expectedLPerS: number },
): LeakRecord {
  const lossLPerS = now.expectedLPerS + now.moreLPerS;
  const start: LeakStart = {
    ...record.start,
    atS: now.atMs / 1000,
    inventoryL: follower.inventoryL,
    lossLPerS,
    lossSdLPerS: regrowDoubt * lossLPerS,
    gasL: reference.gasL,
  };
  return {
    ...record,
    start,
    follower: newLeakFollowerState(loop, start),
    grewTimes: record.grewTimes + 1,
    grewMs: now.atMs,
    toldLPerS: Number.NaN,
  };
}

/** The parts over a record. */
export function toKnownLeak(loop: Loop, parts: LoopParts, record: LeakRecord): KnownLeak {
  return {
    record,
    follower: createLeakFollower(loop, record.start, record.follower),
    reference: parts.witnesses[record.reference]!,
  };
}

/** The new rate of a leak that grew is known like this share from the blocks that showed it. */
const regrowDoubt = 0.4;

/** A make-up pump fills for a minute, a person for half an hour; after this, seconds, the level is read all the same. */
const longestFillS = 1200;

/** A leak has torn open when its sensor sees a rupture of this strength, and so many times the loss that is known. */
const tornStrength = 1.5;
const tornFactor = 3;

/** A hole that tears is followed from the seconds in which it did: the filters would take minutes to believe it. */
function followTear({ parts }: Watch, { follower, reference }: KnownLeak, atS: number): void {
  const { fast, channel } = reference;
  // A pump that stops lowers its outlet's pressure as fast.
  if (channel.role === "pressure" && channel.position !== atAccumulator) return;
  if (!fast.confirmed || fast.strength < tornStrength || Number.isNaN(reference.inventoryL)) return;
  const { atS: sinceS, inventoryL } = fast.onset();
  const lossLPerS = (inventoryL - reference.watchedL) / Math.max(2, atS - sinceS);
  if (lossLPerS < tornFactor * follower.lossLPerS || parts.balance.busy) return;
  follower.tear({ sinceS, lossLPerS, sdLPerS: onsetDoubt * lossLPerS, measuredL: reference.inventoryL });
}

/** One evaluation of a known leak; `measured`: its witness spoke and what it says may be believed. */
export function stepLeak(
  watch: Watch,
  leak: KnownLeak,
  now: {
    readonly atMs: number;
    readonly dtS: number;
    readonly measured: boolean;
    readonly pressureKpa: number;
  },
): void {
  const { loop, parts } = watch;
  const { record, follower, reference } = leak;
  const { busy } = parts.balance;
  record.busyS = busy ? record.busyS + now.dtS : 0;
  // A filling is taken as a whole, when it is over; a pump that never gets done is no reason to look away.
  const isRead = now.measured && (!busy || record.busyS > longestFillS);
  if (isRead) {
    const filledL = parts.balance.filledL(record.reference);
    if (filledL !== record.filledL) follower.addL(filledL - record.filledL);
    record.filledL = filledL;
  }
  const bottomedOut = now.measured && hasBottomedOut(loop, reference.gasL);
  follower.step({
    dtS: now.dtS,
    atS: now.atMs / 1000,
    measuredL: isRead && !bottomedOut ? reference.inventoryL : Number.NaN,
    varianceL2: record.start.noise.whiteVarianceL2,
    pressureKpa: now.pressureKpa,
    gasL: now.measured ? reference.gasL : Number.NaN,
    bottomedOut,
  });
  if (isRead && !bottomedOut) followTear(watch, leak, now.atMs / 1000);
  const growth = follower.growth();
  if (growth !== null && growth.sinceMs > record.grewMs) {
    record.grewTimes += 1;
    record.grewMs = growth.sinceMs;
  }
}

/** What the finding says of a leak beyond its rate: its size as a hole, and that it swings, grew or stopped. */
export function explainCourse(loop: Loop, { follower, record }: KnownLeak, atMs: EpochMs): Evidence[] {
  const told: Evidence[] = [];
  const { mm, lowMm, highMm } = follower.hole();
  if (mm > 0)
    told.push({
      side: "note",
      text: `A round hole into vacuum that loses as much is ${toReadable(mm, 2)} mm wide (90 %: ${toReadable(lowMm, 2)} to ${toReadable(highMm, 2)} mm).`,
    });
  const swing = follower.modulation();
  if (swing !== null)
    told.push({
      side: "note",
      text: `The loss swings between ${toReadable(swing.low, 2)} and ${toReadable(swing.high, 2)} times its mean every ${toSpan(swing.periodS * 1000)}: look for what turns or cycles so.`,
    });
  const growth = follower.growth();
  if (growth !== null)
    told.push({
      side: "note",
      text: `It grew from ${toReadable(toKgPerH(loop, growth.fromLPerS))} to ${toReadable(toKgPerH(loop, growth.toLPerS))} kg/h, ${toSpan(atMs - growth.sinceMs)} ago.`,
    });
  else if (record.grewTimes > 0)
    told.push({
      side: "note",
      text: `It was seen to lose more than was told of it ${toSpan(atMs - record.grewMs)} ago.`,
    });
  const stopped = follower.stopped();
  if (stopped !== null)
    told.push({
      side: "note",
      text:
        stopped.confirmedMs === null
          ? `The loss seems to have stopped ${toSpan(atMs - stopped.sinceMs)} ago; the noise of the sensors needs ${toSpan(stopped.confirmAfterMs)} in all to be sure.`
          : `The loss has stopped: nothing was lost any more for ${toSpan(atMs - stopped.sinceMs)}.`,
    });
  return told;
}

/** A make-up pump that is seen to work prolongs only what lasts longer than this anyway, ms: it cannot follow a rupture. */
const makeUpFromMs = 3_600_000;

/** Time left, with what the reservoir can still feed in where a make-up pump works. */
export function toTimeLeftWithMakeUp({ parts }: Watch, { follower }: KnownLeak): TimeLeft {
  const left = follower.timeLeft();
  const { balance } = parts;
  if (
    !balance.hasMakeUp ||
    balance.reservoirL <= 0 ||
    (left.p50Ms ?? Number.POSITIVE_INFINITY) < makeUpFromMs
  )
    return left;
  const more = (rate: number): number | null => (rate > 0 ? (1000 * balance.reservoirL) / rate : null);
  const add = (ms: number | null, moreMs: number | null): number | null =>
    ms === null || moreMs === null ? null : Math.round(ms + moreMs);
  const { lossLPerS, lossSdLPerS } = follower;
  return {
    p05Ms: add(left.p05Ms, more(lossLPerS + z95 * lossSdLPerS)),
    p50Ms: add(left.p50Ms, more(lossLPerS)),
    p95Ms: add(left.p95Ms, more(lossLPerS - z95 * lossSdLPerS)),
  };
}

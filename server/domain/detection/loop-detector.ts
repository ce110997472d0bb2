import type { DetectedClass } from "../../../protocol/alarm.ts";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import type { Operation } from "../../../protocol/operation.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Finding } from "../alarm/alarm.ts";
import type { Loop } from "../loop/loop.ts";
import { type ChannelHealth, createChannelHealth } from "../quality/channel-health.ts";
import { type ChannelHealthState, newChannelHealthState } from "../quality/health-state.ts";
import { copyState } from "../statistics/copy-state.ts";
import { packState, unpackState } from "../statistics/pack-state.ts";
import { toEstimate } from "./estimate.ts";
import { findClass, toStanding } from "./findings.ts";
import { stepLeak, toKnownLeak } from "./follow-leak.ts";
import { createLoopJudge, isMeasured } from "./judge-loop.ts";
import type { KnownLeak } from "./known-leak.ts";
import { createLimitWatch, type LimitSaid, type LimitWatchState } from "./limits/limit-watch.ts";
import { createPumpMode, type PumpModeState } from "./limits/pump-mode.ts";
import { createLoopParts, type LeakRecord, type LoopDetectorState, type LoopParts } from "./loop-parts.ts";
import { createLoopObserver } from "./observe-loop.ts";
import { isUsable, meanPressureKpa, type Watch } from "./watch.ts";

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
  /** All channels that told the inventory are out of use. */
  readonly blinded: boolean;
  estimate(): LoopEstimate;
  /** What stands now of this class; `null`: nothing. */
  finding(alarmClass: DetectedClass): Finding | null;
  /** True when a class without a finding is over, and not only unheard: silence ends nothing. */
  settled(alarmClass: DetectedClass): boolean;
  /** Tells of every plain limit as the last evaluation left it; `part` is the limit's name in the loop. */
  reportLimits(atMs: EpochMs, tell: (part: string, said: LimitSaid) => void): void;
  /** A number that changes whenever a class gets or loses its finding, or a limit is passed or left. */
  readonly standing: number;
  /** A deep copy that goes on by itself. */
  fork(): LoopDetector;
  /** As it is now, in little memory: a detector that only waits needs none of its working parts. */
  pack(): { fork(): LoopDetector };
  readonly state: SavedDetector;
}

/** All that a detector knows; plain data. */
export interface SavedDetector {
  readonly health: ChannelHealthState;
  readonly parts: LoopDetectorState;
  readonly limits: LimitWatchState;
  readonly pumpMode: PumpModeState;
}

/** The rate that people know of follows a higher one with this time, seconds. */
const toldS = 86_400;

/** More than any number that `toStanding` gives. */
const standingClasses = 1e9;

/** The first rate of a leak needs this long, seconds, before anything can be said to go beyond it. */
const knownAfterS = 600;

/** `saved`: what was known; the detector goes on from there and keeps the record as its own. */
export function createLoopDetector(loop: Loop, saved?: SavedDetector): LoopDetector {
  let held = createChannelHealth(loop.channels, saved?.health);
  const values = new Float64Array(loop.channels.length).fill(Number.NaN);
  const usable = (i: number): number => values[i]!;
  const limits = createLimitWatch(loop, saved?.limits);
  const pumpMode = createPumpMode(loop, saved?.pumpMode);
  let parts: LoopParts;
  let leak: KnownLeak | null = null;
  const watch: Watch = {
    loop,
    get held() {
      return held;
    },
    values,
    get parts() {
      return parts;
    },
    get leak() {
      return leak;
    },
  };

  const begin = (state?: LoopDetectorState) => {
    parts = createLoopParts(loop, usable, state);
    leak = parts.state.leak === null ? null : toKnownLeak(loop, parts, parts.state.leak);
    return { observer: createLoopObserver(watch), judge: createLoopJudge(watch) };
  };
  let steps = begin(saved?.parts);
  if (saved !== undefined && !Number.isNaN(saved.parts.atMs))
    for (let i = 0; i < values.length; i++) values[i] = held.usable(i, saved.parts.atMs);

  const calibrate = (): void => {
    parts.state.calibrated = true;
    for (const witness of parts.witnesses) witness.calibrate();
    for (const parity of parts.parities) parity.calibrate();
  };

  const take = (record: LeakRecord | null): void => {
    if (record === null) return;
    parts.state.leak = record;
    leak = toKnownLeak(loop, parts, record);
  };

  const find = (suspended: boolean): void => {
    take(steps.judge.judge(suspended));
    if (leak === null) return;
    // From here on only what goes beyond the known leak is news.
    const { start } = leak.record;
    const share = (start.atS - start.onset.atS) / (start.atS - parts.state.startMs / 1000);
    for (const { bank, fast } of parts.witnesses) {
      bank.hold();
      fast.forget();
      bank.recentre(start.lossLPerS, Math.min(1, share));
    }
  };

  const follow = (known: KnownLeak, dtS: number, suspended: boolean): void => {
    const { state } = parts;
    // A loss that was found while the loop settles is followed through it; one from before waits until it has settled.
    const through = known.record.start.atS >= parts.suspension.sinceS;
    const measured = (!suspended || through) && isMeasured(watch, dtS);
    stepLeak(watch, known, { atMs: state.atMs, dtS, measured, pressureKpa: meanPressureKpa(watch) });
    const { follower, record } = known;
    if (state.atMs / 1000 - record.start.atS < knownAfterS) record.toldLPerS = Number.NaN;
    if (follower.bottomedOut || suspended || parts.balance.busy) return;
    const now = follower.lossLPerS + follower.lossSdLPerS;
    // What was told is corrected downward at once; upward slowly, or a leak that grows would never be news.
    const before = Number.isNaN(record.toldLPerS) ? now : record.toldLPerS;
    record.toldLPerS = Math.min(now, before + (now - before) * (1 - Math.exp(-dtS / toldS)));
    const expectedLPerS = record.toldLPerS;
    state.expectedLostL += expectedLPerS * dtS;
    if (state.atMs / 1000 - record.start.atS >= knownAfterS) take(steps.judge.judgeGrowth(expectedLPerS));
  };

  const levelL = (): number => {
    if (leak?.follower.bottomedOut) return leak.follower.inventoryL;
    if (leak !== null) return isUsable(watch, leak.reference) ? leak.reference.inventoryL : Number.NaN;
    for (const witness of parts.witnesses) if (isUsable(watch, witness)) return witness.inventoryL;
    return Number.NaN;
  };

  const saveNow = (): SavedDetector => ({
    health: held.state,
    parts: parts.state,
    limits: limits.state,
    pumpMode: pumpMode.state,
  });

  return {
    loop,
    get held() {
      return held;
    },
    get state() {
      return saveNow();
    },
    fork: () => createLoopDetector(loop, copyState(saveNow())),
    pack() {
      const packed = packState(saveNow());
      return { fork: () => createLoopDetector(loop, unpackState<SavedDetector>(packed)) };
    },
    take: (i, atMs, value) => held.take(i, atMs, value),
    operate(operation, atMs) {
      if (operation === "serviced") {
        // What the channels show is still what they show; only what was learnt of them is forgotten.
        held = createChannelHealth(loop.channels, {
          ...newChannelHealthState(loop.channels),
          held: held.state.held,
        });
        steps = begin();
      } else parts.suspension.begin(operation, atMs / 1000);
    },
    evaluate(atMs) {
      const { state } = parts;
      const dtS = Number.isNaN(state.startMs) ? 1 : (atMs - state.atMs) / 1000;
      if (Number.isNaN(state.startMs)) state.startMs = atMs;
      state.atMs = atMs;
      held.evaluate(atMs);
      for (let i = 0; i < values.length; i++) values[i] = held.usable(i, atMs);
      const suspended = steps.observer.followWork(dtS);
      steps.observer.observe(dtS, !suspended && leak === null);
      if (!state.calibrated && atMs - state.startMs >= loop.learningMs) calibrate();
      if (leak === null) find(suspended);
      else follow(leak, dtS, suspended);
      limits.evaluate(atMs, usable, pumpMode.step(atMs, usable));
    },
    reportLimits: limits.report,
    get inventoryL() {
      return levelL();
    },
    get leaking() {
      return leak !== null;
    },
    get blinded() {
      const { witnesses } = parts;
      return witnesses.length > 0 && witnesses.every(({ place }) => Number.isNaN(values[place]!));
    },
    estimate: () => toEstimate(watch, levelL()),
    finding: (alarmClass) => findClass(watch, alarmClass),
    settled(alarmClass) {
      // A leak never ends by itself; wet ropes with nothing else to tell of it do.
      if (alarmClass === "leak")
        return leak === null && parts.state.ropesTold && parts.balance.wet() === null;
      // The channels' health ends its own findings only on hearing them well.
      if (alarmClass === "data-path") return true;
      // While coolant is being lost nobody looks whether the rest is as it was.
      return (
        leak === null &&
        parts.state.calibrated &&
        parts.state.dispute === null &&
        parts.witnesses.every((witness) => isUsable(watch, witness))
      );
    },
    get standing() {
      return toStanding(watch) + standingClasses * limits.standing;
    },
  };
}

import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, days, type EpochMs, seconds } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import { toLossOfSensing } from "../domain/alarm/loss-of-sensing.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import { forgetOthers } from "./forget-others.ts";

/** Turns the silence of loops into alarms of their own, and marks what stands on a silent loop as unseen. */
export interface SensingWatch {
  /** Nobody could say what was heard of this loop before the start: it counts as one that should send. */
  expect(loopId: LoopId): void;
  /** To be asked once a second with how every loop is heard. */
  look(signals: readonly LoopSignal[], nowMs: EpochMs): void;
  /** The configuration was taken anew: loops that it no longer has are forgotten. */
  renew(): void;
}

/** A loop known from the store alone is expected to go on when it was heard so lately; older ones are recordings. */
const expectedWithinMs: DurationMs = days(1);

/** A sender that was there before us gets so long after our start. */
const startGraceMs: DurationMs = seconds(30);

export function createSensingWatch(
  loops: readonly Loop[],
  desk: Pick<AlarmDesk, "observe" | "blind" | "alarmOf" | "standing">,
): SensingWatch {
  const isBlind = new Map<LoopId, boolean>();
  const expected = new Set<LoopId>();
  let beganMs: EpochMs | null = null;
  /** Windows that were told to the alarm, by their end. */
  const suppressedUntil = new Map<LoopId, EpochMs>();

  const suppress = (key: AlarmKey, nowMs: EpochMs): void => {
    const planned = loops.find(({ id }) => id === key.loopId)?.plannedLos ?? [];
    const window = planned.find(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
    if (window === undefined || suppressedUntil.get(key.loopId) === window.toMs) return;
    suppressedUntil.set(key.loopId, window.toMs);
    desk.observe(key, {
      kind: "suppress",
      atMs: nowMs,
      rule: "planned loss of signal",
      untilMs: window.toMs,
    });
  };

  /** What stands on a loop is somebody's concern: whoever cannot see it must be told, however old the telemetry is. */
  const isExpected = ({ loopId, lastArrivalMs, lastSampleMs }: LoopSignal, nowMs: EpochMs): boolean =>
    lastArrivalMs !== null ||
    expected.has(loopId) ||
    (lastSampleMs !== null && Math.abs(nowMs - lastSampleMs) < expectedWithinMs);

  /** Silent, or not heard at all since the start. */
  const isSilent = ({ lastArrivalMs, silent }: LoopSignal, nowMs: EpochMs): boolean =>
    silent || (lastArrivalMs === null && nowMs - (beganMs ?? nowMs) >= startGraceMs);

  return {
    expect: (loopId) => void expected.add(loopId),
    renew() {
      for (const byLoop of [isBlind, expected, suppressedUntil]) forgetOthers(byLoop, loops);
    },
    look(signals, nowMs) {
      beganMs ??= nowMs;
      for (const { loopId, alarmClass } of desk.standing())
        if (alarmClass !== "sensing" && alarmClass !== "house") expected.add(loopId);
      const quiet = signals.filter((signal) => isExpected(signal, nowMs) && isSilent(signal, nowMs)).length;
      for (const signal of signals) {
        if (!isExpected(signal, nowMs)) continue;
        const silent = isSilent(signal, nowMs);
        // Soon after a start nobody knows yet: what was blind stays blind.
        if (!silent && signal.lastArrivalMs === null) continue;
        const { loopId } = signal;
        const key: AlarmKey = { loopId, alarmClass: "sensing", part: null };
        // Soon after a start what stands is as it was: the next samples go on where the last ones ended.
        const isFresh = signal.lastArrivalMs === null && nowMs - beganMs < startGraceMs;
        if (!isFresh && isBlind.get(loopId) !== silent) {
          isBlind.set(loopId, silent);
          desk.blind(loopId, silent);
        }
        suppress(key, nowMs);
        if (!silent) {
          desk.observe(key, {
            kind: "gone",
            atMs: nowMs,
            reason: "the loop is heard again",
            byPerson: false,
          });
          continue;
        }
        const leak = desk.alarmOf({ loopId, alarmClass: "leak", part: null }).condition.kind;
        const finding = toLossOfSensing({
          sinceMs: signal.lastArrivalMs,
          lastSampleMs: signal.lastSampleMs,
          leaks: leak === "unacknowledged" || leak === "acknowledged",
          others: quiet - 1,
        });
        desk.observe(key, { kind: "found", atMs: nowMs, finding });
      }
    },
  };
}

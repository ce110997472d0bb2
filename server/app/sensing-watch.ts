import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, days, type EpochMs } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import { toLossOfSensing } from "../domain/alarm/loss-of-sensing.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { AlarmDesk } from "./alarm-desk.ts";

/** Turns the silence of loops into alarms of their own, and marks what stands on a silent loop as unseen. */
export interface SensingWatch {
  /** To be asked once a second with how every loop is heard. */
  look(signals: readonly LoopSignal[], nowMs: EpochMs): void;
}

/** A loop known from the store alone is expected to go on when it was heard so lately; older ones are recordings. */
const expectedWithinMs: DurationMs = days(1);

const isExpected = ({ lastArrivalMs, lastSampleMs }: LoopSignal, nowMs: EpochMs): boolean =>
  lastArrivalMs !== null || (lastSampleMs !== null && Math.abs(nowMs - lastSampleMs) < expectedWithinMs);

export function createSensingWatch(
  loops: readonly Loop[],
  desk: Pick<AlarmDesk, "observe" | "blind" | "alarmOf">,
): SensingWatch {
  const loopById = new Map(loops.map((loop) => [loop.id, loop]));
  const isBlind = new Map<LoopId, boolean>();
  /** Windows that were told to the alarm, by their end. */
  const suppressedUntil = new Map<LoopId, EpochMs>();

  const suppress = (key: AlarmKey, nowMs: EpochMs): void => {
    const planned = loopById.get(key.loopId)?.plannedLos ?? [];
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

  return {
    look(signals, nowMs) {
      const silent = signals.filter((signal) => signal.silent && isExpected(signal, nowMs)).length;
      for (const signal of signals) {
        if (!isExpected(signal, nowMs)) continue;
        const { loopId } = signal;
        const key: AlarmKey = { loopId, alarmClass: "sensing", part: null };
        if (isBlind.get(loopId) !== signal.silent) {
          isBlind.set(loopId, signal.silent);
          desk.blind(loopId, signal.silent);
        }
        suppress(key, nowMs);
        if (!signal.silent) {
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
          others: silent - 1,
        });
        desk.observe(key, { kind: "found", atMs: nowMs, finding });
      }
    },
  };
}

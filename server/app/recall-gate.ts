import type { AlarmKey } from "../../protocol/alarm.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Observation } from "../domain/alarm/alarm.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";

/**
 * Stands between the pipeline and the alarms. While the detectors are told again what they knew, what they see on the way
 * is the past: the journal has it already. Only what they see in the end is passed on, and not even that where the journal
 * knows more: the store may lack what came last, and a leak that was found in it is not gone.
 */
export interface RecallGate {
  observe(key: AlarmKey, seen: Observation): void;
  close(): void;
  /** Passes on what was seen last of each alarm, and everything from now on. */
  open(): void;
  readonly isClosed: boolean;
}

/** `knownMs`: newest source time of what the journal says of an alarm; `null`: it says nothing. */
export function createRecallGate(
  passOn: (key: AlarmKey, seen: Observation) => void,
  knownMs: (key: AlarmKey) => EpochMs | null,
): RecallGate {
  let lastSeen: Map<string, readonly [AlarmKey, Observation]> | null = null;
  return {
    observe(key, seen) {
      if (lastSeen === null) passOn(key, seen);
      else if (seen.kind === "found" || seen.kind === "gone") lastSeen.set(toKeyText(key), [key, seen]);
      else if (seen.kind === "passed") lastSeen.delete(toKeyText(key));
    },
    close() {
      lastSeen = new Map();
    },
    open() {
      const seen = [...(lastSeen?.values() ?? [])];
      lastSeen = null;
      for (const [key, observation] of seen)
        if (observation.atMs >= (knownMs(key) ?? Number.NEGATIVE_INFINITY)) passOn(key, observation);
    },
    get isClosed() {
      return lastSeen !== null;
    },
  };
}

import type { AlarmKey } from "../../protocol/alarm.ts";
import type { Observation } from "../domain/alarm/alarm.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";

/**
 * Stands between the pipeline and the alarms. While the detectors are told again what they knew, what they see on the way
 * is the past: the journal has it already. Only what they see in the end is passed on.
 */
export interface RecallGate {
  observe(key: AlarmKey, seen: Observation): void;
  close(): void;
  /** Passes on what was seen last of each alarm, and everything from now on. */
  open(): void;
  readonly isClosed: boolean;
}

export function createRecallGate(passOn: (key: AlarmKey, seen: Observation) => void): RecallGate {
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
      for (const [key, observation] of seen) passOn(key, observation);
    },
    get isClosed() {
      return lastSeen !== null;
    },
  };
}

import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Observation } from "../domain/alarm/alarm.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";

/**
 * Stands between the pipeline and the alarms. While the detectors are told again what they knew, what they see on the way
 * is the past: the journal has it already. Only what they see in the end is passed on, and not even that where the journal
 * knows more: the store may lack what came last, and a leak that was found in it is not gone. What people did is passed on
 * where the journal does not have it: it may have waited on disk while nobody judged.
 */
export interface RecallGate {
  observe(key: AlarmKey, seen: Observation): void;
  /** `wants`: the loops that are recalled; what is seen of others is passed on as ever. Left out: all are. */
  close(wants?: (loopId: LoopId) => boolean): void;
  /** Passes on what was seen last of each alarm, and everything from now on. */
  open(): void;
  readonly isClosed: boolean;
  isClosedFor(loopId: LoopId): boolean;
}

/** Somebody serviced the loop, or works on it. */
const isPersons = (seen: Observation): boolean =>
  seen.kind === "suppress" || seen.kind === "unsuppress" || (seen.kind === "gone" && seen.byPerson);

/** `knownMs`: newest source time of what the journal says of an alarm; `null`: it says nothing. */
export function createRecallGate(
  passOn: (key: AlarmKey, seen: Observation) => void,
  knownMs: (key: AlarmKey) => EpochMs | null,
): RecallGate {
  let lastSeen: Map<string, readonly [AlarmKey, Observation]> | null = null;
  let done: (readonly [AlarmKey, Observation])[] = [];
  let isRecalled: (loopId: LoopId) => boolean = () => true;
  const known = (key: AlarmKey): EpochMs => knownMs(key) ?? Number.NEGATIVE_INFINITY;
  return {
    observe(key, seen) {
      if (lastSeen === null || !isRecalled(key.loopId)) passOn(key, seen);
      else if (isPersons(seen)) done.push([key, seen]);
      else if (seen.kind === "found" || seen.kind === "gone") lastSeen.set(toKeyText(key), [key, seen]);
      else if (seen.kind === "passed") lastSeen.delete(toKeyText(key));
    },
    close(wants = () => true) {
      isRecalled = wants;
      lastSeen = new Map();
    },
    open() {
      const seen = [...(lastSeen?.values() ?? [])];
      const acts = done;
      lastSeen = null;
      done = [];
      for (const [key, act] of acts) if (act.atMs > known(key)) passOn(key, act);
      for (const [key, observation] of seen) if (observation.atMs >= known(key)) passOn(key, observation);
    },
    get isClosed() {
      return lastSeen !== null;
    },
    isClosedFor: (loopId) => lastSeen !== null && isRecalled(loopId),
  };
}

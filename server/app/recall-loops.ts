import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { Live } from "./live.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Log, TelemetryStore } from "./ports.ts";
import { recallLoop } from "./recall.ts";

/** What a recall of every loop works with. */
export interface RecallParts {
  readonly store: TelemetryStore;
  readonly pipeline: Pipeline;
  readonly log: Log;
  readonly live: Pick<Live, "recalled">;
  /** Alarms that stand now. */
  readonly standing: readonly AlarmView[];
  /** The store did not say what it has of this loop. */
  readonly onUnknown: (loopId: LoopId) => void;
}

/** Brings every detector up to what the store has. Never rejects. */
export async function recallLoops(loops: readonly Loop[], parts: RecallParts): Promise<void> {
  const { pipeline, live } = parts;
  for (const loop of loops) {
    if (!(await recallLoop(loop, firstOnsetMs(loop.id, parts.standing), parts))) parts.onUnknown(loop.id);
    const newestMs = pipeline.newestMs(loop.id);
    if (newestMs !== null) live.recalled(loop.id, newestMs);
  }
}

/**
 * Since when something of a loop has not been as it should; `null`: all is well. What is recalled begins before it: learnt
 * from what came after, a loop that changed would look healthy.
 */
function firstOnsetMs(loopId: LoopId, standing: readonly AlarmView[]): EpochMs | null {
  const onsets = standing
    .filter(
      (alarm) =>
        alarm.loopId === loopId &&
        alarm.returnedMs === null &&
        alarm.alarmClass !== "sensing" &&
        alarm.alarmClass !== "house",
    )
    .map(({ onsetMs, openedMs }) => onsetMs ?? openedMs);
  return onsets.length === 0 ? null : Math.min(...onsets);
}

import type { AlarmClass, AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import type { LiveFeed } from "../../server/app/ports.ts";

/** What a page would have been told. */
export interface PageMemory {
  readonly alarms: ReadonlyMap<string, AlarmView>;
  /** The alarm of a loop that stands now, a leak's unless another is asked for; throws when there is none. */
  alarm(loopId: string, alarmClass?: AlarmClass): AlarmView;
  readonly estimates: ReadonlyMap<string, LoopEstimate>;
  readonly signals: ReadonlyMap<string, LoopSignal>;
  /** Rows of samples that reached the page. */
  rows(): number;
}

/** A page that remembers, and the feed that tells it. */
export function createPageMemory(): { readonly page: PageMemory; readonly feed: LiveFeed } {
  const alarms = new Map<string, AlarmView>();
  const estimates = new Map<string, LoopEstimate>();
  const signals = new Map<string, LoopSignal>();
  let rows = 0;
  const nothing = (): void => undefined;
  return {
    page: {
      alarms,
      estimates,
      signals,
      rows: () => rows,
      alarm(loopId, alarmClass = "leak") {
        const standing = [...alarms.values()].filter(
          (alarm) => alarm.loopId === loopId && alarm.alarmClass === alarmClass && alarm.state !== "normal",
        );
        const newest = standing.at(-1);
        if (newest === undefined) throw new Error(`The page shows no ${alarmClass} alarm of ${loopId}.`);
        return newest;
      },
    },
    feed: {
      alarm: (_seq, alarm) => void alarms.set(alarm.id, alarm),
      frame: ({ tMs }) => {
        rows += tMs.length;
      },
      estimate: (estimate) => void estimates.set(estimate.loopId, estimate),
      condition: () => undefined,
      signal: (signal) => void signals.set(signal.loopId, signal),
      notice: nothing,
      mail: nothing,
      health: nothing,
      beat: nothing,
      overview: nothing,
    },
  };
}

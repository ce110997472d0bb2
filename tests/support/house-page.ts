import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import type { LiveFeed } from "../../server/app/ports.ts";

/** Everything that a page connected from the beginning has heard. */
export interface HousePage {
  /** Every alarm event, in its order. */
  readonly events: readonly { readonly seq: number; readonly alarm: AlarmView }[];
  readonly alarms: ReadonlyMap<string, AlarmView>;
  readonly notices: ReadonlyMap<string, NoticeView>;
  readonly signals: ReadonlyMap<string, LoopSignal>;
  readonly estimates: ReadonlyMap<string, LoopEstimate>;
  proofs(): readonly LoopProof[];
  /** The alarms that stand, of one class. */
  standing(alarmClass: AlarmView["alarmClass"]): readonly AlarmView[];
  readonly feed: LiveFeed;
}

/** Has heard nothing yet. */
export function createHousePage(): HousePage {
  const events: { seq: number; alarm: AlarmView }[] = [];
  const alarms = new Map<string, AlarmView>();
  const notices = new Map<string, NoticeView>();
  const signals = new Map<string, LoopSignal>();
  const estimates = new Map<string, LoopEstimate>();
  let proofs: readonly LoopProof[] = [];
  const nothing = (): void => undefined;
  return {
    ...{ events, alarms, notices, signals, estimates },
    proofs: () => proofs,
    standing: (alarmClass) =>
      [...alarms.values()].filter((alarm) => alarm.alarmClass === alarmClass && alarm.state !== "normal"),
    feed: {
      alarm(seq, alarm) {
        events.push({ seq, alarm });
        alarms.set(alarm.id, alarm);
      },
      notice: (notice) => void notices.set(notice.id, notice),
      condition: () => undefined,
      signal: (signal) => void signals.set(signal.loopId, signal),
      estimate: (estimate) => void estimates.set(estimate.loopId, estimate),
      overview(changed) {
        proofs = changed.proofs ?? proofs;
      },
      mail: nothing,
      frame: nothing,
      health: nothing,
      beat: nothing,
    },
  };
}

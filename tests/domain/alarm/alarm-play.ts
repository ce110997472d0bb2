import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { AlarmAct } from "../../../protocol/wire.ts";
import {
  type Alarm,
  type AlarmEvent,
  type AlarmRules,
  type AlarmStep,
  normalAlarm,
  type Observation,
} from "../../../server/domain/alarm/alarm.ts";
import { decideAct } from "../../../server/domain/alarm/decide-act.ts";
import { decideAlarm } from "../../../server/domain/alarm/decide-alarm.ts";
import { evolveAlarm, toOccurrence } from "../../../server/domain/alarm/evolve-alarm.ts";

/** A person's act without what only the moment knows: the occurrence and its version are those that stand. */
export type LooseAct = { readonly kind: AlarmAct["kind"]; readonly by?: string } & {
  readonly comment?: string;
  readonly forMs?: number;
  readonly to?: string;
  /** As somebody saw it who looked so many versions ago. */
  readonly staleBy?: number;
  readonly occurrenceId?: string;
};

export const toAct = (key: AlarmKey, alarm: Alarm, loose: LooseAct): AlarmAct => {
  const { kind, by = "Ada", comment = "on it", forMs = 3_600_000, to = "Grace", staleBy = 0 } = loose;
  const version = alarm.version - staleBy;
  const occurrenceId = loose.occurrenceId ?? toOccurrence(alarm.condition)?.id ?? "bench.leak.0";
  switch (kind) {
    case "unshelve":
    case "take out of service":
    case "put back in service":
      return { kind, key, version, by, comment };
    case "shelve":
      return { kind, occurrenceId, version, by, comment, forMs };
    case "assign":
      return { kind, occurrenceId, version, by, comment, to };
    default:
      return { kind, occurrenceId, version, by, comment };
  }
};

/** One alarm that is played: what was told to it, and all that happened. */
export interface AlarmPlay {
  readonly alarm: Alarm;
  readonly steps: readonly AlarmStep[];
  readonly events: readonly AlarmEvent["kind"][];
  see(seen: Observation): readonly AlarmEvent[];
  /** The reason for which it was refused; `null`: it was done. */
  act(loose: LooseAct, nowMs: number): string | null;
}

export function createPlay(key: AlarmKey, rules: AlarmRules): AlarmPlay {
  let alarm = normalAlarm;
  const steps: AlarmStep[] = [];
  const happen = (event: AlarmEvent): void => {
    const before = alarm;
    alarm = evolveAlarm(key, before, event);
    steps.push({ before, event, after: alarm });
  };
  return {
    get alarm() {
      return alarm;
    },
    steps,
    get events() {
      return steps.map(({ event }) => event.kind);
    },
    see(seen) {
      const events = decideAlarm(key, alarm, seen, rules);
      for (const event of events) happen(event);
      return events;
    },
    act(loose, nowMs) {
      const decision = decideAct(alarm, toAct(key, alarm, loose), nowMs);
      if (decision.kind === "refused") return decision.reason;
      happen(decision.event);
      return null;
    },
  };
}

import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { LoopId } from "../../../protocol/ids.ts";
import {
  type Alarm,
  type AlarmEvent,
  type AlarmRules,
  type AlarmStep,
  normalAlarm,
  type Observation,
} from "./alarm.ts";
import { toKeyText } from "./alarm-id.ts";
import { decideAlarm } from "./decide-alarm.ts";
import { evolveAlarm } from "./evolve-alarm.ts";

/** An alarm that is more than normal, as it is kept. */
export interface KeptAlarm {
  readonly key: AlarmKey;
  readonly alarm: Alarm;
}

/** Alarms by key. Those that stand for nothing and hold nothing cost nothing. */
export interface AlarmSet {
  get(key: AlarmKey): Alarm;
  /** What an observation makes happen, done; mostly nothing. */
  observe(key: AlarmKey, seen: Observation, rules: AlarmRules): readonly AlarmStep[];
  evolve(key: AlarmKey, event: AlarmEvent): AlarmStep;
  /** All that are not simply normal, in the order in which they first were not. */
  kept(): Iterable<KeptAlarm>;
  /** Those of one loop, in the same order; costs nothing for those of others. */
  keptOf(loopId: LoopId): Iterable<KeptAlarm>;
}

const isPlain = ({ condition, holds, blindSinceMs }: Alarm): boolean =>
  condition.kind === "normal" &&
  blindSinceMs === null &&
  holds.outOfService === null &&
  holds.shelved === null &&
  holds.suppressed === null;

/** `kept`: what another set had kept. */
export function createAlarmSet(kept: Iterable<KeptAlarm> = []): AlarmSet {
  const byKey = new Map<string, KeptAlarm>();
  const textsByLoop = new Map<LoopId, Set<string>>();

  const put = (one: KeptAlarm): void => {
    const text = toKeyText(one.key);
    byKey.set(text, one);
    const texts = textsByLoop.get(one.key.loopId);
    if (texts === undefined) textsByLoop.set(one.key.loopId, new Set([text]));
    else texts.add(text);
  };
  for (const one of kept) put(one);

  const get = (key: AlarmKey): Alarm => byKey.get(toKeyText(key))?.alarm ?? normalAlarm;

  const evolve = (key: AlarmKey, event: AlarmEvent): AlarmStep => {
    const before = get(key);
    const after = evolveAlarm(key, before, event);
    put({ key, alarm: after });
    return { before, event, after };
  };

  return {
    get,
    evolve,
    observe: (key, seen, rules) => decideAlarm(key, get(key), seen, rules).map((event) => evolve(key, event)),
    *kept() {
      for (const one of byKey.values()) if (!isPlain(one.alarm)) yield one;
    },
    *keptOf(loopId) {
      for (const text of textsByLoop.get(loopId) ?? []) {
        const one = byKey.get(text);
        if (one !== undefined && !isPlain(one.alarm)) yield one;
      }
    },
  };
}

import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { EpochMs } from "../../../protocol/time.ts";

/** A key as text, for maps and lists: `ms-22.leak`, `cdu.limit.suction.low`. No two keys of one configuration are alike. */
export const toKeyText = ({ loopId, alarmClass, part }: AlarmKey): string =>
  part === null ? `${loopId}.${alarmClass}` : `${loopId}.${alarmClass}.${part}`;

/** An occurrence is named after its alarm and the second of source time at which it opened. */
export const toOccurrenceId = (key: AlarmKey, openedMs: EpochMs): OccurrenceId =>
  `${toKeyText(key)}.${Math.floor(openedMs / 1000)}`;

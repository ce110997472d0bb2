import { type AlarmView, bySeverity, isUnacknowledged } from "../../../protocol/alarm.ts";
import { isGone } from "./alarm-words.ts";
import type { Letter, LetterReason } from "./letter.ts";
import type { LetterSources } from "./letter-sources.ts";
import { toReasonSentence } from "./reason.ts";

/** An alarm that a letter tells of, and why. */
export interface ToldAlarm {
  readonly alarm: AlarmView;
  readonly reason: LetterReason;
}

/** Reasons that are told one by one where they differ. */
const mostReasons = 5;

const byUrgency = ({ alarm: a }: ToldAlarm, { alarm: b }: ToldAlarm): number =>
  bySeverity(a, b) ||
  Number(isGone(a)) - Number(isGone(b)) ||
  Number(isUnacknowledged(b)) - Number(isUnacknowledged(a));

/** The alarms of a letter, most urgent first; those of which nothing is known any more are left out. */
export function findAlarms(letter: Letter, sources: LetterSources): readonly ToldAlarm[] {
  const told = letter.items.flatMap(({ occurrenceId, reason }) => {
    const alarm = sources.alarm(occurrenceId);
    return alarm === null ? [] : [{ alarm, reason }];
  });
  return told.sort(byUrgency);
}

/** Why a letter about one incident comes now: one sentence where all alarms have the same reason. */
export function toReasonText(told: readonly ToldAlarm[]): string {
  const sentences = new Set(told.map(({ alarm, reason }) => toReasonSentence(reason, alarm)));
  if (sentences.size < 2) return [...sentences].join("");
  const shown = told.slice(0, mostReasons);
  return shown.map(({ alarm, reason }) => `${alarm.headline}: ${toReasonSentence(reason, alarm)}`).join(" ");
}

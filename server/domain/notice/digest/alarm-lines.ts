import {
  type AlarmHold,
  type AlarmKey,
  type AlarmView,
  bySeverity,
  type HeldAlarm,
  isUnacknowledged,
} from "../../../../protocol/alarm.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import { toSpan } from "../../../../protocol/units.ts";
import { toRateText, toTimeLeftShort } from "../alarm-words.ts";
import type { MailSection } from "../mail-content.ts";
import { toUtcText } from "../utc.ts";
import type { Standing } from "./digest-facts.ts";
import { toLine, toPlace, toSection } from "./digest-words.ts";

/** Open alarms that nothing holds back: those that nobody has acknowledged first, then the most urgent, then the oldest. */
export const toOpenAlarms = (alarms: readonly AlarmView[]): readonly AlarmView[] =>
  alarms
    .filter(({ hold, state }) => hold === null && state !== "normal")
    .toSorted(
      (a, b) =>
        Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
        bySeverity(a, b) ||
        a.openedMs - b.openedMs,
    );

const toState = ({ state, acknowledgement }: AlarmView): string => {
  switch (state) {
    case "unacknowledged":
      return "not acknowledged";
    case "returned unacknowledged":
      return "returned to normal, not acknowledged";
    case "latched unacknowledged":
      return "over, not acknowledged, waits for a reset";
    case "latched":
      return "over, waits for a reset";
    case "acknowledged":
    case "normal":
      return acknowledgement === null ? state : `acknowledged by ${acknowledgement.by}`;
  }
};

export function toAlarmLine(alarm: AlarmView): string {
  const left = toTimeLeftShort(alarm.timeLeft);
  const { assignee, blindSinceMs } = alarm;
  return toLine(
    `${alarm.severity.toUpperCase()} ${toPlace(alarm.loopId)}: ${alarm.headline}`,
    toRateText(alarm),
    left === null ? null : `time left ${left}`,
    toState(alarm),
    assignee === null ? null : `${assignee} takes care of it`,
    blindSinceMs === null ? null : `nothing is heard since ${toUtcText(blindSinceMs)}`,
    `opened ${toUtcText(alarm.openedMs)}`,
  );
}

const toKeyWords = ({ loopId, alarmClass, part }: AlarmKey): string =>
  `${toPlace(loopId)} ${alarmClass}${part === null ? "" : ` ${part}`}`;

/** The lists of alarms that call nobody, each only where there are any. */
export function toHeldSections({ held, alarms }: Standing, atMs: EpochMs): readonly MailSection[] {
  const alarmById = new Map(alarms.map((alarm) => [alarm.id, alarm]));

  const toWhat = (one: HeldAlarm): string => {
    const alarm = one.occurrenceId === null ? undefined : alarmById.get(one.occurrenceId);
    return alarm === undefined
      ? `${toKeyWords(one)}, which does not stand now`
      : `${alarm.severity.toUpperCase()} ${toKeyWords(one)}: ${alarm.headline}`;
  };

  const toHoldLine = (one: HeldAlarm, hold: AlarmHold): string => {
    switch (hold.kind) {
      case "out of service":
        return toLine(
          toWhat(one),
          `taken out by ${hold.act.by} ${toUtcText(hold.act.atMs)}`,
          said(hold.act.comment),
        );
      case "shelved":
        return toLine(
          toWhat(one),
          `until ${toUtcText(hold.untilMs)}, ${toSpan(Math.max(0, hold.untilMs - atMs))} from now`,
          `by ${hold.act.by}`,
          said(hold.act.comment),
        );
      case "suppressed":
        return toLine(
          toWhat(one),
          `because of ${hold.rule}`,
          `until ${toUtcText(hold.untilMs)} in its own time`,
        );
    }
  };

  const sectionOf = (kind: AlarmHold["kind"], title: string): readonly MailSection[] => {
    const lines = held.flatMap((one) =>
      one.holds.filter((hold) => hold.kind === kind).map((hold) => toHoldLine(one, hold)),
    );
    return lines.length === 0 ? [] : [toSection(`${title}: ${lines.length}`, lines)];
  };

  return [
    ...sectionOf("shelved", "Shelved"),
    ...sectionOf("out of service", "Out of service"),
    ...sectionOf("suppressed", "Suppressed by design"),
  ];
}

const said = (comment: string): string | null => (comment === "" ? null : `"${comment}"`);

import { isWorse } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Finding, Occurrence } from "../alarm/alarm.ts";
import { toKeyText } from "../alarm/alarm-id.ts";
import { isWallClock, toCausalRank } from "./causal-order.ts";
import { type ClassTally, type IncidentRecord, type MemberRecord, mostMembers } from "./incident-record.ts";
import { type Opening, toSourceBeganMs } from "./join-incident.ts";

const noTally: ClassTally = { standing: 0, beganMs: null };

/** Members that stay listed because they moved first. */
const firstMembers = 20;

const toBeganMs = ({ openedMs, finding }: Occurrence): EpochMs => finding.onsetMs ?? openedMs;

/** First out first. */
export const byBeginning = (a: MemberRecord, b: MemberRecord): number => a.beganMs - b.beganMs;

/** The alarm that explains the others: of the class that explains most, the one that began first. */
export const findCause = (members: readonly MemberRecord[]): MemberRecord =>
  members.reduce((best, member) => {
    const rank = toCausalRank(member.alarmClass) - toCausalRank(best.alarmClass);
    return rank < 0 || (rank === 0 && member.beganMs < best.beganMs) ? member : best;
  });

/** Leaves out one that is over, the oldest; where all stand, the oldest all the same. What explains and what moved first stay. */
function leaveOneOut(members: readonly MemberRecord[]): readonly MemberRecord[] {
  const kept = new Set([findCause(members), ...members.toSorted(byBeginning).slice(0, firstMembers)]);
  const loose = members.filter((member) => !kept.has(member));
  const out = loose.find(({ stands }) => !stands) ?? loose[0];
  return members.filter((member) => member !== out);
}

const toShown = ({ id, openedMs }: Occurrence, { severity, verdict, headline }: Finding) => ({
  occurrenceId: id,
  openedMs,
  severity,
  verdict,
  headline,
});

const withSeverity = (record: IncidentRecord, { severity }: Finding): IncidentRecord =>
  isWorse(severity, record.severity) ? { ...record, severity } : record;

/** `isNew`: the alarm was not in this incident before; `stood`: the occurrence follows on one that stood. */
export interface Joining {
  readonly opening: Opening;
  readonly occurrence: Occurrence;
  readonly isNew: boolean;
  readonly stood: boolean;
}

/** The incident with an occurrence that has opened in it. */
export function withOpened(record: IncidentRecord, joining: Joining): IncidentRecord {
  const { opening, occurrence, isNew, stood } = joining;
  const { alarmClass } = opening.key;
  const keyText = toKeyText(opening.key);
  const known = record.members.find((member) => member.keyText === keyText);
  const beganMs = toBeganMs(occurrence);
  const member: MemberRecord = {
    ...toShown(occurrence, occurrence.finding),
    keyText,
    alarmClass,
    beganMs: Math.min(known?.beganMs ?? beganMs, beganMs),
    earlierBeganMs: known?.beganMs ?? null,
    stands: true,
  };
  const members =
    known === undefined
      ? [...record.members, member]
      : record.members.map((other) => (other === known ? member : other));
  const tally = record.byClass[alarmClass] ?? noTally;
  const more = stood ? 0 : 1;
  const sourceMs = toSourceBeganMs(opening);
  const isJoiningSource = isNew && !isWallClock(alarmClass);
  return {
    ...withSeverity(record, occurrence.finding),
    alarms: record.alarms + (isNew ? 1 : 0),
    standing: record.standing + more,
    byClass: {
      ...record.byClass,
      [alarmClass]: { standing: tally.standing + more, beganMs: isNew ? sourceMs : tally.beganMs },
    },
    joinedMs: isJoiningSource ? Math.max(record.joinedMs ?? opening.atMs, opening.atMs) : record.joinedMs,
    closedWrittenMs: null,
    members: members.length > mostMembers ? leaveOneOut(members) : members,
  };
}

/** The incident with what is said of an occurrence now. */
export function withRevised(record: IncidentRecord, occurrence: Occurrence): IncidentRecord {
  const members = record.members.map((member) => {
    if (member.occurrenceId !== occurrence.id) return member;
    const beganMs = toBeganMs(occurrence);
    return {
      ...member,
      ...toShown(occurrence, occurrence.finding),
      beganMs: Math.min(member.earlierBeganMs ?? beganMs, beganMs),
    };
  });
  return { ...withSeverity(record, occurrence.finding), members };
}

/** An alarm that is over; `overMs` in the clock of its class. */
export interface Ending {
  readonly opening: Pick<Opening, "key" | "writtenMs">;
  readonly overMs: EpochMs;
}

const later = (a: EpochMs | null, b: EpochMs): EpochMs => (a === null ? b : Math.max(a, b));

/** The incident with one alarm less that stands. */
export function withOver(record: IncidentRecord, { opening, overMs }: Ending): IncidentRecord {
  const { key, writtenMs } = opening;
  const keyText = toKeyText(key);
  const tally = record.byClass[key.alarmClass] ?? noTally;
  const standing = record.standing - 1;
  const isWall = isWallClock(key.alarmClass);
  return {
    ...record,
    standing,
    byClass: { ...record.byClass, [key.alarmClass]: { ...tally, standing: tally.standing - 1 } },
    overSourceMs: isWall ? record.overSourceMs : later(record.overSourceMs, overMs),
    overWallMs: isWall ? later(record.overWallMs, overMs) : record.overWallMs,
    closedWrittenMs: standing === 0 ? writtenMs : null,
    members: record.members.map((member) =>
      member.keyText === keyText ? { ...member, stands: false } : member,
    ),
  };
}

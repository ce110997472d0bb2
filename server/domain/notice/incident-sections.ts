import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentEvent, IncidentMember, IncidentView, LedgerLeak } from "../../../protocol/incident.ts";
import { type DurationMs, type EpochMs, hours, minutes } from "../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../protocol/units.ts";
import type { MailSection } from "./mail-content.ts";
import { toOneLine } from "./plain.ts";
import { toUtcClock, toUtcDay, toUtcText } from "./utc.ts";

/** Lines of a section of a mail; the page has the rest. */
const mostLines = 10;

/** How far back "lately" goes. */
const latelyMs: DurationMs = hours(1);

type Lines = MailSection["lines"];

/** The clock alone where the day is that of the mail. */
const toMoment = (atMs: EpochMs, nowMs: EpochMs): string =>
  toUtcDay(atMs) === toUtcDay(nowMs) ? `${toUtcClock(atMs)} UTC` : toUtcText(atMs);

/** The newest lines, and how many are left out. */
function toNewest(lines: Lines, what: string): Lines {
  const left = lines.length - mostLines;
  return left > 0
    ? [{ mark: "", text: `${left} earlier ${what} are on the page.` }, ...lines.slice(left)]
    : lines;
}

const toMemberText = (member: IncidentMember, incident: IncidentView, nowMs: EpochMs): string => {
  const cause = member.occurrenceId === incident.causeId ? ", the cause" : "";
  const over = member.stands ? "" : ", over";
  return `${toMoment(member.beganMs, nowMs)}: ${toOneLine(member.headline)} (${member.severity}${cause}${over})`;
};

/** What moved first, second, …: nothing to order where there is one alarm. */
export function toFirstOutSections(incident: IncidentView | null, nowMs: EpochMs): readonly MailSection[] {
  if (incident === null || incident.members.length < 2) return [];
  const lines: Lines = incident.members.slice(0, mostLines).map((member, i) => ({
    mark: `${i + 1}`,
    text: toMemberText(member, incident, nowMs),
  }));
  const left = incident.members.length - lines.length;
  const rest: Lines = left > 0 ? [{ mark: "", text: `${left} later ones are on the page.` }] : [];
  return [{ title: "What moved, in order", lines: [...lines, ...rest] }];
}

/** A rate moved when it did by more than this share: the rest is noise. */
const movedShare = 0.05;

/** The leak rate an hour ago against now, where both are known; `nowMs` is source time. */
function toRateLines(leak: LedgerLeak | null, nowMs: EpochMs): Lines {
  const now = leak?.rates.at(-1);
  if (leak === null || now === undefined) return [];
  const before = leak.rates.findLast(({ atMs }) => atMs <= nowMs - latelyMs) ?? leak.rates[0];
  if (before === undefined || now.atMs - before.atMs < minutes(1)) return [];
  const ago = toSpan(nowMs - before.atMs);
  const rate = toReadable(now.kgPerH);
  const text =
    Math.abs(now.kgPerH - before.kgPerH) <= movedShare * before.kgPerH
      ? `The leak rate stands at ${rate} kg/h, as ${ago} ago.`
      : `The leak rate was ${toReadable(before.kgPerH)} kg/h ${ago} ago and is ${rate} kg/h now.`;
  return [{ mark: "·", text }];
}

/** Not of interest here: a section of its own tells who was told, and small revisions stand in the figures. */
const toldElsewhere: readonly IncidentEvent["kind"][] = ["told", "revised"];

/** What happened within the last hour. `nowMs` is wall-clock time, `sourceMs` the loop's own. */
export function toLatelySections(
  { incident, leak }: { readonly incident: IncidentView | null; readonly leak: LedgerLeak | null },
  nowMs: EpochMs,
  sourceMs: EpochMs | null,
): readonly MailSection[] {
  const events = (incident?.timeline ?? []).filter(
    ({ kind, writtenMs }) => !toldElsewhere.includes(kind) && writtenMs > nowMs - latelyMs,
  );
  const happened: Lines = events.map(({ atMs, text }) => ({
    mark: "·",
    text: `${toMoment(atMs, nowMs)}: ${toOneLine(text)}`,
  }));
  const lines = [...(sourceMs === null ? [] : toRateLines(leak, sourceMs)), ...toNewest(happened, "events")];
  return lines.length === 0 ? [] : [{ title: "What changed in the last hour", lines }];
}

function toAcknowledgedText({ acknowledgement }: AlarmView): string {
  if (acknowledgement === null) return "Nobody has acknowledged it.";
  const who = `${toOneLine(acknowledgement.by, 100)} acknowledged it at ${toUtcText(acknowledgement.atMs)}`;
  return acknowledgement.comment.trim() === ""
    ? `${who}.`
    : `${who}: "${toOneLine(acknowledgement.comment)}"`;
}

/** Who has it, who takes care of it, and who was told. */
export function toWhoSection(alarm: AlarmView, incident: IncidentView | null, nowMs: EpochMs): MailSection {
  const told: Lines = (incident?.timeline ?? [])
    .filter(({ kind }) => kind === "told")
    .map(({ writtenMs, text }) => ({ mark: "·", text: `${toMoment(writtenMs, nowMs)}: ${toOneLine(text)}` }));
  const assignee: Lines =
    alarm.assignee === null
      ? []
      : [{ mark: "", text: `${toOneLine(alarm.assignee, 100)} takes care of it.` }];
  const comments: Lines = alarm.comments.slice(-3).map(({ by, atMs, comment }) => ({
    mark: "·",
    text: `${toMoment(atMs, nowMs)}: ${toOneLine(by, 100)} wrote "${toOneLine(comment)}"`,
  }));
  return {
    title: "Who is on it",
    lines: [
      { mark: "", text: toAcknowledgedText(alarm) },
      ...assignee,
      ...comments,
      ...toNewest(told, "letters"),
    ],
  };
}

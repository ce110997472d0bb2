import type { AlarmKey, PersonsAct, SuppressionRule } from "../../../protocol/alarm.ts";
import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { IncidentEvent } from "../../../protocol/incident.ts";
import type { Operation } from "../../../protocol/operation.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { AlarmEvent, AlarmStep } from "../alarm/alarm.ts";
import { toOccurrence } from "../alarm/evolve-alarm.ts";
import { toOneLine } from "../notice/plain.ts";
import { toUtcText } from "../notice/utc.ts";
import type { IncidentRecord } from "./incident-record.ts";

/** Lines of a timeline: the first stay, of the others the newest. */
const firstLines = 20;
const newestLines = 180;

/** Longest name of a person in a line, characters. */
const longestName = 80;

/** When it happened: source time for what telemetry says, wall-clock time for what people did. */
export const toHappenedMs = (event: AlarmEvent): EpochMs => ("act" in event ? event.act.atMs : event.atMs);

/** `the leak alarm`, `the limit alarm suction.low`. */
const toName = ({ alarmClass, part }: AlarmKey): string =>
  part === null ? `the ${alarmClass} alarm` : `the ${alarmClass} alarm ${part}`;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The text as a sentence of its own. */
const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const nameOf = (by: string): string => toOneLine(by, longestName);

/** `Ada acknowledged the leak alarm.`, with what she said. */
const tellAct = ({ by, comment }: PersonsAct, what: string): string =>
  comment === "" ? `${nameOf(by)} ${what}.` : `${nameOf(by)} ${what}: "${toOneLine(comment)}"`;

const reasonOf = (rule: SuppressionRule): string =>
  rule === "planned loss of signal" ? "a loss of signal was planned" : `${rule} was declared`;

type Line = Pick<IncidentEvent, "kind" | "text">;

/** A step of an alarm as a line of the timeline; `null`: nothing that anybody would want to read. */
function tell(key: AlarmKey, { before, event }: AlarmStep): Line | null {
  const name = toName(key);
  switch (event.kind) {
    case "opened": {
      const { severity, headline } = event.finding;
      const cameBack = toOccurrence(before.condition) !== null;
      return {
        kind: "opened",
        text: ended(`${cameBack ? `It is back, ${severity}` : capital(severity)}: ${headline}`),
      };
    }
    case "worsened": {
      const { severity, headline } = event.finding;
      return event.why === "severity"
        ? { kind: "worse", text: ended(`Worse, ${severity} now: ${headline}`) }
        : { kind: "grew", text: ended(`It has grown: ${headline}`) };
    }
    case "revised":
      return { kind: "revised", text: ended(`Newer figures: ${event.finding.headline}`) };
    case "returned":
      return { kind: "returned", text: ended(`${capital(name)} has returned to normal: ${event.reason}`) };
    case "blinded":
      return { kind: "blind", text: "Nothing is heard of the loop: what stands cannot be checked." };
    case "heard":
      return { kind: "seen again", text: "The loop is heard again." };
    case "acknowledged":
      return { kind: "acknowledged", text: tellAct(event.act, `acknowledged ${name}`) };
    case "called again":
      return {
        kind: "called again",
        text: `${capital(name)} calls again: it still stands, long after it was acknowledged.`,
      };
    case "shelved":
      return {
        kind: "shelved",
        text: tellAct(event.act, `shelved ${name} until ${toUtcText(event.untilMs)}`),
      };
    case "unshelved":
      return { kind: "unshelved", text: tellAct(event.act, `took ${name} off the shelf`) };
    case "shelf ended":
      return { kind: "unshelved", text: `${capital(name)} is no longer shelved: its time was over.` };
    case "taken out of service":
      return { kind: "out of service", text: tellAct(event.act, `took ${name} out of service`) };
    case "put back in service":
      return { kind: "back in service", text: tellAct(event.act, `put ${name} back in service`) };
    case "suppressed":
      return {
        kind: "suppressed",
        text: `${capital(name)} calls nobody until ${toUtcText(event.untilMs)}: ${reasonOf(event.rule)}.`,
      };
    case "reset":
      return { kind: "reset", text: tellAct(event.act, `reset ${name}`) };
    case "commented":
      return { kind: "comment", text: tellAct(event.act, `says of ${name}`) };
    case "assigned":
      return { kind: "assigned", text: tellAct(event.act, `gave ${name} to ${nameOf(event.to)}`) };
    case "rising":
    case "sank":
    case "falling":
    case "stayed":
    case "silenced":
    case "unsuppressed":
      return null;
  }
}

/** The incident with one line more. */
export function withLine(record: IncidentRecord, line: IncidentEvent): IncidentRecord {
  const { firstEvents, newestEvents } = record;
  if (firstEvents.length < firstLines) return { ...record, firstEvents: [...firstEvents, line] };
  return { ...record, newestEvents: [...newestEvents, line].slice(-newestLines) };
}

/** Newer figures of one occurrence, line after line, are one line. */
function withoutOlderFigures(record: IncidentRecord, occurrenceId: OccurrenceId | null): IncidentRecord {
  const part = record.newestEvents.length > 0 ? "newestEvents" : "firstEvents";
  const last = record[part].at(-1);
  if (last?.kind !== "revised" || last.occurrenceId !== occurrenceId) return record;
  return { ...record, [part]: record[part].slice(0, -1) };
}

/** The incident with a step in its timeline. Several alarms go blind together: that is told once. */
export function withStep(
  record: IncidentRecord,
  key: AlarmKey,
  step: AlarmStep,
  writtenMs: EpochMs,
): IncidentRecord {
  const { before, event, after } = step;
  const line = tell(key, step);
  if (line === null) return record;
  if (event.kind === "blinded" && record.isBlind) return record;
  if (event.kind === "heard" && !record.isBlind) return record;
  const isBlind = event.kind === "blinded" || (event.kind !== "heard" && record.isBlind);
  const occurrenceId = (toOccurrence(after.condition) ?? toOccurrence(before.condition))?.id ?? null;
  const known = event.kind === "revised" ? withoutOlderFigures(record, occurrenceId) : record;
  return withLine(
    { ...known, isBlind },
    {
      atMs: toHappenedMs(event),
      writtenMs,
      ...line,
      occurrenceId,
      by: "act" in event ? event.act.by : null,
    },
  );
}

/** What somebody declared. `by`: `null` when it came with the telemetry; source time. */
export interface ToldOperation {
  readonly operation: Operation;
  readonly atMs: EpochMs;
  readonly by: string | null;
  readonly comment: string;
}

/** What was declared of the loop, as a line of the timeline. */
export function toOperationLine(declared: ToldOperation, writtenMs: EpochMs): IncidentEvent {
  const { operation, atMs, by, comment } = declared;
  const said = comment === "" ? "." : `: "${toOneLine(comment)}"`;
  return {
    atMs,
    writtenMs,
    kind: "operation",
    occurrenceId: null,
    by,
    text:
      by === null
        ? `${capital(operation)} was declared with the telemetry${said}`
        : `${nameOf(by)} declared ${operation}${said}`,
  };
}

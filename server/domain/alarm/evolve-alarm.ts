import { type AlarmKey, mostComments } from "../../../protocol/alarm.ts";
import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { Alarm, AlarmEvent, Condition, Finding, Occurrence } from "./alarm.ts";
import { toOccurrenceId } from "./alarm-id.ts";

/** The occurrence of a condition that has one; `null` while nothing stands. */
export const toOccurrence = (condition: Condition): Occurrence | null =>
  condition.kind === "normal" || condition.kind === "rising" ? null : condition.occurrence;

const open = (
  key: AlarmKey,
  previousId: OccurrenceId | null,
  event: { atMs: number; finding: Finding },
): Condition => ({
  kind: "unacknowledged",
  fallingMs: null,
  occurrence: {
    id: toOccurrenceId(key, event.atMs),
    openedMs: event.atMs,
    previousId,
    finding: event.finding,
    calls: 1,
    silenced: null,
    assignee: null,
    comments: [],
  },
});

const over = ({ id }: Occurrence): Condition => ({ kind: "normal", lastId: id });

/** The newest occurrence that is known, whether or not it stands. */
export const toNewestId = (condition: Condition): OccurrenceId | null =>
  "occurrence" in condition ? condition.occurrence.id : (condition.lastId ?? null);

/** What got worse is still somebody's, and what they said of it still holds. */
const withCare = (condition: Condition, before: Occurrence | null): Condition =>
  withOccurrence(condition, (occurrence) => ({
    ...occurrence,
    assignee: before?.assignee ?? null,
    comments: before?.comments ?? [],
  }));

/** A condition with its occurrence changed; one without stays as it is. */
function withOccurrence(condition: Condition, change: (occurrence: Occurrence) => Occurrence): Condition {
  if (condition.kind === "normal" || condition.kind === "rising") return condition;
  return { ...condition, occurrence: change(condition.occurrence) };
}

const withFalling = (condition: Condition, fallingMs: number | null): Condition =>
  condition.kind === "unacknowledged" || condition.kind === "acknowledged"
    ? { ...condition, fallingMs }
    : condition;

/** Found: what had returned rises again, what was normal begins to rise. */
function withRising(condition: Condition, event: AlarmEvent & { kind: "rising" | "sank" }): Condition {
  if ("risingMs" in condition) return { ...condition, risingMs: event.kind === "rising" ? event.atMs : null };
  const last = "lastId" in condition ? { lastId: condition.lastId } : {};
  if (event.kind === "sank") return { kind: "normal", ...last };
  return { kind: "rising", sinceMs: event.atMs, finding: event.finding, ...last };
}

function evolveReturned(condition: Condition, event: AlarmEvent & { kind: "returned" }): Condition {
  const returnedMs = event.atMs;
  switch (condition.kind) {
    case "unacknowledged":
      return {
        kind: event.latches ? "latched unacknowledged" : "returned unacknowledged",
        occurrence: condition.occurrence,
        returnedMs,
        risingMs: null,
      };
    case "acknowledged": {
      const { occurrence, acknowledgement } = condition;
      return event.latches
        ? { kind: "latched", occurrence, acknowledgement, returnedMs, risingMs: null }
        : over(occurrence);
    }
    // A person said that it is over: the latch has nothing more to hold.
    case "latched":
      return event.latches ? condition : over(condition.occurrence);
    case "latched unacknowledged":
      return event.latches ? condition : { ...condition, kind: "returned unacknowledged" };
    case "normal":
    case "rising":
    case "returned unacknowledged":
      return condition;
  }
}

function evolveAcknowledged(condition: Condition, event: AlarmEvent & { kind: "acknowledged" }): Condition {
  const acknowledgement = event.act;
  switch (condition.kind) {
    case "unacknowledged":
      return { ...condition, kind: "acknowledged", acknowledgement };
    case "returned unacknowledged":
      return over(condition.occurrence);
    case "latched unacknowledged":
      return { ...condition, kind: "latched", acknowledgement };
    case "normal":
    case "rising":
    case "acknowledged":
    case "latched":
      return condition;
  }
}

function evolveCondition(key: AlarmKey, condition: Condition, event: AlarmEvent): Condition {
  switch (event.kind) {
    case "rising":
    case "sank":
      return withRising(condition, event);
    case "opened":
      return open(key, toOccurrence(condition)?.id ?? null, event);
    case "worsened":
      return withCare(open(key, toOccurrence(condition)?.id ?? null, event), toOccurrence(condition));
    case "revised":
      return withOccurrence(condition, (occurrence) => ({ ...occurrence, finding: event.finding }));
    case "falling":
      return withFalling(condition, event.atMs);
    case "stayed":
      return withFalling(condition, null);
    case "returned":
      return evolveReturned(condition, event);
    case "acknowledged":
      return evolveAcknowledged(condition, event);
    case "called again":
      if (condition.kind !== "acknowledged") return condition;
      return {
        kind: "unacknowledged",
        fallingMs: condition.fallingMs,
        occurrence: { ...condition.occurrence, calls: condition.occurrence.calls + 1, silenced: null },
      };
    case "silenced":
      return withOccurrence(condition, (occurrence) => ({ ...occurrence, silenced: event.act }));
    case "reset":
      return condition.kind === "latched" ? over(condition.occurrence) : condition;
    case "commented":
      return withOccurrence(condition, (occurrence) => ({
        ...occurrence,
        comments: [...occurrence.comments, event.act].slice(-mostComments),
      }));
    case "assigned":
      return withOccurrence(condition, (occurrence) => ({ ...occurrence, assignee: event.to }));
    // Time in which nothing was heard does not count as time in which the condition was gone.
    case "blinded":
      return withFalling(condition, null);
    case "heard":
    case "suppressed":
    case "unsuppressed":
    case "shelved":
    case "unshelved":
    case "shelf ended":
    case "taken out of service":
    case "put back in service":
      return condition;
  }
}

function evolveHolds(holds: Alarm["holds"], event: AlarmEvent): Alarm["holds"] {
  switch (event.kind) {
    case "taken out of service":
      return { ...holds, outOfService: { kind: "out of service", act: event.act } };
    case "put back in service":
      return { ...holds, outOfService: null };
    case "shelved":
      return { ...holds, shelved: { kind: "shelved", act: event.act, untilMs: event.untilMs } };
    // Somebody shelved what they saw, and not what is worse.
    case "worsened":
    case "unshelved":
    case "shelf ended":
      return { ...holds, shelved: null };
    case "suppressed":
      return {
        ...holds,
        suppressed: { kind: "suppressed", rule: event.rule, atMs: event.atMs, untilMs: event.untilMs },
      };
    case "unsuppressed":
      return { ...holds, suppressed: null };
    case "rising":
    case "sank":
    case "opened":
    case "revised":
    case "falling":
    case "stayed":
    case "returned":
    case "blinded":
    case "heard":
    case "acknowledged":
    case "called again":
    case "silenced":
    case "reset":
    case "commented":
    case "assigned":
      return holds;
  }
}

/** Changes that a person need not have seen before acting. */
const unversioned: ReadonlySet<AlarmEvent["kind"]> = new Set([
  "rising",
  "sank",
  "revised",
  "falling",
  "stayed",
  "silenced",
  "commented",
  "blinded",
  "heard",
]);

/** The alarm after an event. Knows no rules: a replay of a journal gives the same state, whatever is configured by then. */
export function evolveAlarm(key: AlarmKey, alarm: Alarm, event: AlarmEvent): Alarm {
  return {
    condition: evolveCondition(key, alarm.condition, event),
    holds: evolveHolds(alarm.holds, event),
    blindSinceMs: event.kind === "blinded" ? event.atMs : event.kind === "heard" ? null : alarm.blindSinceMs,
    version: unversioned.has(event.kind) ? alarm.version : alarm.version + 1,
  };
}

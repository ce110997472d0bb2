import { type AlarmKey, isWorse } from "../../../protocol/alarm.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Alarm, AlarmEvent, AlarmRules, Condition, Finding, Observation } from "./alarm.ts";
import { toOccurrenceId } from "./alarm-id.ts";
import { toNewestId, toOccurrence } from "./evolve-alarm.ts";

type Seen<Kind extends Observation["kind"]> = Extract<Observation, { readonly kind: Kind }>;

/** A rate or time that moved by more than this share is worth writing down while the alarm stands. */
const revisionShare = 0.25;

const movedMuch = (before: number | null, now: number | null): boolean =>
  before !== now &&
  (before === null || now === null || Math.abs(now - before) > revisionShare * Math.abs(before));

/** An onset that moved by more than this is worth writing down: late telemetry shows when it really began. */
const onsetShiftMs: DurationMs = seconds(10);

const shifted = (before: EpochMs | null, now: EpochMs | null): boolean =>
  before !== now && (before === null || now === null || Math.abs(now - before) > onsetShiftMs);

/**
 * Their headlines name who is not reached and which channels are wrong: one name more is news to everybody who reads it.
 * Headlines of what is measured hold numbers that never rest.
 */
const naming: ReadonlySet<Finding["verdict"]> = new Set([
  "undelivered notices",
  "sensor fault",
  "data-path fault",
  "limit passed",
]);

/** Readings and spans: numbers with a unit behind them; those in names stay. */
const measured = /(?<!\d)-?\d+(\.\d+)? ?(%|°C?|kPa|kg\/h|L\/min|L|rpm|W|A|V|g|min|s|h|d)(?![\w/])/g;

const toNamed = (headline: string): string => headline.replace(measured, "");

const namesOthers = (before: Finding, now: Finding): boolean =>
  naming.has(now.verdict) && toNamed(before.headline) !== toNamed(now.headline);

/** True when a finding says something else than the one on record, beyond small changes of its numbers. */
export function decideRevision(before: Finding, now: Finding): boolean {
  return (
    before.verdict !== now.verdict ||
    namesOthers(before, now) ||
    shifted(before.onsetMs, now.onsetMs) ||
    movedMuch(before.leakKgPerH, now.leakKgPerH) ||
    movedMuch(before.timeLeft?.p50Ms ?? null, now.timeLeft?.p50Ms ?? null)
  );
}

/** The worse of two severities stays: an alarm never becomes less urgent while it stands. */
const keepWorst = (before: Finding, now: Finding): Finding =>
  isWorse(before.severity, now.severity) ? { ...now, severity: before.severity } : now;

const isRising = (condition: Condition): boolean =>
  condition.kind === "rising" || ("risingMs" in condition && condition.risingMs !== null);

const isFalling = (condition: Condition): boolean => "fallingMs" in condition && condition.fallingMs !== null;

/** Two occurrences of one second would be one to everybody who reads: the second waits for the next. */
const isOwnSecond = (key: AlarmKey, condition: Condition, atMs: EpochMs): boolean =>
  toNewestId(condition) !== toOccurrenceId(key, atMs);

function decideStanding(
  key: AlarmKey,
  condition: Condition,
  { atMs, finding }: Seen<"found">,
): readonly AlarmEvent[] {
  const known = toOccurrence(condition)!.finding;
  const stayed: readonly AlarmEvent[] = isFalling(condition) ? [{ kind: "stayed", atMs }] : [];
  const isWorseNow = isWorse(finding.severity, known.severity);
  const grew = (finding.grewTimes ?? 0) > (known.grewTimes ?? 0);
  if (isWorseNow || grew) {
    if (!isOwnSecond(key, condition, atMs)) return stayed;
    const why = isWorseNow ? "severity" : "growth";
    return [...stayed, { kind: "worsened", atMs, finding: keepWorst(known, finding), why }];
  }
  if (!decideRevision(known, finding)) return stayed;
  return [...stayed, { kind: "revised", atMs, finding: keepWorst(known, finding) }];
}

/** A clock was set back since the delay began: it begins anew, for what was then may be long in coming. */
const wentBack = (sinceMs: EpochMs, atMs: EpochMs): boolean => atMs < sinceMs;

function decideFound(
  key: AlarmKey,
  alarm: Alarm,
  seen: Seen<"found">,
  rules: AlarmRules,
): readonly AlarmEvent[] {
  const { condition } = alarm;
  const { atMs, finding } = seen;
  const open: readonly AlarmEvent[] = isOwnSecond(key, condition, atMs)
    ? [{ kind: "opened", atMs, finding }]
    : [];
  switch (condition.kind) {
    case "normal":
      return rules.onDelayMs > 0 ? [{ kind: "rising", atMs, finding }] : open;
    case "rising":
      if (wentBack(condition.sinceMs, atMs)) return [{ kind: "rising", atMs, finding }];
      return atMs - condition.sinceMs >= rules.onDelayMs ? open : [];
    case "returned unacknowledged":
    case "latched unacknowledged":
    case "latched":
      // It came back: a new occurrence, linked, so that neither is lost.
      if (condition.risingMs === null ? rules.onDelayMs > 0 : wentBack(condition.risingMs, atMs))
        return [{ kind: "rising", atMs, finding }];
      return atMs - (condition.risingMs ?? atMs) >= rules.onDelayMs ? open : [];
    case "unacknowledged":
    case "acknowledged":
      return decideStanding(key, condition, seen);
  }
}

function decideGone(
  { condition, blindSinceMs }: Alarm,
  seen: Seen<"gone">,
  rules: AlarmRules,
): readonly AlarmEvent[] {
  const { atMs, reason, byPerson } = seen;
  const returned = { kind: "returned", atMs, reason, latches: rules.latches && !byPerson } as const;
  const sank: readonly AlarmEvent[] = isRising(condition) ? [{ kind: "sank", atMs }] : [];
  switch (condition.kind) {
    case "normal":
      return [];
    case "rising":
    case "returned unacknowledged":
      return sank;
    case "latched":
    case "latched unacknowledged":
      return byPerson ? [...sank, returned] : sank;
    case "unacknowledged":
    case "acknowledged":
      if (byPerson) return [returned];
      // What nobody hears of cannot be seen to be over.
      if (blindSinceMs !== null) return [];
      if (condition.fallingMs === null ? rules.offDelayMs > 0 : wentBack(condition.fallingMs, atMs))
        return [{ kind: "falling", atMs }];
      return atMs - (condition.fallingMs ?? atMs) >= rules.offDelayMs ? [returned] : [];
  }
}

/** False: however long one waits, the wall clock alone brings nothing. Asked of every alarm each second. */
export const isOnTheClock = ({ condition, holds }: Alarm): boolean =>
  holds.shelved !== null || condition.kind === "acknowledged";

/** The clock on the wall may be set back by so much, and what people did before is still of the past. */
const clockStepMs: DurationMs = minutes(5);

/**
 * Ends of time by the wall clock. A clock that ran ahead and was mended leaves acts of the future behind: a shelf of then is
 * over, and an acknowledgement of then keeps still for no longer than one of now would.
 */
function decideClock(
  { condition, holds }: Alarm,
  { atMs }: Seen<"clock">,
  rules: AlarmRules,
): readonly AlarmEvent[] {
  const events: AlarmEvent[] = [];
  const { shelved } = holds;
  if (shelved !== null && (atMs >= shelved.untilMs || shelved.act.atMs - atMs > clockStepMs))
    events.push({ kind: "shelf ended", atMs });
  if (
    condition.kind === "acknowledged" &&
    rules.callAgainAfterMs !== null &&
    Math.abs(atMs - condition.acknowledgement.atMs) >= rules.callAgainAfterMs
  )
    events.push({ kind: "called again", atMs });
  return events;
}

/** Suppression ends by itself, in the source time that the loop's telemetry brings. */
const decideSuppressionEnd = ({ holds }: Alarm, atMs: EpochMs): readonly AlarmEvent[] =>
  holds.suppressed !== null && atMs >= holds.suppressed.untilMs ? [{ kind: "unsuppressed", atMs }] : [];

/** What an observation makes happen to an alarm, in order; mostly nothing. The rules are asked here and nowhere else. */
export function decideAlarm(
  key: AlarmKey,
  alarm: Alarm,
  seen: Observation,
  rules: AlarmRules,
): readonly AlarmEvent[] {
  switch (seen.kind) {
    case "found":
      return [...decideSuppressionEnd(alarm, seen.atMs), ...decideFound(key, alarm, seen, rules)];
    case "gone":
      return [...decideSuppressionEnd(alarm, seen.atMs), ...decideGone(alarm, seen, rules)];
    case "passed":
      return decideSuppressionEnd(alarm, seen.atMs);
    case "suppress":
      // What ends sooner takes nothing from what lasts longer.
      if ((alarm.holds.suppressed?.untilMs ?? Number.NEGATIVE_INFINITY) >= seen.untilMs) return [];
      return [{ kind: "suppressed", atMs: seen.atMs, rule: seen.rule, untilMs: seen.untilMs }];
    case "unsuppress":
      return alarm.holds.suppressed === null ? [] : [{ kind: "unsuppressed", atMs: seen.atMs }];
    case "blind":
      return alarm.blindSinceMs === null ? [{ kind: "blinded", atMs: seen.atMs }] : [];
    case "heard":
      return alarm.blindSinceMs === null ? [] : [{ kind: "heard", atMs: seen.atMs }];
    case "clock":
      return decideClock(alarm, seen, rules);
  }
}

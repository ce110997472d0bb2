import type { AlarmKey, Severity } from "../../../protocol/alarm.ts";
import type { AlarmFigures } from "../../../protocol/incident.ts";
import { type DurationMs, days, type EpochMs, hours } from "../../../protocol/time.ts";
import type { AlarmEvent } from "../alarm/alarm.ts";
import { toKeyText } from "../alarm/alarm-id.ts";
import { countsForFlood } from "../alarm/annunciation.ts";
import { evolveAlarm, toOccurrence } from "../alarm/evolve-alarm.ts";
import { type AlarmTrack, createTrack, follow } from "./alarm-track.ts";
import { createFloodWatch } from "./flood-watch.ts";

/** What the figures read of the journal. */
export interface AlarmFact {
  /** Wall-clock time. */
  readonly writtenMs: EpochMs;
  readonly key: AlarmKey;
  readonly event: AlarmEvent;
}

/** ISA-18.2: one that stands longer than this is no longer an alarm but a state of the plant. */
const staleAfterMs: DurationMs = days(1);

/** How often an alarm must open within a minute to be chattering. */
const chatteringFrom = 3;

const mostListed = 10;

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : 1);

/** Half of them are shorter; of an even number, the middle of the two. `null`: there are none. */
function toAnswerTimes(spansMs: readonly DurationMs[]): AlarmFigures["timeToAcknowledgeMs"] {
  const sorted = spansMs.toSorted((a, b) => a - b);
  const longest = sorted.at(-1);
  if (longest === undefined) return null;
  const half = sorted.length / 2;
  return { median: (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2, longest };
}

const toStale = (tracks: Iterable<AlarmTrack>, toMs: EpochMs): readonly string[] =>
  [...tracks]
    .filter(({ occurrenceMs }) => toMs - occurrenceMs > staleAfterMs)
    .flatMap(({ alarm }) => toOccurrence(alarm.condition)?.id ?? [])
    .sort();

function toTopTen(tracks: ReadonlyMap<string, AlarmTrack>, annunciated: number): AlarmFigures["topTen"] {
  return [...tracks]
    .filter(([, { calls }]) => calls > 0)
    .map(([key, { calls }]) => ({ key, count: calls, share: calls / annunciated }))
    .sort((a, b) => b.count - a.count || byKey(a, b))
    .slice(0, mostListed);
}

const toChattering = (tracks: ReadonlyMap<string, AlarmTrack>): AlarmFigures["chattering"] =>
  [...tracks]
    .filter(([, { mostOpenings }]) => mostOpenings >= chatteringFrom)
    .map(([key, { mostOpenings }]) => ({ key, times: mostOpenings }))
    .sort((a, b) => b.times - a.times || byKey(a, b));

/** Figures on their way: takes the journal in, fact by fact. */
export interface FigureCount {
  take(fact: AlarmFact): void;
  result(): AlarmFigures;
}

/**
 * The figures of what was written in [`fromMs`, `toMs`). Takes the journal from its beginning, oldest first: only so is it
 * known which alarms were held, and what stood already. Keeps one record an alarm, the calls of ten minutes, and the time to
 * each acknowledgement. Sources: ANSI/ISA-18.2-2016 clause 16, EEMUA 191.
 *
 * Of what the standards leave open: what calls is what people are told of (`toAnnunciated`), so that an escalation, an
 * acknowledgement that ran out and the end of what held an alarm are calls; advisories are, too, but count neither for a
 * flood nor among the most in ten minutes; a flood begins with the eleventh call and ends at the moment at which fewer than
 * five are left, and knows nothing of calls before the span; chattering counts openings, held or not (`times`: the most
 * within a minute), fleeting alarms are those that returned within ten seconds of opening, escalations or not; stale is what
 * stands at `toMs`, held or not; the time to an acknowledgement counts from the last call.
 */
export function createFigureCount(fromMs: EpochMs, toMs: EpochMs): FigureCount {
  const tracks = new Map<string, AlarmTrack>();
  const floods = createFloodWatch(fromMs);
  const bySeverity: Record<Severity, number> = { emergency: 0, warning: 0, caution: 0, advisory: 0 };
  const answerTimesMs: DurationMs[] = [];
  let annunciated = 0;

  return {
    take({ writtenMs, key, event }) {
      // Not the end: the clock on the wall may have been set back.
      if (writtenMs >= toMs) return;
      const keyText = toKeyText(key);
      const track = tracks.get(keyText) ?? createTrack();
      tracks.set(keyText, track);
      track.alarm = evolveAlarm(key, track.alarm, event);
      const { called, answeredAfterMs } = follow(track, event, writtenMs, writtenMs >= fromMs);
      if (answeredAfterMs !== null) answerTimesMs.push(answeredAfterMs);
      if (called === null) return;
      annunciated += 1;
      bySeverity[called] += 1;
      if (countsForFlood(called)) floods.called(writtenMs);
    },
    result: () => ({
      fromMs,
      toMs,
      annunciated,
      perHour: toMs > fromMs ? annunciated / ((toMs - fromMs) / hours(1)) : 0,
      ...floods.result(toMs),
      chattering: toChattering(tracks),
      fleeting: [...tracks.values()].filter(({ isFleeting }) => isFleeting).length,
      stale: toStale(tracks.values(), toMs),
      bySeverity,
      topTen: toTopTen(tracks, annunciated),
      timeToAcknowledgeMs: toAnswerTimes(answerTimesMs),
    }),
  };
}

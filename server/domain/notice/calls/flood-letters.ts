import { isWorse, type Severity } from "../../../../protocol/alarm.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../../../protocol/time.ts";
import type { LetterReason } from "../letter.ts";
import { findQuietEnd } from "../quiet-times.ts";
import { isUrgent } from "../urgency.ts";
import type { CallFact } from "./call-fact.ts";
import type { CallBookState, Flood, FloodReader } from "./call-state.ts";
import { floodLetterEveryMs, toFloodEndMs, toFloodView } from "./flood.ts";
import type { Draft, PostRoom } from "./post-room.ts";

/** Most urgent of what a reader is told. */
const toWorst = ({ items }: FloodReader): Severity => items[0]?.severity ?? "advisory";

/**
 * The summary that an alarm brings at once, with the alarm among the reader's: the first one where that is urgent, and one that
 * is worse than what the reader knows. A first one that can wait does, for what is worse often follows: one summary tells both.
 * It does not end quiet hours.
 */
export function decideSummary(post: PostRoom, flood: Flood, reader: FloodReader): readonly CallFact[] {
  const worst = toWorst(reader);
  const isNew = reader.toldWorst === null ? isUrgent(worst) : isWorse(worst, reader.toldWorst);
  return isNew ? toSummary(post, flood, reader) : [];
}

function toSummary(post: PostRoom, flood: Flood, reader: FloodReader): readonly CallFact[] {
  const person = post.person(reader.personId);
  const severity = toWorst(reader);
  if (person === null || findQuietEnd(person, severity, post.nowMs) !== null) return [];
  const urgent = isUrgent(severity);
  return [post.summary(person, { ...toContent(flood, reader, { kind: "many at once" }), severity, urgent })];
}

const toContent = (flood: Flood, { items, count }: FloodReader, reason: LetterReason) => ({
  items: items.map(({ incidentId, occurrenceId }) => ({ incidentId, occurrenceId, reason })),
  flood: toFloodView(flood),
  ...(count > items.length ? { more: count - items.length } : {}),
});

/** After so long without another alarm the flood is as good as over, and its end tells what is left to tell. */
const calmMs: DurationMs = minutes(5);

/** How long a first summary waits for what is worse. */
const firstWaitsMs: DurationMs = seconds(30);

const toFirstDueMs = ({ items }: FloodReader): EpochMs =>
  Math.min(...items.map(({ atMs }) => atMs)) + firstWaitsMs;

/** When this reader is told how the flood goes on; `null`: nothing is new, or nobody is there to be told. */
export function toSummaryDueMs(state: CallBookState, post: PostRoom, reader: FloodReader): EpochMs | null {
  const person = post.person(reader.personId);
  if (reader.fresh === 0 || person === null) return null;
  const everyMs = reader.toldMs === null ? toFirstDueMs(reader) : reader.toldMs + floodLetterEveryMs;
  const dueMs = findQuietEnd(person, toWorst(reader), Math.max(everyMs, post.nowMs)) ?? everyMs;
  const newestMs = state.recent.at(-1)?.atMs ?? dueMs;
  return Math.max(dueMs, post.nowMs) - newestMs > calmMs ? toFloodEndMs(state) : dueMs;
}

/** What time alone brings in a flood: its end, or how it goes on. */
export function decideFlood(state: CallBookState, post: PostRoom): readonly CallFact[] {
  const { flood } = state;
  if (flood === null) return [];
  if (post.nowMs >= toFloodEndMs(state))
    return [
      ...flood.readers.flatMap((reader) => decideLastSummary(post, flood, reader)),
      { kind: "flood over", atMs: post.nowMs },
    ];
  return flood.readers.flatMap((reader) => {
    const dueMs = toSummaryDueMs(state, post, reader);
    return dueMs !== null && dueMs <= post.nowMs ? toSummary(post, flood, reader) : [];
  });
}

function decideLastSummary(post: PostRoom, flood: Flood, reader: FloodReader): readonly CallFact[] {
  const person = post.person(reader.personId);
  if (person === null || reader.items.length === 0) return [];
  const severity = toWorst(reader);
  if (findQuietEnd(person, severity, post.nowMs) === null)
    return [
      post.summary(person, {
        ...toContent(flood, reader, { kind: "flood over" }),
        severity,
        urgent: false,
      }),
    ];
  // All of it can wait: it is told when quiet hours are over, alarm by alarm in one letter.
  const drafts = reader.items.map(
    ({ incidentId, occurrenceId, severity: its }): Draft => ({
      item: { incidentId, occurrenceId, reason: { kind: "many at once" } },
      form: "call",
      severity: its,
    }),
  );
  return reader.fresh === 0 ? [] : post.send(person, drafts);
}

import { bySeverity, isWorse } from "../../../../protocol/alarm.ts";
import type { FloodView } from "../../../../protocol/incident.ts";
import { type DurationMs, type EpochMs, minutes } from "../../../../protocol/time.ts";
import { floodBeginsWith, floodGoesOnWith, floodWindowMs } from "../../alarm/annunciation.ts";
import type { PersonId } from "../policy.ts";
import { toWorse } from "../urgency.ts";
import {
  type Annunciation,
  type CallBookState,
  type Flood,
  type FloodItem,
  type FloodReader,
  findReader,
} from "./call-state.ts";

/** A summary that has something new is sent this often at most, unless it gets worse. */
export const floodLetterEveryMs: DurationMs = minutes(10);

/** What a summary lists; a person reads no more than this on a phone. */
const mostFloodItems = 40;

/** Counts an alarm that calls, or would. All alarms of the site are counted, whoever is told of them. */
export function countAnnunciation(state: CallBookState, one: Annunciation): void {
  state.recent.push(one);
  if (state.recent.length > floodBeginsWith) state.recent.shift();
  if (state.flood !== null) addToFlood(state.flood, one);
  else if (state.recent.length === floodBeginsWith && one.atMs - state.recent[0]!.atMs < floodWindowMs)
    state.flood = toFlood(state.recent);
}

function addToFlood(flood: Flood, { loopId, severity }: Annunciation): void {
  flood.count += 1;
  flood.loops[loopId] = true;
  flood.worst = toWorse(flood.worst, severity);
}

function toFlood(recent: readonly Annunciation[]): Flood {
  const first = recent[0]!;
  const flood: Flood = { sinceMs: first.atMs, count: 0, loops: {}, worst: first.severity, readers: [] };
  for (const one of recent) addToFlood(flood, one);
  return flood;
}

/** When the flood is over if nothing more comes. */
export function toFloodEndMs({ recent }: CallBookState): EpochMs {
  return (recent.at(-floodGoesOnWith)?.atMs ?? 0) + floodWindowMs;
}

export const toFloodView = ({ sinceMs, count, loops, worst }: Flood): FloodView => ({
  sinceMs,
  count,
  loops: Object.keys(loops).length,
  worst,
});

export const newReader = (personId: PersonId): FloodReader => ({
  personId,
  letters: 0,
  toldWorst: null,
  toldMs: null,
  fresh: 0,
  count: 0,
  leaks: 0,
  items: [],
});

/** The reader's record, made when there is none. */
export function takeReader(flood: Flood, personId: PersonId): FloodReader {
  const known = findReader(flood, personId);
  if (known !== null) return known;
  const reader = newReader(personId);
  flood.readers.push(reader);
  return reader;
}

/** With one more alarm to tell. */
export const withFloodItem = (reader: FloodReader, item: FloodItem): FloodReader => ({
  ...reader,
  fresh: reader.fresh + 1,
  count: reader.count + 1,
  items: insert(reader.items, item),
});

function insert(items: readonly FloodItem[], item: FloodItem): FloodItem[] {
  const last = items.at(-1);
  if (items.length >= mostFloodItems && last !== undefined && !isWorse(item.severity, last.severity))
    return [...items];
  const at = items.findLastIndex((other) => bySeverity(other, item) <= 0) + 1;
  return [...items.slice(0, at), item, ...items.slice(at)].slice(0, mostFloodItems);
}

import type { UnmappedList } from "../../protocol/series.ts";
import { type DurationMs, days, type EpochMs, minutes } from "../../protocol/time.ts";
import { isNumeric, type LineColumns } from "../boundary/line-columns.ts";
import type { LineReader } from "../boundary/line-reader.ts";
import type { Series } from "../boundary/line-series.ts";
import type { Channel } from "../domain/loop/loop.ts";
import type { Clock } from "./ports.ts";

/** What came in and belongs to no loop: a bounded list, with the newest value of each series. */
export interface UnmappedBook {
  /** Takes the `k`-th value, which is one of the `i`-th point's, of what this reader reads. */
  note(reader: LineReader, columns: LineColumns, i: number, k: number): void;
  list(): UnmappedList;
  /** Series on the list. */
  readonly size: number;
}

/** Series that are listed; a sender that puts a number into a tag makes millions. */
const mostListed = 1000;

/** What was not heard for so long makes room. */
const forgottenAfterMs: DurationMs = days(1);

/** Rates are counted over such a span and the one before. */
const countedMs: DurationMs = minutes(1);

interface Entry extends Series {
  readonly field: string;
  readonly watch: Watch | null;
  readonly firstMs: EpochMs;
  value: number | null;
  atMs: EpochMs;
  arrivedMs: EpochMs;
  count: number;
  countBefore: number;
}

/** Limits on such a series. */
interface Watch {
  readonly channel: Pick<Channel, "id" | "name" | "source">;
  take(atMs: EpochMs, value: number): void;
}

/** A value costs two looks into a list. `watches`: who wants the numbers of which series. */
export function createUnmappedBook(
  clock: Pick<Clock, "nowMs">,
  watches: readonly Watch[] = [],
): UnmappedBook {
  const entryByName = new Map<string, Entry>();
  let knownReader: LineReader | null = null;
  let generation = -1;
  /** By the reader's numbers of series and field; `null`: there was no room. */
  let bySeries: ((Entry | null | undefined)[] | undefined)[] = [];
  let leftOut = 0;
  let countedFromMs = clock.nowMs();

  const forgetNumbers = (): void => {
    bySeries = [];
  };

  /** Moves the counted span on, and makes room. */
  const turn = (nowMs: EpochMs): void => {
    const passedMs = nowMs - countedFromMs;
    if (passedMs >= 0 && passedMs < countedMs) return;
    const isNext = passedMs >= 0 && passedMs < 2 * countedMs;
    countedFromMs = isNext ? countedFromMs + countedMs : nowMs;
    for (const [name, entry] of entryByName) {
      entry.countBefore = isNext ? entry.count : 0;
      entry.count = 0;
      if (nowMs - entry.arrivedMs > forgottenAfterMs) entryByName.delete(name);
    }
    forgetNumbers();
  };

  const find = ({ measurement, tags }: Series, field: string, nowMs: EpochMs): Entry | null => {
    const name = JSON.stringify([measurement, Object.entries(tags).sort(), field]);
    const known = entryByName.get(name);
    if (known !== undefined) return known;
    if (entryByName.size >= mostListed) return null;
    const watch = watches.find(({ channel }) => feeds(channel, measurement, tags, field)) ?? null;
    const times = { firstMs: nowMs, atMs: Number.NEGATIVE_INFINITY, arrivedMs: nowMs };
    const entry = { measurement, tags, field, watch, ...times, value: null, count: 0, countBefore: 0 };
    entryByName.set(name, entry);
    return entry;
  };

  return {
    note(reader, columns, i, k) {
      const nowMs = clock.nowMs();
      turn(nowMs);
      if (reader !== knownReader || generation !== reader.generation) {
        knownReader = reader;
        generation = reader.generation;
        forgetNumbers();
      }
      const series = columns.seriesOf[i]!;
      const field = columns.fieldOf[k]!;
      const fields = bySeries[series] ?? [];
      bySeries[series] = fields;
      let entry = fields[field];
      if (entry === undefined) {
        entry = find(reader.series(series), reader.fieldName(field), nowMs);
        fields[field] = entry;
      }
      if (entry === null) {
        leftOut += 1;
        return;
      }
      entry.arrivedMs = nowMs;
      entry.count += 1;
      const atMs = columns.atMs[i]!;
      if (!isNumeric(columns.kind[k]!)) {
        if (atMs >= entry.atMs) Object.assign(entry, { atMs, value: null });
        return;
      }
      entry.watch?.take(atMs, columns.value[k]!);
      if (atMs < entry.atMs) return;
      entry.atMs = atMs;
      entry.value = columns.value[k]!;
    },
    list() {
      const nowMs = clock.nowMs();
      turn(nowMs);
      return { series: [...entryByName.values()].map((entry) => toListed(entry, nowMs)), leftOut };
    },
    get size() {
      return entryByName.size;
    },
  };

  function toListed(entry: Entry, nowMs: EpochMs) {
    const { measurement, tags, field, value, atMs, arrivedMs, watch } = entry;
    // One that has just begun is not counted over a time in which it was not there; less than a second says nothing.
    const overMs = nowMs - Math.max(entry.firstMs, countedFromMs - countedMs);
    const ratePerS = (1000 * (entry.count + entry.countBefore)) / Math.max(1000, overMs);
    return {
      measurement,
      tags,
      field,
      value,
      atMs,
      arrivedMs,
      ratePerS,
      watchedAs: watch?.channel.name ?? null,
    };
  }
}

/** True when a channel's source names this series; further tags do not matter. */
function feeds(
  { source }: Watch["channel"],
  measurement: string,
  tags: Series["tags"],
  field: string,
): boolean {
  if (source.measurement !== measurement || source.field !== field) return false;
  return Object.entries(source.tags).every(([name, value]) => tags[name] === value);
}

import { type DurationMs, type EpochMs, seconds } from "../../../protocol/time.ts";
import type { ServerToPage } from "../../../protocol/wire.ts";
import type { Cancel, Clock } from "../../app/ports.ts";

type Payload<E extends keyof ServerToPage> = Parameters<ServerToPage[E]>[0];

/** Events of which only the newest of a kind matters to a page that cannot keep up. */
export type NewestEvent =
  | "frame"
  | "estimate"
  | "signal"
  | "condition"
  | "health"
  | "beat"
  | "scenario"
  | "overview";

/** One such event; two with the same `key` replace each other. */
export type Newest = {
  readonly [E in NewestEvent]: { readonly key: string; readonly event: E; readonly payload: Payload<E> };
}[NewestEvent];

/** Events of which every one matters, in their order. */
export type KeptEvent = "alarm" | "notice" | "mail";

/** One such event. */
export type Kept = {
  readonly [E in KeptEvent]: { readonly event: E; readonly payload: Payload<E> };
}[KeptEvent];

/** The way to one page. */
export interface PageLine {
  /** False while the last batch is still on its way. */
  isFree(): boolean;
  send(item: Newest | Kept): void;
  /** A frame of samples was left out for a newer one. */
  leftOut?(): void;
  /** The page is so far behind that a fresh snapshot serves it better: ends its connection. */
  cutOff(unread: number): void;
}

/** What one page is still to hear. */
export interface PageOutlet {
  /** May be replaced by a newer one. */
  offer(item: Newest): void;
  /** Never left out while the page is connected. */
  keep(item: Kept): void;
  /** The page gets a snapshot now: what waits is older, and is in it. */
  renew(): void;
  close(): void;
}

/** How soon a page that was busy is tried again: well below the time between two frames. */
const retryMs: DurationMs = 50;

/** Kept events that go at once; what is on its way to a page that has stopped reading holds memory as well. */
const mostAtOnce = 500;

/** Kept events that may wait: a page that reads has this many behind it in a quarter of a second. */
export const mostUnread = 2000;

/** A burst may be longer than that, as long as the page soon catches up. */
export const catchUpMs: DurationMs = seconds(3);

/**
 * Keeps a slow page current at bounded memory: of what replaces itself one event a key waits, and of what must all be
 * heard so much that a page which does not catch up is cut off, and asks for a snapshot when it is back. Socket.IO's own
 * `volatile` would drop all but the first of several events sent in one turn, so a page with three loops would see the
 * frames of one; and without `volatile` it would keep events for a page that sleeps until there is no memory left.
 */
export function createPageOutlet(line: PageLine, clock: Pick<Clock, "after" | "nowMs">): PageOutlet {
  const waitingByKey = new Map<string, Newest>();
  let kept: Kept[] = [];
  /** Since when more has waited than may; `null`: it has not. */
  let behindSinceMs: EpochMs | null = null;
  let cancelRetry: Cancel | null = null;
  let isPlanned = false;
  let isClosed = false;

  const renew = (): void => {
    waitingByKey.clear();
    kept = [];
    behindSinceMs = null;
  };

  const close = (): void => {
    isClosed = true;
    renew();
    cancelRetry?.();
  };

  const isLost = (): boolean => {
    behindSinceMs = kept.length > mostUnread ? (behindSinceMs ?? clock.nowMs()) : null;
    return behindSinceMs !== null && clock.nowMs() - behindSinceMs >= catchUpMs;
  };

  const flush = (): void => {
    isPlanned = false;
    if (isClosed || (waitingByKey.size === 0 && kept.length === 0)) return;
    if (isLost()) {
      const unread = kept.length;
      close();
      line.cutOff(unread);
      return;
    }
    if (line.isFree()) sendSome();
    if (waitingByKey.size === 0 && kept.length === 0) return;
    cancelRetry ??= clock.after(retryMs, () => {
      cancelRetry = null;
      flush();
    });
  };

  const sendSome = (): void => {
    const now = kept.slice(0, mostAtOnce);
    kept = kept.slice(mostAtOnce);
    for (const item of now) line.send(item);
    // A beat tells the number of the last alarm: before that alarm it would look as if one were missing.
    if (kept.length > 0) return;
    const waiting = [...waitingByKey.values()];
    waitingByKey.clear();
    for (const item of waiting) line.send(item);
  };

  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    // The events of one turn go together.
    queueMicrotask(flush);
  };

  return {
    offer(item) {
      const replaced = waitingByKey.get(item.key);
      if (replaced?.event === "frame") line.leftOut?.();
      // Taken out and put in again, so that the events leave in the order of their newest news.
      waitingByKey.delete(item.key);
      waitingByKey.set(item.key, replaced === undefined ? item : toNewest(replaced, item));
      plan();
    },
    keep(item) {
      if (isClosed) return;
      kept.push(item);
      plan();
    },
    renew,
    close,
  };
}

/** What of an older event must not be lost when a newer one replaces it. */
function toNewest(replaced: Newest, item: Newest): Newest {
  // A frame says how many rows the page has not seen, so that it can ask for history.
  if (replaced.event === "frame" && item.event === "frame") {
    const coalesced = replaced.payload.coalesced + replaced.payload.tMs.length + item.payload.coalesced;
    return { ...item, payload: { ...item.payload, coalesced } };
  }
  // An overview leaves out what has not changed.
  if (replaced.event === "overview" && item.event === "overview")
    return { ...item, payload: { ...replaced.payload, ...item.payload } };
  return item;
}

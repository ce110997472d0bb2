import type { DurationMs } from "../../../protocol/time.ts";
import type { ServerToPage } from "../../../protocol/wire.ts";
import type { Cancel, Clock } from "../../app/ports.ts";

/** Events of which only the newest of a kind matters to a page that cannot keep up. */
export type NewestEvent = "frame" | "estimate" | "signal" | "health" | "beat" | "scenario";

/** One such event; two with the same `key` replace each other. */
export type Newest = {
  readonly [E in NewestEvent]: {
    readonly key: string;
    readonly event: E;
    readonly payload: Parameters<ServerToPage[E]>[0];
  };
}[NewestEvent];

/** The way to one page. */
export interface PageLine {
  /** False while the last batch is still on its way. */
  isFree(): boolean;
  send(item: Newest): void;
}

/** What one page is still to hear. */
export interface PageOutlet {
  offer(item: Newest): void;
  close(): void;
}

/** How soon a page that was busy is tried again: well below the time between two frames. */
const retryMs: DurationMs = 50;

/**
 * Keeps a slow page current at bounded memory: one waiting event a key. Socket.IO's own `volatile` would drop all but
 * the first of several events sent in one turn, so a page with three loops would see the frames of one.
 */
export function createPageOutlet(line: PageLine, clock: Pick<Clock, "after">): PageOutlet {
  const waitingByKey = new Map<string, Newest>();
  let cancelRetry: Cancel | null = null;
  let isPlanned = false;
  let isClosed = false;

  const flush = (): void => {
    isPlanned = false;
    if (isClosed || waitingByKey.size === 0) return;
    if (!line.isFree()) {
      cancelRetry ??= clock.after(retryMs, () => {
        cancelRetry = null;
        flush();
      });
      return;
    }
    const waiting = [...waitingByKey.values()];
    waitingByKey.clear();
    for (const item of waiting) line.send(item);
  };

  return {
    offer(item) {
      const replaced = waitingByKey.get(item.key);
      // Taken out and put in again, so that the events leave in the order of their newest news.
      waitingByKey.delete(item.key);
      waitingByKey.set(item.key, replaced === undefined ? item : toNewest(replaced, item));
      if (isPlanned) return;
      isPlanned = true;
      // The events of one turn go together.
      queueMicrotask(flush);
    },
    close() {
      isClosed = true;
      waitingByKey.clear();
      cancelRetry?.();
    },
  };
}

/** A frame that replaces another says how many rows the page has not seen, so that it can ask for history. */
function toNewest(replaced: Newest, item: Newest): Newest {
  if (replaced.event !== "frame" || item.event !== "frame") return item;
  const coalesced = replaced.payload.coalesced + replaced.payload.tMs.length + item.payload.coalesced;
  return { ...item, payload: { ...item.payload, coalesced } };
}

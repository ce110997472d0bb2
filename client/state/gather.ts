import type { Signal } from "@preact/signals";
import type { Pace } from "./alarm-book.ts";

/** News of many loops, put into a signal together: a picture for each of three hundred would be all that the page does. */
export interface Gather<T> {
  readonly put: (id: string, value: T) => void;
  /** Forgets what was not put in yet: something newer has come. */
  readonly clear: () => void;
}

/** From so many entries on it waits longer between two pictures. */
const manyEntries = 40;

/** Gathers entries for a map and puts them in at the pace of the page. */
export function createGather<T>(target: Signal<ReadonlyMap<string, T>>, pace: Pace): Gather<T> {
  let waiting = new Map<string, T>();
  const flush = (): void => {
    if (waiting.size === 0) return;
    const news = waiting;
    waiting = new Map();
    target.value = new Map([...target.peek(), ...news]);
  };
  return {
    put: (id, value) => {
      waiting.set(id, value);
      if (waiting.size === 1) pace(flush, target.peek().size > manyEntries);
    },
    clear: () => waiting.clear(),
  };
}

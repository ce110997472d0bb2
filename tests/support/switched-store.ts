import type { StoreError, TelemetryStore } from "../../server/app/ports.ts";

/** A real store whose way can be cut. */
export interface SwitchedStore extends TelemetryStore {
  /** Every write fails with this before the store hears of it; `null` opens the way again. */
  cut(error: StoreError | null): void;
  /** The next write goes in, but its answer is lost. */
  loseNextAnswer(error: StoreError): void;
  /** Bodies that were tried, in order. */
  readonly tried: readonly string[];
}

/** Puts a switch in front of `store`. */
export function createSwitchedStore(store: TelemetryStore): SwitchedStore {
  let before: StoreError | null = null;
  let after: StoreError | null = null;
  const tried: string[] = [];
  return {
    name: store.name,
    tried,
    cut(error) {
      before = error;
    },
    loseNextAnswer(error) {
      after = error;
    },
    async write(lines, precision) {
      tried.push(`${precision} ${lines.toString()}`);
      if (before !== null) throw before;
      const answer = await store.write(lines, precision);
      const lost = after;
      after = null;
      if (lost !== null) throw lost;
      return answer;
    },
    history: (query) => store.history(query),
    newestMs: (series) => store.newestMs(series),
    texts: (series, fromMs) => store.texts(series, fromMs),
    count: (measurement) => store.count(measurement),
    dropBefore: (ms) => store.dropBefore(ms),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

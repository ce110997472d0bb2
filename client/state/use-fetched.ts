import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Fetched } from "./history.ts";

/** Asks once for each `key` and keeps the newest answer; `null` while the first one is under way. */
export function useFetched<T>(key: string, ask: () => Promise<Fetched<T>>): Signal<Fetched<T> | null> {
  const answer = useSignal<Fetched<T> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void ask().then((fetched) => {
      if (isCurrent) answer.value = fetched;
    });
    return () => {
      isCurrent = false;
    };
  }, [key, answer]);
  return answer;
}

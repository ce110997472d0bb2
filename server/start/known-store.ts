import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../app/ports.ts";

/** Remembers in the data directory which InfluxDB has answered us: one that did may be away at a later start. */
export interface KnownStore {
  /** True when the server at this address (without credentials) answered at an earlier start. */
  answeredBefore(url: string): boolean;
  /** Never throws: without this memory the next start is as strict as a first one. */
  answers(url: string): void;
}

const fileName = "known-store.txt";

/** `dataDir` exists. */
export function createKnownStore(dataDir: string, log: Log): KnownStore {
  const path = join(dataDir, fileName);
  const read = (): string | null => {
    try {
      return readFileSync(path, "utf8").trim();
    } catch {
      // Not there: no InfluxDB has answered yet. Unreadable: as good as not there.
      return null;
    }
  };
  return {
    answeredBefore: (url) => read() === url,
    answers(url) {
      if (read() === url) return;
      try {
        writeFileSync(path, `${url}\n`, { flush: true });
      } catch (cause) {
        log.warn("The address of the store could not be noted in the data directory.", { cause });
      }
    },
  };
}

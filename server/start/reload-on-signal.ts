import type { Monitor } from "../app/monitor-parts.ts";
import type { Config } from "../boundary/config.ts";
import { createReload, type ReloadParts } from "./reload.ts";

/** What a reload changes, once it stands. */
export interface ReloadedHouse {
  readonly monitor: Pick<Monitor, "refused">;
  take(next: Config): Promise<void>;
  /** Writes into the audit what became of a reload: why it was refused, or `null`. */
  noteReload(problem: string | null): void;
}

/**
 * SIGHUP: the configuration is read anew; during a start, as soon as that is done. An unknown failure on the way ends the
 * process, as every one does.
 */
export function reloadOnSignal(
  starting: Promise<ReloadedHouse>,
  config: Config,
  parts: Pick<ReloadParts, "read" | "log">,
): void {
  const ready = starting.then(
    (house) =>
      createReload({
        ...parts,
        config,
        take: house.take,
        onRefused(problem) {
          house.monitor.refused(problem);
          house.noteReload(problem);
        },
      }),
    // Whoever waits for the start says why it failed.
    () => null,
  );
  process.on("SIGHUP", () => void ready.then((reload) => reload?.()));
}

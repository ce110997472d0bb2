import type { Log } from "../app/ports.ts";
import type { Config } from "../boundary/config.ts";
import type { ChosenConfig } from "./choose-config.ts";
import { StartError } from "./start-error.ts";

/** Parts of the configuration that are opened once, and the words for them. */
const opened = {
  listen: "listen",
  dataDir: "dataDir",
  store: "store",
  retentionDays: "retentionDays",
  rollupDays: "rollupDays",
  series: "series",
  spoolBytes: "spoolMb",
  publicUrl: "publicUrl",
  tls: "tls",
  proxy: "proxy",
  smtp: "smtp and mail.from",
} as const satisfies Partial<Record<keyof Config, string>>;

/** What has changed between two configurations and counts only after a restart, by its name in the file. */
export function findNeedsRestart(before: Config, after: Config): readonly string[] {
  const changed = Object.entries(opened).flatMap(([part, name]) => {
    const key = part as keyof typeof opened;
    return JSON.stringify(before[key]) === JSON.stringify(after[key]) ? [] : [name];
  });
  // They are watched at once; what is done beside detection is set up at the start.
  const known = new Set(before.loops.map(({ id }) => id));
  const added = after.loops.filter(({ id }) => !known.has(id));
  return [...changed, ...added.map(({ id }) => `rollups and unit check of loop ${id}`)];
}

/** What a reload works with. */
export interface ReloadParts {
  /** The configuration of the start: what counts only after a restart is named until it does. */
  readonly config: Config;
  /** Reads file and environment anew; throws `StartError` that names every problem. */
  readonly read: () => ChosenConfig;
  /** Takes it over; may throw `StartError` before anything was changed. */
  readonly take: (next: Config) => Promise<void>;
  /** Says why nothing was taken; `null`: it was. */
  readonly onRefused: (problem: string | null) => void;
  readonly log: Log;
}

/** Reads the configuration anew and takes it over as a whole, or leaves everything as it is. Never rejects; one after the other. */
export function createReload(parts: ReloadParts): () => Promise<void> {
  const { read, take, onRefused, log, config } = parts;
  let running: Promise<void> = Promise.resolve();

  const reload = async (): Promise<void> => {
    try {
      const { config: next, file } = read();
      const needsRestart = findNeedsRestart(config, next);
      await take(next);
      onRefused(null);
      log.info("The configuration was taken over.", { file });
      if (needsRestart.length > 0)
        log.warn("Some changes of the configuration need a restart; the rest is taken.", { needsRestart });
    } catch (cause) {
      if (!(cause instanceof StartError)) throw cause;
      onRefused(cause.message);
      log.error("The configuration was refused; everything stays as it was.", { problem: cause.message });
    }
  };

  return () => {
    running = running.then(reload);
    return running;
  };
}

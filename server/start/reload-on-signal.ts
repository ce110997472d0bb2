import type { Monitor } from "../app/monitor-parts.ts";
import type { Config } from "../boundary/config.ts";
import { createReload, type ReloadParts } from "./reload.ts";

/** SIGHUP: the configuration is read anew. An unknown failure on the way ends the process, as every one does. */
export function reloadOnSignal(
  house: { readonly monitor: Pick<Monitor, "refused">; take(next: Config): Promise<void> },
  config: Config,
  parts: Pick<ReloadParts, "read" | "log">,
): void {
  const reload = createReload({ ...parts, config, take: house.take, onRefused: house.monitor.refused });
  process.on("SIGHUP", () => void reload());
}

import type { Log } from "../app/ports.ts";

/**
 * A stop that takes longer than this is cut short: what matters is on disk already. Milliseconds; supervisors in containers
 * kill after ten seconds. Each part of a stop has a shorter patience of its own, so that this is for what nobody foresaw.
 */
const stopLimitMs = 9000;

/** A terminal signals the whole group and npm passes its signal on: what comes within this time is one Ctrl-C. */
const oneCtrlCMs = 1000;

/**
 * First SIGINT or SIGTERM: stop in order, exit 0. Another, later: exit at once. An unknown failure ends the process too,
 * in order and with exit code 1: a supervisor starts us again.
 */
export function stopOnSignal({ stop, log }: { readonly stop: () => Promise<void>; readonly log: Log }): void {
  let sinceMs: number | null = null;
  const end = async (code: number): Promise<void> => {
    if (sinceMs !== null) {
      if (Date.now() - sinceMs > oneCtrlCMs) process.exit(code || 1);
      return;
    }
    sinceMs = Date.now();
    setTimeout(() => {
      log.error("Stopping took too long and was cut short; what was accepted is on disk.", { stopLimitMs });
      process.exit(code || 1);
    }, stopLimitMs).unref();
    try {
      await stop();
    } catch (cause) {
      log.error("Stopping failed.", { cause });
      process.exit(1);
    }
    process.exit(code);
  };
  process.on("SIGINT", () => void end(0));
  process.on("SIGTERM", () => void end(0));
  process.on("uncaughtException", (cause) => {
    log.error("An unknown failure ends Loopwatch.", { cause, stack: cause.stack });
    void end(1);
  });
}

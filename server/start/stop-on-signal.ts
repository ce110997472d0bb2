/** A stop that takes longer than this is cut short: what matters is on disk already. Milliseconds. */
const stopLimitMs = 4500;

/** A terminal signals the whole group and npm passes its signal on: what comes within this time is one Ctrl-C. */
const oneCtrlCMs = 1000;

/**
 * First SIGINT or SIGTERM: stop in order, exit 0. Another, later: exit at once. An unknown failure ends the process too,
 * in order and with exit code 1: a supervisor starts us again.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let sinceMs: number | null = null;
  const end = async (code: number): Promise<void> => {
    if (sinceMs !== null) {
      if (Date.now() - sinceMs > oneCtrlCMs) process.exit(code || 1);
      return;
    }
    sinceMs = Date.now();
    setTimeout(() => process.exit(code), stopLimitMs).unref();
    try {
      await stop();
    } catch (cause) {
      process.stderr.write(`Stopping failed: ${cause instanceof Error ? cause.message : String(cause)}\n`);
      process.exit(1);
    }
    process.exit(code);
  };
  process.on("SIGINT", () => void end(0));
  process.on("SIGTERM", () => void end(0));
  process.on("uncaughtException", (cause) => {
    process.stderr.write(`Unknown failure: ${cause.stack ?? cause.message}\n`);
    void end(1);
  });
}

import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createLog } from "../../server/adapters/log.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import { createLoopwatch } from "../../server/compose.ts";

// The real server in a process of its own, which says over IPC how long its event loop was held up and what memory it has.

/** What the process says of itself since it was asked last; milliseconds and megabytes. */
export interface HouseHealth {
  readonly delayMaxMs: number;
  readonly delayP99Ms: number;
  readonly residentMb: number;
  readonly heapMb: number;
}

const nanoPerMs = 1e6;

const parsed = parseConfig(readFileSync(process.argv[2] ?? "", "utf8"), process.env);
if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
const log = createLog({ level: "error", forPeople: true, write: (line) => process.stderr.write(line) });
const house = await createLoopwatch(parsed.config, {
  ...{ version: "bench", clientDir: null, searchPath: undefined, log },
  clock: createSystemClock(),
});
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();

process.on("message", (asked) => {
  if (asked === "stop") {
    void house.stop().then(() => process.disconnect());
    return;
  }
  // What is held, and not what has not been swept up yet.
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const said: HouseHealth = {
    delayMaxMs: delays.max / nanoPerMs,
    delayP99Ms: delays.percentile(99) / nanoPerMs,
    residentMb: rss / 1e6,
    heapMb: heapUsed / 1e6,
  };
  delays.reset();
  process.send?.(said);
});
process.send?.({ url: house.url });

import { writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { createMqttSource } from "../../server/adapters/mqtt/mqtt-source.ts";
import { defaultSpoolLimits, openSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createIngest, type Ingest } from "../../server/app/ingest.ts";
import { brokersOf } from "./broker-config.ts";
import { createMemoryLog } from "./memory-log.ts";

// Takes messages in, prints a line before and after each write to the disk, and at line `stopAt` goes no further, until
// somebody kills it: what was received then has not been acknowledged.
const [dir = "", url = "", stopAt = ""] = process.argv.slice(2);
const clock = createSystemClock();
const log = createMemoryLog();
const spool = await openSpool(dir, defaultSpoolLimits);
const ingest = createIngest({
  judgedBy: () => ({ refuse: () => null, scope: { judge: () => () => null }, onBatch: () => undefined }),
  spool,
  clock,
  log,
  onSpooled: () => undefined,
});
const turnsBeforeLast = 200;
let lines = 0;
const print = async (what: string): Promise<void> => {
  lines++;
  const isLast = lines >= Number(stopAt);
  // Whatever would be acknowledged too early is acknowledged now, before we are killed.
  for (let i = 0; isLast && i < turnsBeforeLast; i++) await turn();
  writeSync(1, `${what}\n`);
  if (isLast) await new Promise<never>(() => undefined);
};
const slow: Ingest = {
  async accept(body, precision) {
    await print("received");
    const answer = await ingest.accept(body, precision);
    await print("on disk");
    return answer;
  },
};
const brokers = brokersOf(
  `  - { url: "${url}", version: "3.1.1", subscriptions: [{ topic: "loopwatch/{loop}/{channel}" }] }\n`,
);
createMqttSource({ brokers, clientId: "loopwatch-test", caByFile: new Map(), ingest: slow, clock, log });

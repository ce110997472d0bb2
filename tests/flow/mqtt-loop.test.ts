import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Health } from "../../protocol/wire.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createLoopwatch } from "../../server/compose.ts";
import { configOf, small } from "../boundary/config-cases.ts";
import { connectPublisher, dsx, until } from "../support/broker-house.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { mosquittoMissing, mosquittoPath, startMosquitto } from "../support/mosquitto.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

/** A whole server with a broker, on a data directory of its own. */
async function startServer(brokerUrl: string, dataDir: string) {
  const config = configOf(
    `${small}store: { kind: sqlite }
listen: { port: 0 }
dataDir: ${dataDir}
mqtt:
  - { url: "${brokerUrl}", subscriptions: [{ topic: "loopwatch/{loop}/{channel}" }] }
`,
  );
  const server = await createLoopwatch(config, {
    version: "test",
    clientDir: null,
    searchPath: undefined,
    clock: createSystemClock(),
    log: createMemoryLog(),
  });
  onTestFinished(() => server.stop());
  const health = () => server.monitor.health().brokers?.[0];
  return { server, health, connected: () => until(() => health()?.problem === "") };
}

describe.skipIf(mosquittoPath === null)(`a server with a broker (${mosquittoMissing})`, () => {
  test("judges what the broker sends like what is written to it, across its own restart", async () => {
    const broker = await startMosquitto(tempDirForTest());
    onTestFinished(() => broker.stop());
    const dataDir = join(tempDirForTest(), "data");
    const nowMs = Date.now();
    const first = await startServer(broker.url, dataDir);
    await first.connected();
    const publisher = await connectPublisher(broker.url);
    const publish = (value: number, agoS: number, quality = 1) =>
      publisher.publishAsync("loopwatch/loop-1/p", dsx(value, nowMs - agoS * 1000, quality), { qos: 1 });
    for (let agoS = 20; agoS > 10; agoS--) await publish(300, agoS);
    await publish(290, 5, 0);
    await until(() => first.health()?.received === 11 && first.health()?.waiting === 0);
    // The value of bad quality came later and moved nothing.
    expect(first.server.monitor.desk.hello().signals[0]?.lastSampleMs).toBe(nowMs - 11_000);
    const answer = await fetch(`${first.server.url}/api/v1/health`);
    expect(((await answer.json()) as Health).brokers).toEqual([
      {
        url: broker.url,
        connected: true,
        received: 11,
        refused: 0,
        empty: 0,
        waiting: 0,
        problem: "",
        lastRefusal: "",
      },
    ]);
    await first.server.stop();
    await publish(300, 4);
    const second = await startServer(broker.url, dataDir);
    await until(() => second.health()?.received === 1 && second.health()?.waiting === 0);
    expect(second.server.monitor.desk.hello().signals[0]?.lastSampleMs).toBe(nowMs - 4000);
    await second.server.monitor.stored();
    const count = await fetch(`${second.server.url}/api/v1/count?measurement=coolant_loop`);
    expect(await count.json()).toMatchObject({ points: 12 });
  });
});

import { describe, expect, onTestFinished, test } from "vitest";
import { brokersOf } from "../../support/broker-config.ts";
import { connectPublisher, dsx, openBrokerHouse, until } from "../../support/broker-house.ts";
import { printedBeforeKill } from "../../support/killed-child.ts";
import { mosquittoMissing, mosquittoPath, startMosquitto } from "../../support/mosquitto.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

async function startBroker() {
  const broker = await startMosquitto(tempDirForTest());
  onTestFinished(() => broker.stop());
  return broker;
}

const usual = (url: string, version = "auto") =>
  brokersOf(
    `  - { url: "${url}", version: ${version}, subscriptions: [{ topic: "loopwatch/{loop}/{channel}" }] }\n`,
  );
const child = new URL("../../support/mqtt-child.ts", import.meta.url);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe.skipIf(mosquittoPath === null)(`messages of QoS 1 (${mosquittoMissing})`, () => {
  // Odd lines are printed before a write, even ones behind it and before the acknowledgement.
  test.each([1, 2, 5, 8])(
    "are in the store once when we are killed between receipt and acknowledgement (line %i)",
    async (stopAt) => {
      const { url } = await startBroker();
      const dir = tempDirForTest();
      const publisher = await connectPublisher(url);
      // The broker must know us before it keeps anything for us.
      const before = openBrokerHouse(dir, usual(url, '"3.1.1"'));
      await before.connected();
      await before.close();
      const count = 200;
      for (const n of upTo(count)) await publisher.publishAsync("loopwatch/a/p", dsx(n, n * 10), { qos: 1 });
      const printed = await printedBeforeKill(child, { args: [dir, url, String(stopAt)], lines: stopAt });
      expect(printed).toHaveLength(stopAt);
      const after = openBrokerHouse(dir, usual(url, '"3.1.1"'));
      await after.stored(count);
      expect(await after.values("p")).toEqual(upTo(count));
      expect(await after.store.count("coolant_loop")).toBe(count);
    },
  );

  test("are not acknowledged while the spool is full, and come in when it is not", async () => {
    const { url } = await startBroker();
    const dir = tempDirForTest();
    let isFull = true;
    let asked = 0;
    const house = openBrokerHouse(dir, usual(url, '"3.1.1"'), {
      wrap: (ingest) => ({
        accept(body, precision) {
          asked++;
          return isFull ? Promise.resolve({ kind: "full", retryAfterS: 10 }) : ingest.accept(body, precision);
        },
      }),
    });
    await house.connected();
    const publisher = await connectPublisher(url);
    for (const n of upTo(100)) await publisher.publishAsync("loopwatch/a/p", dsx(n, n * 10), { qos: 1 });
    await until(() => house.health().received >= 20);
    const before = asked;
    await until(() => asked >= before + 5);
    // The broker's own window of messages without an answer, and not one more.
    expect(house.health().received).toBe(20);
    expect(house.health().problem).toBe("Its messages wait for the disk, which is full.");
    isFull = false;
    await house.stored(100);
    expect(await house.values("p")).toEqual(upTo(100));
    expect(house.health()).toMatchObject({ problem: "", waiting: 0 });
  });

  test("of which ten thousand come at once are all stored, and few of them are ever in memory", async () => {
    const { url } = await startBroker();
    let most = 0;
    const house = openBrokerHouse(tempDirForTest(), usual(url), {
      wrap: (ingest) => ({
        accept(body, precision) {
          most = Math.max(most, house.health().waiting);
          return ingest.accept(body, precision);
        },
      }),
    });
    await house.connected();
    const publisher = await connectPublisher(url);
    const count = 10_000;
    await Promise.all(upTo(count).map((n) => publisher.publishAsync("loopwatch/a/p", dsx(n, n), { qos: 1 })));
    await house.stored(count);
    expect(await house.values("p")).toEqual(upTo(count));
    expect(most).toBeLessThanOrEqual(1000);
    expect(house.health()).toMatchObject({ refused: 0, waiting: 0 });
  }, 60_000);

  test("that nobody waits for (QoS 0) do not fill the memory while the disk is slow", async () => {
    const { url } = await startBroker();
    const gates: (() => void)[] = [];
    let isOpen = false;
    let isLastHere = false;
    const house = openBrokerHouse(tempDirForTest(), usual(url), {
      wrap: (ingest) => ({
        async accept(body, precision) {
          isLastHere ||= body.includes("last");
          if (!isOpen) await new Promise<void>((resolve) => gates.push(resolve));
          return ingest.accept(body, precision);
        },
      }),
    });
    await house.connected();
    const publisher = await connectPublisher(url);
    for (const n of upTo(10_000)) await publisher.publishAsync("loopwatch/a/p", dsx(n, n), { qos: 0 });
    await until(() => house.health().waiting === 1000);
    expect(house.health()).toMatchObject({ waiting: 1000, received: 1000 });
    isOpen = true;
    for (const open of gates) open();
    // Behind the others, so it has all been through when this is stored.
    await publisher.publishAsync("loopwatch/a/last", dsx(1, 20_000 - 1), { qos: 1 });
    await until(() => isLastHere && house.health().waiting === 0);
    expect((await house.values("p")).length).toBeGreaterThanOrEqual(1000);
  });
});

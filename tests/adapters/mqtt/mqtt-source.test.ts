import { spawnSync } from "node:child_process";
import { describe, expect, onTestFinished, test } from "vitest";
import { brokersOf } from "../../support/broker-config.ts";
import { connectPublisher, dsx, openBrokerHouse, until } from "../../support/broker-house.ts";
import { mosquittoMissing, mosquittoPath, startMosquitto } from "../../support/mosquitto.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

async function startBroker() {
  const broker = await startMosquitto(tempDirForTest());
  onTestFinished(() => broker.stop());
  return broker;
}

const usual = (url: string, more = "") => `  - url: ${url}
${more}    subscriptions:
      - topic: loopwatch/{loop}/{channel}
`;

/** Comes with Mosquitto's clients, in Debian's package mosquitto-clients. */
const publishProgram = "mosquitto_pub";
const hasPublishProgram = spawnSync(publishProgram, ["--help"]).error === undefined;

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe.skipIf(mosquittoPath === null)(`telemetry from an MQTT broker (${mosquittoMissing})`, () => {
  test.each(['"3.1.1"', "5", "auto"])(
    "in version %s is in the store under its loop and field",
    async (version) => {
      const { url } = await startBroker();
      const house = openBrokerHouse(tempDirForTest(), brokersOf(usual(url, `    version: ${version}\n`)));
      await house.connected();
      const publisher = await connectPublisher(url);
      await publisher.publishAsync("loopwatch/a/flow_lpm", dsx(12.5, 1000), { qos: 1 });
      await publisher.publishAsync("loopwatch/a/flow_lpm", dsx(12.75, 2000), { qos: 0 });
      await publisher.publishAsync("loopwatch/b/flow_lpm", dsx(99, 3000), { qos: 2 });
      await until(() => house.health().received === 3 && house.health().waiting === 0);
      expect(await house.values("flow_lpm")).toEqual([12.5, 12.75]);
      expect(await house.values("flow_lpm_quality")).toEqual([1, 1]);
      expect(await house.store.count("coolant_loop")).toBe(3);
      expect(house.health()).toMatchObject({
        connected: true,
        refused: 0,
        empty: 0,
        problem: "",
        lastRefusal: "",
      });
    },
  );

  test("may be plain numbers, JSON of another form, or line protocol, each on its own topics", async () => {
    const { url } = await startBroker();
    const house = openBrokerHouse(
      tempDirForTest(),
      brokersOf(`  - url: ${url}
    subscriptions:
      - { topic: "plain/+/{site}/{channel}", payload: value, tags: { loop: a, site: "{site}" } }
      - topic: json/{loop}/#
        field: temp_c
        value: data.readings[1].v
        timestamp: { path: data.t, unit: iso }
        quality: { path: data.state, good: [GOOD, UNCERTAIN] }
      - { topic: lines/#, payload: line-protocol }
`),
    );
    await house.connected();
    const publisher = await connectPublisher(url);
    await publisher.publishAsync("plain/x/berlin/pressure_kpa", " 251.3\n", { qos: 1 });
    const data = { t: "1970-01-01T00:00:01.5Z", state: "UNCERTAIN", readings: [{ v: 1 }, { v: "21.5" }] };
    await publisher.publishAsync("json/a/sensors/3", JSON.stringify({ data }), { qos: 1 });
    const lines =
      'coolant_loop,loop=a flow_lpm=7 1000000000\n# a comment\ncoolant_loop,loop=a note="x y" 1\n';
    await publisher.publishAsync("lines/anywhere", lines, { qos: 1 });
    await until(() => house.health().received === 3 && house.health().waiting === 0);
    expect(house.health().lastRefusal).toBe("");
    expect(await house.values("temp_c")).toEqual([21.5]);
    expect(await house.store.count("coolant_loop")).toBe(4);
    const series = [
      { measurement: "coolant_loop", tags: { loop: "a", site: "berlin" }, field: "pressure_kpa" },
    ];
    expect(Math.abs(((await house.store.newestMs(series)) ?? 0) - Date.now())).toBeLessThan(600_000);
  });

  test("of bad quality is stored as such and not as a value; null values count and store nothing", async () => {
    const { url } = await startBroker();
    const house = openBrokerHouse(tempDirForTest(), brokersOf(usual(url)));
    await house.connected();
    const publisher = await connectPublisher(url);
    for (const payload of [dsx(1, 1000), dsx(2, 2000, 0), dsx(null, 3000), dsx(null, 4000, 0), dsx(5, 5000)])
      await publisher.publishAsync("loopwatch/a/p", payload, { qos: 1 });
    await until(() => house.health().received === 5 && house.health().waiting === 0);
    expect(await house.values("p")).toEqual([1, 5]);
    expect(await house.values("p_quality")).toEqual([1, 0, 0, 1]);
    expect(house.health()).toMatchObject({ refused: 0, empty: 1 });
  });

  test("that cannot be understood is counted and told once a minute, and holds nobody up", async () => {
    const { url } = await startBroker();
    const house = openBrokerHouse(
      tempDirForTest(),
      brokersOf(`${usual(url)}      - { topic: lines, payload: line-protocol }\n`),
    );
    await house.connected();
    const publisher = await connectPublisher(url);
    await publisher.publishAsync("loopwatch/a/p", "open", { qos: 1 });
    await publisher.publishAsync("loopwatch/a/p", '{"v":1}', { qos: 1 });
    await publisher.publishAsync("lines", 'coolant_loop,loop=a p=1 1000\ncoolant_loop,loop=a q="open', {
      qos: 1,
    });
    await publisher.publishAsync("loopwatch/a/p", dsx(2, 2000), { qos: 1 });
    await until(() => house.health().received === 4 && house.health().waiting === 0);
    expect(house.health().lastRefusal).toBe('lines: Line 2: The quotes of field "q" are not closed.');
    await publisher.publishAsync("loopwatch/a/p", '{"value":3,"timestamp":1e13}', { qos: 1 });
    await publisher.publishAsync("loopwatch/a/p", dsx(4, 4000), { qos: 1 });
    await until(() => house.health().received === 6 && house.health().waiting === 0);
    expect(await house.values("p")).toEqual([2, 4]);
    expect(house.health().refused).toBe(4);
    expect(house.health().lastRefusal).toBe(
      "loopwatch/a/p: timestamp is 10000000000000, which is out of range for ms.",
    );
    const told = house.log.entries.filter(({ message }) => message.includes("understood"));
    expect(told).toEqual([
      {
        level: "warn",
        message: "MQTT messages could not be understood.",
        detail: { broker: url, messages: 1, topic: "loopwatch/a/p", reason: '"open" is not JSON.' },
      },
    ]);
  });

  test("is kept by the broker while we are away, and while the broker itself is", async () => {
    const broker = await startBroker();
    const dir = tempDirForTest();
    const first = openBrokerHouse(dir, brokersOf(usual(broker.url)));
    await first.connected();
    const publisher = await connectPublisher(broker.url);
    const publish = async (from: number, to: number) => {
      for (let n = from; n <= to; n++)
        await publisher.publishAsync("loopwatch/a/p", dsx(n, n * 10), { qos: 1 });
    };
    await publish(1, 100);
    await first.close();
    await publish(101, 200);
    await broker.stop();
    await broker.start();
    const second = openBrokerHouse(dir, brokersOf(usual(broker.url)));
    await publish(201, 300);
    await second.stored(300);
    await broker.stop();
    await until(() => !second.health().connected);
    expect(second.health().problem).not.toBe("");
    await broker.start();
    await publish(301, 400);
    await second.stored(400);
    expect(await second.values("p")).toEqual(upTo(400));
    expect(await second.store.count("coolant_loop")).toBe(400);
    expect(second.health()).toMatchObject({ connected: true, problem: "", refused: 0 });
  });

  test.skipIf(!hasPublishProgram)(
    "that mosquitto_pub sends arrives, and so does what it left with the broker before we knew it",
    async () => {
      const { url, port } = await startBroker();
      const send = (topic: string, message: string) =>
        spawnSync(publishProgram, ["-p", String(port), "-r", "-q", "1", "-t", topic, "-m", message]).status;
      expect(send("loopwatch/a/p", dsx(1, 1000))).toBe(0);
      // Nobody knows how old a kept number is: stored with the time of our start it would lie.
      expect(send("plain/a/p", "7")).toBe(0);
      const house = openBrokerHouse(
        tempDirForTest(),
        brokersOf(`${usual(url)}      - { topic: "plain/{loop}/{channel}", payload: value }\n`),
      );
      await until(() => house.health().received === 2 && house.health().waiting === 0);
      expect(await house.values("p")).toEqual([1]);
      expect(house.health()).toMatchObject({ empty: 1, refused: 0 });
    },
  );

  test("that our own simulator sends needs no further words, its services neither", async () => {
    const { url } = await startBroker();
    const house = openBrokerHouse(tempDirForTest(), brokersOf(usual(url)));
    await house.connected();
    const publisher = await connectPublisher(url);
    const payload = JSON.stringify({ value: "serviced", timestamp: 1000, quality: 1 });
    await publisher.publishAsync("loopwatch/a/operation", payload, { qos: 1 });
    await until(() => house.health().received === 1 && house.health().waiting === 0);
    expect(await house.store.count("coolant_operation")).toBe(1);
    expect(house.health().refused).toBe(0);
  });
});

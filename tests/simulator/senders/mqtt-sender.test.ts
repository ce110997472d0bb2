import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { MqttMessage } from "../../../simulator/senders/mqtt-messages.ts";
import { createMqttSender } from "../../../simulator/senders/mqtt-sender.ts";
import { parseBroker } from "../../../simulator/senders/mqtt-target.ts";
import type { Sender } from "../../../simulator/senders/sender.ts";
import { createTelemetrySender } from "../../../simulator/senders/telemetry-sender.ts";
import { unusedAddress } from "../../support/http-peer.ts";
import {
  type Broker,
  type BrokerUser,
  mosquittoMissing,
  mosquittoPath,
  startMosquitto,
} from "../../support/mosquitto.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";
import { channels, framesOf, operationOf } from "./arrivals.ts";

let said: string[];
let waits: number[];

beforeEach(() => {
  said = [];
  waits = [];
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const until = async (condition: () => boolean) => {
  while (!condition()) await turn();
};

function toBroker(url: string) {
  const parsed = parseBroker(url);
  if (parsed.kind === "wrong") throw new Error(parsed.reason);
  return parsed.value;
}

/** Pauses are remembered and last one turn of the event loop. */
function build(url: string, mostQueued?: number): Sender<readonly MqttMessage[]> {
  const sender = createMqttSender({
    broker: toBroker(url),
    seed: 1,
    say: (sentence) => said.push(sentence),
    wait: async (ms) => {
      waits.push(ms);
      await turn();
    },
    ...(mostQueued === undefined ? {} : { mostQueued }),
  });
  onTestFinished(() => sender.close());
  return sender;
}

const messagesOf = (from: number, count: number): readonly MqttMessage[] =>
  Array.from({ length: count }, (_, i) => ({ topic: "plant/a/flow_lpm", payload: String(from + i) }));
const numbersOf = (from: number, count: number) => Array.from({ length: count }, (_, i) => String(from + i));

async function startBroker(only: BrokerUser | null = null): Promise<Broker> {
  const started = await startMosquitto(tempDirForTest(), only);
  onTestFinished(() => started.stop());
  return started;
}

describe.skipIf(mosquittoPath === null)(`the MQTT sender (${mosquittoMissing})`, () => {
  let heard: { readonly topic: string; readonly payload: string }[];
  let subscriber: MqttClient | null;

  beforeEach(() => {
    heard = [];
    subscriber = null;
  });
  afterEach(() => subscriber?.endAsync(true));

  /** Hears all of it, also what was published while it was away. */
  async function subscribe(url: string, protocolVersion: 4 | 5 = 4): Promise<void> {
    const client = await connectAsync(url, {
      clientId: "listener",
      clean: false,
      protocolVersion,
      reconnectPeriod: 20,
    });
    // A broker that is stopped on purpose is no surprise.
    client.on("error", () => undefined);
    client.on("message", (topic, payload) => heard.push({ topic, payload: payload.toString() }));
    await client.subscribeAsync("plant/#", { qos: 1 });
    subscriber = client;
  }

  test("publishes in order, and a message is acknowledged when the broker has it", async () => {
    const { url } = await startBroker();
    await subscribe(url);
    const sender = build(url);
    for (let i = 0; i < 500; i += 50) sender.send(messagesOf(i, 50));
    await sender.whenIdle();
    expect(sender.counters()).toEqual({
      sent: 500,
      acknowledged: 500,
      retried: 0,
      rejected: 0,
      queued: 0,
    });
    await until(() => heard.length >= 500);
    expect(heard.map(({ payload }) => payload)).toEqual(numbersOf(0, 500));
    expect(said).toEqual([]);
  });

  test("sends nothing for nothing, and is idle then", async () => {
    const sender = build(await unusedAddress().then((url) => url.replace("http:", "mqtt:")));
    sender.send([]);
    await sender.whenIdle();
    expect(sender.counters().sent).toBe(0);
    expect(said).toEqual([]);
  });

  test("loses nothing when the broker is stopped in the middle and started again", async () => {
    const broker = await startBroker();
    await subscribe(broker.url);
    const sender = build(broker.url);
    sender.send(messagesOf(0, 1000));
    await until(() => sender.counters().acknowledged >= 100);
    await broker.stop();
    sender.send(messagesOf(1000, 1000));
    await until(() => waits.length >= 3);
    expect(sender.counters().queued).toBeGreaterThanOrEqual(1000);
    await broker.start();
    sender.send(messagesOf(2000, 1000));
    await sender.whenIdle();
    expect(sender.counters()).toMatchObject({ sent: 3000, acknowledged: 3000, rejected: 0, queued: 0 });
    // At least once: what was on its way when the broker went may come twice. A set keeps the order of first hearing.
    const payloads = () => [...new Set(heard.map(({ payload }) => payload))];
    await until(() => payloads().length === 3000);
    expect(payloads()).toEqual(numbersOf(0, 3000));
    expect(said[0]).toContain("Telemetry waits, the broker");
    expect(said.at(-1)).toBe("The broker takes telemetry again.");
  });

  test("waits for a broker that is not there yet, longer each time", async () => {
    const broker = await startBroker();
    await broker.stop();
    const sender = build(broker.url);
    sender.send(messagesOf(0, 3));
    await until(() => waits.length >= 8);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("ECONNREFUSED");
    expect(waits[6]).toBeGreaterThan(waits[0] ?? 0);
    await broker.start();
    await sender.whenIdle();
    expect(sender.counters()).toMatchObject({ acknowledged: 3, queued: 0 });
  });

  test("says when the password is wrong, asks slowly, and does not print it", async () => {
    const broker = await startBroker({ user: "plant", password: "right" });
    const sender = build(broker.url.replace("mqtt://", "mqtt://plant:wr0ng@"));
    sender.send(messagesOf(0, 2));
    await until(() => waits.length >= 2);
    expect(said).toEqual([
      expect.stringContaining("Check user and password in the address (connecting as user plant)"),
    ]);
    expect(said[0]).toMatch(/not authorized/i);
    expect(said[0]).not.toContain("wr0ng");
    expect(waits.every((ms) => ms === 30_000)).toBe(true);
    expect(sender.counters()).toMatchObject({ acknowledged: 0, queued: 2 });
  });

  test("is let in with the right password", async () => {
    const broker = await startBroker({ user: "plant", password: "r:ght@" });
    const sender = build(broker.url.replace("mqtt://", "mqtt://plant:r%3Aght%40@"));
    sender.send(messagesOf(0, 2));
    await sender.whenIdle();
    expect(sender.counters()).toMatchObject({ acknowledged: 2, queued: 0 });
    expect(said).toEqual([]);
  });

  test("counts messages that the broker refuses, with its reason", async () => {
    const broker = await startBroker({ user: "plant", password: "p", access: ["topic write plant/a/#"] });
    const sender = build(broker.url.replace("mqtt://", "mqtt://plant:p@"));
    sender.send([...messagesOf(0, 2), { topic: "other/place", payload: "1" }, ...messagesOf(2, 2)]);
    await sender.whenIdle();
    expect(sender.counters()).toEqual({ sent: 5, acknowledged: 4, retried: 0, rejected: 1, queued: 0 });
    expect(said).toEqual([expect.stringMatching(/refused a message on other\/place: .*not authorized/i)]);
  });

  test("does not offer a broker a topic that would make it hang up", async () => {
    const { url } = await startBroker();
    const sender = build(url);
    sender.send([{ topic: "plant/a/#", payload: "1" }, ...messagesOf(0, 1)]);
    await sender.whenIdle();
    expect(sender.counters()).toMatchObject({ acknowledged: 1, rejected: 1, queued: 0 });
    expect(said).toHaveLength(1);
  });

  test("has no room while its limit waits, and room again afterwards", async () => {
    const { url } = await startBroker();
    const sender = build(url, 100);
    expect(sender.hasRoom()).toBe(true);
    sender.send(messagesOf(0, 100));
    expect(sender.hasRoom()).toBe(false);
    await sender.whenIdle();
    expect(sender.hasRoom()).toBe(true);
  });

  test("gives up what waits when it is closed, and counts it as not sent", async () => {
    const broker = await startBroker();
    await broker.stop();
    const sender = build(broker.url);
    sender.send(messagesOf(0, 4));
    const idle = sender.whenIdle();
    await sender.close();
    await idle;
    sender.send(messagesOf(4, 4));
    expect(sender.counters()).toEqual({ sent: 4, acknowledged: 0, retried: 0, rejected: 0, queued: 4 });
  });

  test.each(["dsx", "lines"] as const)("carries a loop's telemetry in the format %s", async (format) => {
    const { url } = await startBroker();
    await subscribe(url, 5);
    const sender = createTelemetrySender({
      target: { kind: "mqtt", ...toBroker(url), prefix: "plant/cooling", format },
      loopId: "a",
      channels: () => channels,
      say: (sentence) => said.push(sentence),
      seed: 1,
    });
    onTestFinished(() => sender.close());
    sender.send([operationOf(1000, "serviced"), ...framesOf(50)]);
    await sender.whenIdle();
    const expected = format === "dsx" ? 101 : 51;
    expect(sender.counters()).toMatchObject({ sent: expected, acknowledged: expected });
    await until(() => heard.length >= expected);
    expect(heard.filter(({ topic }) => topic.endsWith("/flow_lpm"))).toHaveLength(format === "dsx" ? 50 : 0);
    expect(heard.filter(({ payload }) => payload.startsWith("coolant_loop,loop=a "))).toHaveLength(
      format === "dsx" ? 0 : 50,
    );
  });
});

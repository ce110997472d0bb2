import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createMqttSender, type MqttSenderOptions } from "../../../simulator/senders/mqtt-sender.ts";
import { parseBroker } from "../../../simulator/senders/mqtt-target.ts";

const message = { topic: "plant/a/flow_lpm", payload: "7" };

/**
 * A broker as far as one greeting and short messages go, for what no broker on this machine does. Packets as the
 * standard writes them. `greet` gets the protocol's level (4 is 3.1.1, 5 is 5) and whether it acknowledges.
 */
async function startOddBroker(
  greet: (level: number, socket: Socket) => boolean,
): Promise<{ url: string; levels: number[] }> {
  const levels: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let acknowledges: boolean | null = null;
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data: Buffer) => {
      if (acknowledges === null) {
        // Two bytes of header, the length and the letters of "MQTT", then the level.
        const level = data[8] ?? 0;
        levels.push(level);
        acknowledges = greet(level, socket);
        return;
      }
      // A short message with QoS 1: its identifier stands behind the topic.
      if (!acknowledges || data[0] !== 0x32) return;
      const id = data.readUInt16BE(4 + data.readUInt16BE(2));
      socket.write(Buffer.from([0x40, 2, id >> 8, id & 0xff]));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return { url: `mqtt://127.0.0.1:${address.port}`, levels };
}

const welcome = { 4: Buffer.from([0x20, 2, 0, 0]), 5: Buffer.from([0x20, 3, 0, 0, 0]) };

function build(url: string, said: string[], more: Partial<MqttSenderOptions> = {}) {
  const parsed = parseBroker(url);
  if (parsed.kind === "wrong") throw new Error(parsed.reason);
  const sender = createMqttSender({
    broker: parsed.value,
    seed: 1,
    say: (sentence) => said.push(sentence),
    wait: () => new Promise((resolve) => setImmediate(resolve)),
    ...more,
  });
  onTestFinished(() => sender.close());
  return sender;
}

test.each(["refuses", "hangs up"] as const)(
  "a broker that does not know MQTT 5 and %s is spoken to in 3.1.1",
  async (whenNew) => {
    const { url, levels } = await startOddBroker((level, socket) => {
      if (level === 4) socket.write(welcome[4]);
      else if (whenNew === "refuses") socket.end(Buffer.from([0x20, 2, 0, 1]));
      else socket.end();
      return true;
    });
    const said: string[] = [];
    const sender = build(url, said);
    sender.send([message]);
    await sender.whenIdle();
    expect(sender.counters()).toMatchObject({ acknowledged: 1, queued: 0 });
    expect(levels).toEqual([5, 4]);
    expect(said).toEqual([]);
  },
);

test("a broker that takes messages and acknowledges none is given up and called again", async () => {
  let calls = 0;
  const { url } = await startOddBroker((_level, socket) => {
    calls += 1;
    socket.write(welcome[5]);
    return calls > 1;
  });
  const said: string[] = [];
  const sender = build(url, said, {
    // As long as it takes for the second call to be answered, and no time before that.
    waitForAnswer: (_ms, signal) =>
      new Promise((resolve) => {
        if (calls > 1) signal.addEventListener("abort", () => resolve(), { once: true });
        else setImmediate(resolve);
      }),
  });
  sender.send([message]);
  await sender.whenIdle();
  expect(sender.counters()).toEqual({ sent: 1, acknowledged: 1, retried: 1, rejected: 0, queued: 0 });
  expect(said).toEqual([
    expect.stringContaining("does not acknowledge what it is sent"),
    "The broker takes telemetry again.",
  ]);
});

test("a sender can be closed while a broker owes it answers", async () => {
  let greeted = false;
  const { url } = await startOddBroker((_level, socket) => {
    greeted = true;
    socket.write(welcome[5]);
    return false;
  });
  const sender = build(url, []);
  sender.send([message, message]);
  while (!greeted) await new Promise((resolve) => setImmediate(resolve));
  await sender.close();
  expect(sender.counters()).toEqual({ sent: 2, acknowledged: 0, retried: 0, rejected: 0, queued: 2 });
});

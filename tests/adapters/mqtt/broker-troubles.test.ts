import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { brokersOf } from "../../support/broker-config.ts";
import { connectPublisher, dsx, openBrokerHouse, until } from "../../support/broker-house.ts";
import { unusedAddress } from "../../support/http-peer.ts";
import { type BrokerUser, mosquittoMissing, mosquittoPath, startMosquitto } from "../../support/mosquitto.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";
import { createTestCertificates, hasOpenssl, startTlsFront } from "../../support/tls-front.ts";

async function startBroker(only: BrokerUser | null = null) {
  const broker = await startMosquitto(tempDirForTest(), only);
  onTestFinished(() => broker.stop());
  return broker;
}

const operator = { user: "loopwatch", password: "right" };
const topics = "    subscriptions: [{ topic: 'loopwatch/{loop}/{channel}' }]\n";

/** The first thing that is said of a broker after the beginning. */
async function firstProblem(section: string, env: Record<string, string> = {}, ca?: Buffer): Promise<string> {
  const house = openBrokerHouse(tempDirForTest(), brokersOf(section, env), ca === undefined ? {} : { ca });
  await until(() => house.health().problem !== "It is not connected yet.");
  const { problem } = house.health();
  const warnings = house.log.entries.filter(({ level }) => level === "warn");
  if (problem !== "") expect(warnings[0]?.detail["problem"]).toBe(problem);
  expect(JSON.stringify(house.log.entries)).not.toContain("wrong");
  await house.close();
  return problem;
}

describe("a broker that is not there", () => {
  test("is named with the reason, and we go on trying", async () => {
    const { port } = new URL(await unusedAddress());
    const house = openBrokerHouse(
      tempDirForTest(),
      brokersOf(`  - url: mqtt://127.0.0.1:${port}\n${topics}`),
    );
    await until(() => house.health().problem === "Nothing listens there.");
    expect(house.health()).toMatchObject({ connected: false, received: 0 });
    expect(house.log.entries.filter(({ level }) => level === "warn")).toHaveLength(1);
  });

  test("but something that hangs up is not taken for one", async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const problem = await firstProblem(`  - url: mqtt://127.0.0.1:${port}\n${topics}`);
    expect(problem).toMatch(/^It closed the connection/);
    // Once in version 5, and once in 3.1.1.
    expect(calls).toBeGreaterThanOrEqual(2);
  });
});

/** A broker of MQTT 3.1.1 that lets anybody in and answers the first subscription with these codes. */
async function startStrictBroker(codes: readonly number[]): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (packet) => {
      const kind = packet[0] ?? 0;
      if (kind === 0x10) socket.write(Buffer.from([0x20, 2, 0, 0]));
      // Short packets: their length is one byte, and their number stands behind it.
      if (kind === 0x82)
        socket.write(Buffer.from([0x90, 2 + codes.length, packet[2] ?? 0, packet[3] ?? 0, ...codes]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `mqtt://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

test("a broker that keeps a topic from us is named with the topic, and stays connected", async () => {
  const url = await startStrictBroker([1, 0x80]);
  const house = openBrokerHouse(
    tempDirForTest(),
    brokersOf(`  - url: ${url}
    version: "3.1.1"
    subscriptions: [{ topic: "ours/{channel}" }, { topic: "theirs/{channel}" }]
`),
  );
  await until(() => house.health().problem === "It does not let us subscribe to theirs/+.");
  expect(house.health().connected).toBe(true);
});

describe.skipIf(mosquittoPath === null)(`a broker that wants an account (${mosquittoMissing})`, () => {
  test.each(["auto", '"3.1.1"'])("lets us in with the right password (version %s)", async (version) => {
    const { url } = await startBroker(operator);
    const section = `  - url: ${url}\n    user: loopwatch\n    version: ${version}\n${topics}`;
    expect(await firstProblem(section, { MQTT_PASSWORD: "right" })).toBe("");
  });

  test("lets us in with the address in MQTT_URL alone", async () => {
    const { port } = await startBroker(operator);
    const env = { MQTT_URL: `mqtt://loopwatch:right@127.0.0.1:${port}` };
    expect(await firstProblem(`  - ${topics.trimStart()}`, env)).toBe("");
  });

  test.each(["auto", '"3.1.1"'])("refuses a wrong one in a sentence (version %s)", async (version) => {
    const { url } = await startBroker(operator);
    const section = `  - url: ${url}\n    user: loopwatch\n    version: ${version}\n${topics}`;
    expect(await firstProblem(section, { MQTT_PASSWORD: "wrong" })).toBe(
      "It refuses the user loopwatch: check user and password.",
    );
  });

  test("refuses nobody in particular in another", async () => {
    const { url } = await startBroker(operator);
    expect(await firstProblem(`  - url: ${url}\n${topics}`)).toBe(
      "It refuses a connection without a user: set user in the configuration and MQTT_PASSWORD in the environment.",
    );
  });

  test("that gives our place to another client of our name is told of with the likely reason", async () => {
    const { url } = await startBroker();
    const brokers = brokersOf(`  - url: ${url}\n    clientId: twin\n    version: 5\n${topics}`);
    const first = openBrokerHouse(tempDirForTest(), brokers);
    await first.connected();
    openBrokerHouse(tempDirForTest(), brokers);
    const words = "It closed the connection, and again and again: does somebody else use the clientId twin?";
    await until(() => first.log.entries.some(({ detail }) => detail["problem"] === words));
    expect(first.log.entries[0]?.message).toBe("The MQTT broker is connected.");
  });
});

describe.skipIf(mosquittoPath === null || !hasOpenssl)(
  "a broker behind TLS (needs mosquitto and openssl)",
  () => {
    test("of which we know the authority is trusted, and messages come", async () => {
      const broker = await startBroker();
      const certificates = createTestCertificates(tempDirForTest());
      const port = await startTlsFront(broker.port, certificates);
      const brokers = brokersOf(
        `  - url: mqtts://127.0.0.1:${port}\n    caFile: ${certificates.caFile}\n${topics}`,
      );
      const house = openBrokerHouse(tempDirForTest(), brokers, { ca: readFileSync(certificates.caFile) });
      await house.connected();
      const publisher = await connectPublisher(broker.url);
      await publisher.publishAsync("loopwatch/a/p", dsx(1, 1000), { qos: 1 });
      await house.stored(1);
      expect(await house.values("p")).toEqual([1]);
    });

    test("of which we do not know the authority is not", async () => {
      const broker = await startBroker();
      const port = await startTlsFront(broker.port, createTestCertificates(tempDirForTest()));
      expect(await firstProblem(`  - url: mqtts://127.0.0.1:${port}\n${topics}`)).toBe(
        "Its certificate is signed by nobody we trust; name the one who signed it in caFile.",
      );
    });

    test("with a certificate for another name is not", async () => {
      const broker = await startBroker();
      const certificates = createTestCertificates(tempDirForTest(), "DNS:broker.example.org");
      const port = await startTlsFront(broker.port, certificates);
      const section = `  - url: mqtts://127.0.0.1:${port}\n    caFile: ${certificates.caFile}\n${topics}`;
      expect(await firstProblem(section, {}, readFileSync(certificates.caFile))).toBe(
        "Its certificate is for another name than the one in url.",
      );
    });

    test("is not looked for where somebody speaks in the clear", async () => {
      const broker = await startBroker();
      expect(await firstProblem(`  - url: mqtts://127.0.0.1:${broker.port}\n${topics}`)).toMatch(
        /^It (does not speak TLS on this port|closed the connection.*)\.$/,
      );
    });
  },
);

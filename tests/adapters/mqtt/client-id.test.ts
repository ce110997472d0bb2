import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keepClientId } from "../../../server/adapters/mqtt/client-id.ts";
import { prepareMqtt } from "../../../server/start/open-mqtt.ts";
import { StartError } from "../../../server/start/start-error.ts";
import { brokersOf } from "../../support/broker-config.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryLog } from "../../support/memory-log.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

describe("the name under which brokers know us", () => {
  test("is the same after every start, and another in another directory", () => {
    const dir = tempDirForTest();
    const first = keepClientId(dir);
    expect(first).toMatch(/^loopwatch-[0-9a-f]{12}$/);
    expect(keepClientId(dir)).toBe(first);
    expect(keepClientId(tempDirForTest())).not.toBe(first);
  });

  test("is chosen anew where the file holds none", () => {
    const dir = tempDirForTest();
    writeFileSync(join(dir, "mqtt-client-id"), "\0\0\0");
    const chosen = keepClientId(dir);
    expect(readFileSync(join(dir, "mqtt-client-id"), "utf8")).toBe(`${chosen}\n`);
  });
});

describe("a start with brokers", () => {
  const ingest = { accept: () => Promise.reject(new Error("Nothing comes.")) };
  const start = (section: string, dir: string) =>
    prepareMqtt(brokersOf(section), dir, { ingest, clock: createFakeClock(), log: createMemoryLog() });
  const topics = "subscriptions: [{ topic: '{channel}' }]";

  test("needs nothing where there are none", async () => {
    const dir = tempDirForTest();
    const connect = await prepareMqtt([], dir, { ingest, clock: createFakeClock(), log: createMemoryLog() });
    expect(connect()).toBeNull();
  });

  test("fails in a sentence when caFile is not there, or holds no certificate", async () => {
    const dir = tempDirForTest();
    const caFile = join(dir, "ca.pem");
    const section = `  - { url: "mqtts://127.0.0.1:1", caFile: ${caFile}, ${topics} }\n`;
    await expect(start(section, dir)).rejects.toThrow(
      new StartError(`The certificates in ${caFile} cannot be read. Check caFile under mqtt.`),
    );
    writeFileSync(caFile, "-----BEGIN PRIVATE KEY-----");
    await expect(start(section, dir)).rejects.toThrow(
      /^There is no certificate \(PEM\) in .* Check caFile under mqtt\.$/,
    );
  });

  test("fails in a sentence when the name cannot be kept", async () => {
    const dir = tempDirForTest();
    mkdirSync(join(dir, "mqtt-client-id"));
    await expect(start(`  - { url: "mqtt://127.0.0.1:1", ${topics} }\n`, dir)).rejects.toThrow(
      /Set clientId under mqtt/,
    );
  });
});

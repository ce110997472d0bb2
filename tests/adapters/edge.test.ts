import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { Config } from "../../server/boundary/config.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import { createEdge } from "../../server/start/edge.ts";
import { StartError } from "../../server/start/start-error.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const toConfig = (mqtt: string): Config => {
  const parsed = parseConfig(
    `mail: { to: [a@example.org] }
loops: [{ id: a, coolant: water, channels: [{ id: p, role: pressure, source: { field: p } }] }]
mqtt: [${mqtt}]
`,
    {},
  );
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(" "));
  return parsed.config;
};

async function openEdge() {
  const edge = createEdge(toConfig(""), tempDirForTest(), {
    clock: createFakeClock(),
    log: createMemoryLog(),
  });
  onTestFinished(() => edge.stop());
  await edge.open({ accept: () => Promise.reject(new Error("Nothing comes.")) }, () => true);
  return edge;
}

const topics = "subscriptions: [{ topic: '{channel}' }]";

test("a new broker may send only when its loops are judged", async () => {
  const edge = await openEdge();
  const brokers: unknown[] = [];
  await edge.take(toConfig(`{ url: "mqtt://127.0.0.1:1", ${topics} }`), async () => {
    brokers.push(edge.brokers());
  });
  expect(brokers).toEqual([null]);
  expect(edge.brokers()).not.toBeNull();
});

test("a certificate that is none refuses the whole before anything is taken", async () => {
  const edge = await openEdge();
  let isTaken = false;
  const next = toConfig(`{ url: "mqtts://127.0.0.1:1", caFile: /dev/null, ${topics} }`);
  const taking = edge.take(next, async () => {
    isTaken = true;
  });
  await expect(taking).rejects.toThrow(StartError);
  expect([isTaken, edge.brokers()]).toEqual([false, null]);
});

test("systemd may ask for a reload by the signal that we know", () => {
  const unit = readFileSync(new URL("../../deploy/loopwatch.service", import.meta.url), "utf8");
  expect(unit).toContain("\nExecReload=/bin/kill -HUP $MAINPID\n");
});

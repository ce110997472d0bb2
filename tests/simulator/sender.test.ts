import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../simulator/sender.ts";
import { type IngestServer, type Reply, startIngestServer } from "./ingest-server.ts";

let server: IngestServer;
let sender: Sender;
let said: string[];
let waits: number[];

const build = (url: string, mostQueuedBytes = 2_000_000) =>
  createSender({
    url,
    mostQueuedBytes,
    say: (sentence) => said.push(sentence),
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });

beforeEach(async () => {
  server = await startIngestServer();
  said = [];
  waits = [];
  sender = build(server.url);
});

afterEach(async () => {
  sender.close();
  await sender.whenIdle();
  await server.close();
});

const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `coolant_loop,loop=a flow_lpm=6 ${from + i}\n`).join("");
const linesOf = (from: number, count: number) => batch(from, count).trimEnd().split("\n");

describe("the sender", () => {
  test("posts line protocol to the write endpoint in milliseconds", async () => {
    sender.send(batch(0, 3));
    await sender.whenIdle();
    expect(server.asked).toEqual(["/write?db=loopwatch&precision=ms"]);
    expect(server.taken).toEqual(linesOf(0, 3));
    expect(sender.counters()).toEqual({
      acceptedLines: 3,
      refusedLines: 0,
      queuedLines: 0,
      failedAttempts: 0,
    });
    expect(said).toEqual([]);
  });

  test("sends nothing for nothing", async () => {
    sender.send("");
    await sender.whenIdle();
    expect(server.asked).toEqual([]);
  });

  const failures: { name: string; script: Reply[] }[] = [
    { name: "503", script: [{ status: 503 }] },
    { name: "429", script: [{ status: 429 }, { status: 429 }] },
    { name: "500 and a cut connection", script: [{ status: 500 }, "drop", "drop"] },
    { name: "404 of a server that is still starting", script: [{ status: 404 }] },
  ];
  test.each(failures)("keeps order, loses nothing and doubles nothing through $name", async ({ script }) => {
    sender.send(batch(0, 5));
    server.script.push(...script);
    for (let i = 5; i < 100; i += 5) sender.send(batch(i, 5));
    await sender.whenIdle();
    sender.send(batch(100, 5));
    await sender.whenIdle();
    expect(server.taken).toEqual(linesOf(0, 105));
    expect(sender.counters()).toMatchObject({
      acceptedLines: 105,
      failedAttempts: script.length,
      queuedLines: 0,
    });
    expect(said).toHaveLength(2);
    expect(said[1]).toContain("again");
  });

  test("waits longer after each failure, up to ten seconds", async () => {
    server.script.push(...Array.from({ length: 9 }, () => ({ status: 503 })));
    sender.send(batch(0, 1));
    await sender.whenIdle();
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  test.each([
    { name: "waits as long as the server asks", retryAfter: "7", waitMs: 7000 },
    { name: "waits its own time when asked for none", retryAfter: "0", waitMs: 250 },
    { name: "waits at most a minute", retryAfter: "86400", waitMs: 60_000 },
    { name: "waits its own time when it cannot read the answer", retryAfter: "soon", waitMs: 250 },
  ])("$name", async ({ retryAfter, waitMs }) => {
    server.script.push({ status: 503, retryAfter });
    sender.send(batch(0, 1));
    await sender.whenIdle();
    expect(waits).toEqual([waitMs]);
    expect(server.taken).toHaveLength(1);
  });

  test("does not repeat what the server will never take", async () => {
    server.script.push({ status: 400, text: "line 1: no fields" });
    sender.send(batch(0, 2));
    await sender.whenIdle();
    sender.send(batch(2, 2));
    await sender.whenIdle();
    expect(server.taken).toEqual(linesOf(2, 2));
    expect(sender.counters()).toMatchObject({ acceptedLines: 2, refusedLines: 2, failedAttempts: 0 });
    expect(said).toEqual(["The server refused telemetry: 400 line 1: no fields"]);
  });

  test("survives a server that is not there yet", async () => {
    const { url } = server;
    await server.close();
    const late = build(url);
    late.send(batch(0, 3));
    late.send(batch(3, 3));
    expect(late.counters().queuedLines).toBe(6);
    while (waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(late.counters()).toMatchObject({ acceptedLines: 0, queuedLines: 6 });
    expect(said[0]).toContain("ECONNREFUSED");
    late.close();
    await late.whenIdle();
    server = await startIngestServer();
  });

  test("has no room while more than its limit waits, and room again afterwards", async () => {
    const small = build(server.url, 1000);
    expect(small.hasRoom()).toBe(true);
    small.send(batch(0, 40));
    expect(small.hasRoom()).toBe(false);
    await small.whenIdle();
    expect(small.hasRoom()).toBe(true);
    expect(server.taken).toHaveLength(40);
  });

  test("joins small batches into few requests and splits a long queue into many", async () => {
    for (let i = 0; i < 200; i++) sender.send(batch(i * 100, 100));
    await sender.whenIdle();
    expect(server.taken).toEqual(linesOf(0, 20_000));
    expect(server.asked.length).toBeGreaterThan(2);
    expect(server.asked.length).toBeLessThan(20);
  });

  test("gives up what waits when it is closed", async () => {
    server.script.push("drop");
    sender.send(batch(0, 1));
    sender.close();
    await sender.whenIdle();
    sender.send(batch(1, 1));
    await sender.whenIdle();
    expect(server.taken).toEqual([]);
    expect(sender.counters().acceptedLines).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpSender, type HttpSenderOptions } from "../../../simulator/senders/http-sender.ts";
import { parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import type { Sender } from "../../../simulator/senders/sender.ts";
import { hear, startHttpPeer, unusedAddress } from "../../support/http-peer.ts";
import { type IngestServer, type Reply, startIngestServer } from "../ingest-server.ts";

let server: IngestServer;
let sender: Sender<string>;
let said: string[];
let waits: number[];

function build(url: string, more: Partial<HttpSenderOptions> = {}, token: string | null = null) {
  const parsed = parseHttpTarget(url, token);
  if (parsed.kind === "wrong") throw new Error(parsed.reason);
  return createHttpSender({
    target: parsed.value,
    seed: 1,
    say: (sentence) => said.push(sentence),
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    ...more,
  });
}

beforeEach(async () => {
  server = await startIngestServer();
  said = [];
  waits = [];
  sender = build(server.url);
});

afterEach(async () => {
  await sender.close();
  await server.close();
});

const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `coolant_loop,loop=a flow_lpm=6 ${from + i}\n`).join("");
const linesOf = (from: number, count: number) => batch(from, count).trimEnd().split("\n");

describe("the HTTP sender", () => {
  test("posts line protocol to the write endpoint in milliseconds", async () => {
    sender.send(batch(0, 3));
    await sender.whenIdle();
    expect(server.asked).toEqual(["/write?db=loopwatch&precision=ms"]);
    expect(server.taken).toEqual(linesOf(0, 3));
    expect(sender.counters()).toEqual({ sent: 3, acknowledged: 3, retried: 0, rejected: 0, queued: 0 });
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
    expect(sender.counters()).toMatchObject({ sent: 105, acknowledged: 105, rejected: 0, queued: 0 });
    expect(sender.counters().retried).toBeGreaterThanOrEqual(5 * script.length);
    expect(waits).toHaveLength(script.length);
    expect(said).toHaveLength(2);
    expect(said[1]).toContain("again");
  });

  test("waits longer after each failure, up to ten seconds, with some chance in it", async () => {
    server.script.push(...Array.from({ length: 9 }, () => ({ status: 503 })));
    sender.send(batch(0, 1));
    await sender.whenIdle();
    const full = [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000];
    expect(waits.map((ms, i) => ms / (full[i] ?? 0)).every((share) => share >= 0.5 && share <= 1)).toBe(true);
    expect(sender.counters().retried).toBe(9);
  });

  test.each([
    { name: "waits as long as the server asks", retryAfter: "7", fromMs: 7000, toMs: 7000 },
    { name: "waits its own time when asked for none", retryAfter: "0", fromMs: 125, toMs: 250 },
    { name: "waits at most a minute", retryAfter: "86400", fromMs: 60_000, toMs: 60_000 },
    { name: "waits its own time when it cannot read the answer", retryAfter: "soon", fromMs: 125, toMs: 250 },
  ])("$name", async ({ retryAfter, fromMs, toMs }) => {
    server.script.push({ status: 503, retryAfter });
    sender.send(batch(0, 1));
    await sender.whenIdle();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(fromMs);
    expect(waits[0]).toBeLessThanOrEqual(toMs);
    expect(server.taken).toHaveLength(1);
  });

  test.each([
    { status: 401, sentence: "INFLUX_TOKEN" },
    { status: 403, sentence: "may not write" },
    { status: 404, sentence: "no such endpoint or database" },
    { status: 307, sentence: "Give that address" },
  ])("says clearly what a person must mend after $status, and asks slowly", async ({ status, sentence }) => {
    server.script.push({ status }, { status });
    sender.send(batch(0, 1));
    await sender.whenIdle();
    expect(said).toEqual([expect.stringContaining(sentence), "The server takes telemetry again."]);
    expect(waits).toEqual([30_000, 30_000]);
    expect(server.taken).toHaveLength(1);
  });

  test("says it when trouble of another kind needs a person", async () => {
    server.script.push({ status: 503 }, { status: 500 }, { status: 401 });
    sender.send(batch(0, 1));
    await sender.whenIdle();
    expect(said).toEqual([
      expect.stringContaining("503"),
      expect.stringContaining("401"),
      "The server takes telemetry again.",
    ]);
  });

  test("does not take a web page for an acknowledgement", async () => {
    let requests = 0;
    const url = await startHttpPeer((_request, response) => {
      requests += 1;
      if (requests > 1) response.writeHead(204).end();
      else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html></html>");
    });
    const lost = build(url);
    lost.send(batch(0, 1));
    await lost.whenIdle();
    expect(said[0]).toContain("not a write endpoint");
    expect(lost.counters()).toMatchObject({ acknowledged: 1, retried: 1 });
    await lost.close();
  });

  test("survives a server that is not there yet", async () => {
    const late = build(await unusedAddress(), {
      wait: () => new Promise((resolve) => setImmediate(resolve)),
    });
    late.send(batch(0, 3));
    late.send(batch(3, 3));
    expect(late.counters().queued).toBe(6);
    while (said.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(late.counters()).toMatchObject({ acknowledged: 0, queued: 6 });
    expect(said[0]).toContain("ECONNREFUSED");
    await late.close();
    expect(late.counters()).toMatchObject({ acknowledged: 0, queued: 6 });
  });

  test("has no room while more than its limit waits, and room again afterwards", async () => {
    const small = build(server.url, { mostQueuedBytes: 1000 });
    expect(small.hasRoom()).toBe(true);
    small.send(batch(0, 40));
    expect(small.hasRoom()).toBe(false);
    await small.whenIdle();
    expect(small.hasRoom()).toBe(true);
    expect(server.taken).toHaveLength(40);
    await small.close();
  });

  test("joins small batches into few requests and splits a long queue into many", async () => {
    for (let i = 0; i < 200; i++) sender.send(batch(i * 100, 100));
    await sender.whenIdle();
    expect(server.taken).toEqual(linesOf(0, 20_000));
    expect(server.asked.length).toBeGreaterThan(2);
    expect(server.asked.length).toBeLessThan(20);
  });

  test("keeps several requests in flight when told so, and still brings everything once", async () => {
    let [inFlight, most] = [0, 0];
    const taken: string[] = [];
    const held: (() => void)[] = [];
    const url = await startHttpPeer((request, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      void hear(request).then(({ body }) => {
        held.push(() => {
          inFlight -= 1;
          taken.push(...body.trimEnd().split("\n"));
          response.writeHead(204).end();
        });
        // Answers only when four wait: a sender with one request at a time would wait for ever.
        if (held.length === 4) for (const answer of held) answer();
      });
    });
    const wide = build(url, { requestsInFlight: 4 });
    for (let i = 0; i < 4; i++) wide.send(batch(i * 4, 4));
    await wide.whenIdle();
    expect(most).toBe(4);
    expect(taken.toSorted()).toEqual(linesOf(0, 16).toSorted());
    await wide.close();
  });

  test("shows its credentials to the server and to nobody else", async () => {
    const heard: (string | undefined)[] = [];
    const url = await startHttpPeer((request, response) => {
      heard.push(request.headers.authorization);
      response.writeHead(heard.length % 2 === 0 ? 204 : 503).end();
    });
    const address = url.replace("http://", "http://me:secret@");
    for (const token of [null, "abc"]) {
      const known = build(address, {}, token);
      known.send(batch(0, 1));
      await known.whenIdle();
      await known.close();
    }
    expect(heard).toEqual([
      `Basic ${btoa("me:secret")}`,
      `Basic ${btoa("me:secret")}`,
      "Token abc",
      "Token abc",
    ]);
    expect(said.join(" ")).not.toMatch(/secret|abc/);
  });

  test("gives up what waits when it is closed, and counts it as not sent", async () => {
    server.script.push("drop");
    sender.send(batch(0, 1));
    await sender.close();
    sender.send(batch(1, 1));
    await sender.whenIdle();
    expect(server.taken).toEqual([]);
    expect(sender.counters()).toEqual({ sent: 1, acknowledged: 0, retried: 0, rejected: 0, queued: 1 });
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpSender } from "../../../simulator/senders/http-sender.ts";
import { parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import type { Sender } from "../../../simulator/senders/sender.ts";
import { hear, startHttpPeer } from "../../support/http-peer.ts";
import { type IngestServer, startIngestServer } from "../ingest-server.ts";

let server: IngestServer;
let sender: Sender<string>;
let said: string[];

function build(url: string) {
  const parsed = parseHttpTarget(url, null);
  if (parsed.kind === "wrong") throw new Error(parsed.reason);
  return createHttpSender({ target: parsed.value, seed: 1, say: (sentence) => said.push(sentence) });
}

beforeEach(async () => {
  server = await startIngestServer();
  said = [];
  sender = build(server.url);
});

afterEach(async () => {
  await sender.close();
  await server.close();
});

const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `coolant_loop,loop=a flow_lpm=6 ${from + i}\n`).join("");
const linesOf = (from: number, count: number) => batch(from, count).trimEnd().split("\n");

describe("what a server never takes", () => {
  test("counts what a server left out of a batch, with its words", async () => {
    const text = JSON.stringify({
      error: "2 of 5 lines were refused and 3 were kept.",
      refused: 2,
      accepted: 3,
    });
    server.script.push({ status: 400, text });
    sender.send(batch(0, 5));
    await sender.whenIdle();
    expect(sender.counters()).toEqual({ sent: 5, acknowledged: 3, retried: 0, rejected: 2, queued: 0 });
    expect(said).toEqual([
      "The server refused a part of the telemetry: 400 2 of 5 lines were refused and 3 were kept.",
    ]);
  });

  test("finds the one line that a server never takes, and brings the others in", async () => {
    const taken: string[] = [];
    const url = await startHttpPeer((request, response) => {
      void hear(request).then(({ body }) => {
        const lines = body.trimEnd().split("\n");
        const isBad = lines.some((line) => line.endsWith(" 11"));
        if (!isBad) taken.push(...lines);
        response.writeHead(isBad ? 400 : 204).end(isBad ? "line 11 is bad" : undefined);
      });
    });
    const picky = build(url);
    picky.send(batch(0, 32));
    await picky.whenIdle();
    expect(taken).toEqual(linesOf(0, 32).filter((line) => !line.endsWith(" 11")));
    expect(picky.counters()).toMatchObject({ sent: 32, acknowledged: 31, rejected: 1, queued: 0 });
    expect(said).toEqual(["The server refused telemetry: 400 line 11 is bad"]);
    await picky.close();
  });

  test("stops looking for good lines when a server refuses every one", async () => {
    let requests = 0;
    const url = await startHttpPeer((_request, response) => {
      requests += 1;
      response.writeHead(400).end("no");
    });
    const hopeless = build(url);
    for (let i = 0; i < 10; i++) hopeless.send(batch(i * 1000, 1000));
    await hopeless.whenIdle();
    expect(hopeless.counters()).toMatchObject({ sent: 10_000, acknowledged: 0, rejected: 10_000, queued: 0 });
    expect(requests).toBeLessThan(200);
    await hopeless.close();
  });

  test("sends less at once to a server that finds it too much", async () => {
    const sizes: number[] = [];
    const taken: string[] = [];
    const url = await startHttpPeer((request, response) => {
      void hear(request).then(({ body }) => {
        sizes.push(body.length);
        const isTooMuch = body.length > 10_000;
        if (!isTooMuch) taken.push(...body.trimEnd().split("\n"));
        response.writeHead(isTooMuch ? 413 : 204).end();
      });
    });
    const modest = build(url);
    modest.send(batch(0, 2000));
    await modest.whenIdle();
    const before = sizes.length;
    for (let i = 0; i < 20; i++) modest.send(batch(2000 + i * 100, 100));
    await modest.whenIdle();
    expect(taken).toEqual(linesOf(0, 4000));
    expect(sizes.slice(before).every((size) => size <= 10_000)).toBe(true);
    expect(modest.counters()).toMatchObject({ acknowledged: 4000, rejected: 0 });
    await modest.close();
  });
});

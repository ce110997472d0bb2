import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLoad } from "../../../simulator/load/create-load.ts";
import type { LoadSender } from "../../../simulator/load/load-batch.ts";
import {
  createFileLoadSender,
  createHttpLoadSender,
  createNullLoadSender,
} from "../../../simulator/load/load-senders.ts";
import { runLoad } from "../../../simulator/load/run-load.ts";
import { type HttpTarget, parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";
import { type Reply, startIngestServer } from "../ingest-server.ts";
import { parseLoadLines, takeTicks } from "./load-lines.ts";
import { createWaitedClock } from "./load-peers.ts";

const startMs = Date.UTC(2022, 11, 14, 21, 45);
const newLoad = () => createLoad({ loops: 100, rateHz: 10, leakShare: 0.25, seed: 1, startMs });
const ticks = 40;

const runInto = (sender: LoadSender) =>
  runLoad({
    load: newLoad(),
    sender,
    lengthMs: ticks * 100,
    pace: "as fast as it goes",
    clock: createWaitedClock(),
    stop: new AbortController().signal,
  });

const targetOf = (url: string): HttpTarget => {
  const target = parseHttpTarget(url, null);
  if (target.kind === "wrong") throw new Error(target.reason);
  return target.value;
};

test("the null sender counts all points and keeps none", async () => {
  const sender = createNullLoadSender();
  await runInto(sender);
  const all = ticks * 100;
  expect(sender.counters()).toEqual({ sent: all, acknowledged: all, retried: 0, rejected: 0, queued: 0 });
});

describe("the file sender", () => {
  test("writes the very bytes that the generator makes", async () => {
    const path = join(tempDirForTest(), "run.lp");
    const sender = await createFileLoadSender(path);
    await runInto(sender);
    await sender.finish();
    expect(readFileSync(path, "latin1")).toBe(takeTicks(newLoad(), ticks));
    expect(sender.counters()).toMatchObject({ sent: ticks * 100, acknowledged: ticks * 100, queued: 0 });
  });

  test("ends a run on a full disk with a sentence", async () => {
    const sender = await createFileLoadSender("/dev/full");
    onTestFinished(() => sender.close());
    const load = createLoad({ loops: 1000, rateHz: 10, leakShare: 0, seed: 1, startMs });
    const run = runLoad({
      load,
      sender,
      lengthMs: null,
      pace: "as fast as it goes",
      clock: createWaitedClock(),
      stop: new AbortController().signal,
    });
    await expect(run).rejects.toThrow("no space left");
    expect(sender.counters()).toMatchObject({ acknowledged: 0 });
  });
});

describe("the HTTP sender", () => {
  const runAgainst = async (script: readonly Reply[]) => {
    const server = await startIngestServer();
    onTestFinished(() => server.close());
    server.script.push(...script);
    const said: string[] = [];
    const clock = createWaitedClock();
    const sender = createHttpLoadSender({
      target: targetOf(server.url),
      say: (sentence) => said.push(sentence),
      seed: 1,
      wait: clock.wait,
    });
    await runInto(sender);
    await sender.whenIdle();
    const counters = sender.counters();
    await sender.close();
    return { server, said, counters };
  };

  const failures: { name: string; script: Reply[] }[] = [
    { name: "a server that takes all", script: [] },
    { name: "429 and 503", script: [{ status: 429, retryAfter: "2" }, { status: 503 }, { status: 503 }] },
    { name: "cut connections", script: ["drop", "drop", "drop", "drop", "drop"] },
  ];
  test.each(failures)(
    "brings every point once and each loop's in order through $name",
    async ({ script }) => {
      const { server, counters, said } = await runAgainst(script);
      const lines = parseLoadLines(`${server.taken.join("\n")}\n`);
      expect([...server.taken].sort()).toEqual(takeTicks(newLoad(), ticks).trimEnd().split("\n").sort());
      const newestByLoop = new Map<string, number>();
      for (const { loop, atMs } of lines) {
        expect(atMs).toBeGreaterThan(newestByLoop.get(loop) ?? 0);
        newestByLoop.set(loop, atMs);
      }
      expect(counters).toMatchObject({ sent: 4000, acknowledged: 4000, rejected: 0, queued: 0 });
      expect(counters.retried > 0).toBe(script.length > 0);
      expect(said.length > 0).toBe(script.length > 0);
    },
  );

  test("counts what the server refuses for good and says why once", async () => {
    const refusal = { status: 400, text: '{"error":"2 of 5 lines were refused","refused":2}' };
    const { counters, said } = await runAgainst([refusal, refusal]);
    expect(counters).toMatchObject({ sent: 4000, acknowledged: 3996, rejected: 4, queued: 0 });
    expect(said.filter((sentence) => sentence.includes("2 of 5 lines were refused"))).toHaveLength(1);
  });

  test("has no room while a server that is away leaves too much waiting, and drops nothing", async () => {
    const server = await startIngestServer();
    const { url } = server;
    await server.close();
    const never = new Promise<void>(() => {});
    const sender = createHttpLoadSender({ target: targetOf(url), say: () => {}, seed: 1, wait: () => never });
    const load = createLoad({ loops: 1000, rateHz: 10, leakShare: 0, seed: 1, startMs });
    let points = 0;
    while (sender.hasRoom()) {
      const batch = { points: load.points, lane: load.part };
      const length = load.next();
      sender.send({ ...batch, bytes: load.buffer.subarray(0, length) });
      points += batch.points;
    }
    // 32 MB of lines of some 190 bytes.
    expect(points).toBeGreaterThan(150_000);
    expect(points).toBeLessThan(190_000);
    expect(sender.counters()).toMatchObject({ sent: points, acknowledged: 0, rejected: 0, queued: points });
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  type LoadCommand,
  type LoadSurroundings,
  renderLoadOutcome,
  runLoadCommand,
} from "../../../simulator/load/load-command.ts";
import { parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";
import { startIngestServer } from "../ingest-server.ts";
import { parseLoadLines } from "./load-lines.ts";
import { createWaitedClock } from "./load-peers.ts";

const usual = {
  loops: 20,
  rateHz: 2,
  leakShare: 0.5,
  seed: 4,
};

const surroundings = (given: Partial<LoadSurroundings> = {}): LoadSurroundings => ({
  clock: createWaitedClock(),
  stop: new AbortController().signal,
  screen: { isTerminal: false, write: () => {} },
  say: () => {},
  ...given,
});

describe("a load into a file", () => {
  const intoFile = (path: string, lengthMs: number | null): LoadCommand => ({
    ...usual,
    lengthMs,
    outlet: { kind: "file", path },
  });

  test("has its truth beside it", async () => {
    const dir = tempDirForTest();
    const outcome = await runLoadCommand(intoFile(join(dir, "run.lp"), 10_000), surroundings());
    expect(outcome).toMatchObject({ isWhole: true, counters: { sent: 400, acknowledged: 400, queued: 0 } });
    expect(readdirSync(dir).sort()).toEqual(["run.lp", "run.truth.json"]);
    const lines = parseLoadLines(readFileSync(join(dir, "run.lp"), "utf8"));
    expect(lines).toHaveLength(400);
    expect(lines[0]).toMatchObject({ loop: "load-0001", atMs: Date.UTC(2022, 11, 14, 21, 45) });
    const truth: unknown = JSON.parse(readFileSync(join(dir, "run.truth.json"), "utf8"));
    expect(truth).toMatchObject({ schema: "loopwatch load truth 1", seed: 4, loops: 20, rateHz: 2 });
    expect(truth).toHaveProperty("leaks.length", 10);
  });

  test("is a minute long when nobody says how long", async () => {
    const path = join(tempDirForTest(), "run.lp");
    const outcome = await runLoadCommand(intoFile(path, null), surroundings());
    expect(outcome).toMatchObject({ isWhole: true, progress: { madeMs: 60_000, points: 2400 } });
  });

  test("that was stopped keeps its temporary name and gets no truth", async () => {
    const path = join(tempDirForTest(), "run.lp");
    const outcome = await runLoadCommand(intoFile(path, 10_000), surroundings({ stop: AbortSignal.abort() }));
    expect(outcome.isWhole).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.part`)).toBe(true);
    expect(existsSync(path.replace(".lp", ".truth.json"))).toBe(false);
  });

  test("in a directory that is not there is refused in words", async () => {
    const path = join(tempDirForTest(), "nowhere", "run.lp");
    await expect(runLoadCommand(intoFile(path, 1000), surroundings())).rejects.toThrow(
      "directory does not exist",
    );
  });
});

test("a load to nowhere is counted and shown", async () => {
  const written: string[] = [];
  const screen = { isTerminal: false, write: (text: string) => written.push(text) };
  const command: LoadCommand = { ...usual, lengthMs: 10_000, outlet: { kind: "nowhere" } };
  const outcome = await runLoadCommand(command, surroundings({ screen }));
  expect(outcome).toMatchObject({ isWhole: true, counters: { sent: 400, acknowledged: 400 } });
  expect(written.at(-1)).toContain("100 %");
});

describe("a load to a server", () => {
  const toServer = (url: string, lengthMs: number | null): LoadCommand => {
    const target = parseHttpTarget(url, null);
    if (target.kind === "wrong") throw new Error(target.reason);
    return { ...usual, lengthMs, outlet: { kind: "http", target: target.value } };
  };

  test("goes out by the wall clock and is whole when the last point is taken", async () => {
    const server = await startIngestServer();
    onTestFinished(() => server.close());
    const clock = createWaitedClock();
    const beganMs = clock.nowMs();
    const outcome = await runLoadCommand(toServer(server.url, 10_000), surroundings({ clock }));
    expect(outcome).toMatchObject({ isWhole: true, counters: { sent: 400, acknowledged: 400 } });
    expect(outcome.progress.elapsedMs).toBe(9500);
    const lines = parseLoadLines(`${server.taken.join("\n")}\n`);
    expect(lines).toHaveLength(400);
    expect(Math.min(...lines.map(({ atMs }) => atMs))).toBe(beganMs);
  });

  test("that was stopped says what was not sent", async () => {
    const server = await startIngestServer();
    const { url } = server;
    await server.close();
    const stop = new AbortController();
    const said: string[] = [];
    const say = (sentence: string) => {
      said.push(sentence);
      stop.abort();
    };
    const outcome = await runLoadCommand(toServer(url, null), surroundings({ stop: stop.signal, say }));
    expect(said[0]).toContain("Telemetry waits");
    expect(outcome.counters.acknowledged).toBe(0);
    expect(outcome.counters.queued).toBe(outcome.progress.points);
    expect(outcome.isWhole).toBe(false);
  });
});

describe("the last words", () => {
  const counters = { sent: 600, acknowledged: 590, retried: 20, rejected: 4, queued: 6 };
  const progress = {
    madeMs: 1000,
    lengthMs: null,
    elapsedMs: 1000,
    points: 600,
    waitingPoints: 6,
    bytes: 100_000,
    lagMs: 0,
    worstLagMs: 999,
  };
  const sums = "600 lines: 590 acknowledged, 20 retried, 4 rejected, 6 not sent. 3600 values/s.";

  test("say nothing of a pace that was kept", () => {
    expect(renderLoadOutcome({ progress, counters, isWhole: false }, 6)).toBe(sums);
  });

  test("say how late a load was that could not keep its pace", () => {
    const late = { ...progress, worstLagMs: 12_345 };
    expect(renderLoadOutcome({ progress: late, counters, isWhole: false }, 6)).toBe(
      `${sums} The load could not keep its pace: it was up to 12.3 s behind.`,
    );
  });
});

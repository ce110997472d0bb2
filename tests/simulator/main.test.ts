import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type IngestServer, startIngestServer } from "./ingest-server.ts";

let server: IngestServer;
let child: ChildProcess | null;

beforeEach(async () => {
  server = await startIngestServer();
  child = null;
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await server.close();
});

/** The real program in a process of its own, run from source. */
function simulate(args: readonly string[], stdio: "ignore" | "pipe" | "ipc" = "ignore") {
  const process_ = spawn(process.execPath, ["--import", "tsx", "simulator/main.ts", ...args], {
    stdio: stdio === "ipc" ? ["ignore", "pipe", "pipe", "ipc"] : [stdio, "pipe", "pipe"],
  });
  child = process_;
  let said = "";
  for (const stream of [process_.stdout, process_.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
    });
  }
  // Node does not report "close" to a parent that has cut the channel itself.
  const ended = once(process_, stdio === "ipc" ? "exit" : "close").then(([code]) => ({
    code: code as number | null,
    said,
  }));
  return { process: process_, ended };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

/** Three hours of prelude and then some live seconds, in order and without holes. */
async function untilLive() {
  await until(() => server.taken.length > 10_805);
  const times = server.taken
    .filter((line) => line.startsWith("coolant_loop,loop=ms-22 "))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));
  expect(times.every((t, i) => i === 0 || t - (times[i - 1] ?? 0) === 1000)).toBe(true);
  return times;
}

test("the simulator sends its prelude and then live telemetry, and ends with 0 on SIGTERM", async () => {
  const { process: simulator, ended } = simulate(["--url", server.url, "--speed", "100"]);
  await untilLive();
  simulator.kill("SIGTERM");
  const { code, said } = await ended;
  expect(code).toBe(0);
  expect(said).toContain("Simulating loop ms-22 (healthy)");
  expect(said).toContain("Stopped.");
});

test("it goes on after the newest sample of the loop, says it was serviced, and ends with its parent's channel", async () => {
  const newestMs = Date.now() - 20 * 86_400_000;
  server.loop = JSON.stringify({ lastSampleMs: newestMs });
  const { process: simulator, ended } = simulate(["--url", server.url, "--speed", "100"], "ipc");
  const [firstMs = 0] = await untilLive();
  expect(firstMs).toBeGreaterThan(newestMs);
  expect(firstMs).toBeLessThanOrEqual(newestMs + 3000);
  expect(server.taken[0]).toBe(`coolant_operation,loop=ms-22 kind="serviced" ${firstMs}`);
  simulator.disconnect();
  expect((await ended).code).toBe(0);
});

test("it ends when a parent that holds its input goes away", async () => {
  const { process: simulator, ended } = simulate(["--url", server.url], "pipe");
  await until(() => server.taken.length > 0);
  simulator.stdin?.end();
  expect((await ended).code).toBe(0);
});

test("stopped before it found its server it still says the last line", async () => {
  const { url } = server;
  await server.close();
  const { process: simulator, ended } = simulate(["--url", url, "--json"]);
  await once(simulator.stderr ?? simulator, "data");
  simulator.kill("SIGINT");
  const { code, said } = await ended;
  expect(code).toBe(0);
  expect(said).toContain("Stopped. 0 lines: 0 acknowledged, 0 retried, 0 rejected, 0 not sent.");
  expect(said).toContain('"sent":0');
  server = await startIngestServer();
});

test("wrong use ends with 2 and a sentence", async () => {
  const { code, said } = await simulate(["--scenario", "flood"]).ended;
  expect(code).toBe(2);
  expect(said).toMatch(/There is no scenario "flood". Known are: .*puncture/);
});

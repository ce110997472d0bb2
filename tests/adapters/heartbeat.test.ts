import type { RequestListener } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { seconds } from "../../protocol/time.ts";
import { type HeartbeatParts, startHeartbeat } from "../../server/adapters/heartbeat.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { startHttpPeer, unusedAddress } from "../support/http-peer.ts";
import { createMemoryLog } from "../support/memory-log.ts";

/** A heartbeat once a minute against a real server; `said` are its log's sentences with their reasons. */
function beatTo(url: string, given: Partial<HeartbeatParts> = {}) {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const said = () => log.entries.map(({ level, detail }) => `${level}: ${detail["reason"] ?? ""}`);
  const stop = startHeartbeat({ url, everyMs: seconds(60), isWell: () => true, clock, log, ...given });
  onTestFinished(stop);
  return { clock, log, said, stop };
}

/** The server's side: how often it was asked for what. */
async function startWatchman(answer: RequestListener) {
  const asked: string[] = [];
  const url = await startHttpPeer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { url, asked };
}

const fine: RequestListener = (_, response) => void response.end("OK".repeat(10_000));

test("it beats at once, then every minute, and says so once", async () => {
  const { url, asked } = await startWatchman(fine);
  const { clock, said } = beatTo(`${url}/ping/secret`);
  await vi.waitUntil(() => said().length === 1);
  for (const count of [2, 3]) {
    await clock.advance(seconds(60));
    await vi.waitUntil(() => asked.length === count);
  }
  expect(asked).toEqual(["GET /ping/secret", "GET /ping/secret", "GET /ping/secret"]);
  expect(said()).toEqual(["info: "]);
});

test("it stays away while not all is well", async () => {
  const { url, asked } = await startWatchman(fine);
  let well = false;
  const { clock, said } = beatTo(url, { isWell: () => well });
  await clock.advance(seconds(180));
  expect(asked).toEqual([]);
  expect(said()).toEqual(["warn: "]);
  well = true;
  await clock.advance(seconds(60));
  await vi.waitUntil(() => said().length === 2);
  expect(asked).toHaveLength(1);
});

test("a failure is told once, and so is its end; the address stays secret", async () => {
  let status = 503;
  const { url, asked } = await startWatchman((_, response) => void response.writeHead(status).end());
  const { clock, log, said } = beatTo(`${url}/ping/secret`);
  await vi.waitUntil(() => said().length === 1);
  await clock.advance(seconds(60));
  await vi.waitUntil(() => asked.length === 2);
  // Its answer was read when the next one is asked for.
  await clock.advance(seconds(60));
  await vi.waitUntil(() => asked.length === 3);
  expect(said()).toEqual(["warn: the answer was 503"]);
  status = 200;
  await vi.waitUntil(async () => {
    await clock.advance(seconds(60));
    return said().length === 2;
  });
  expect(said()).toEqual(["warn: the answer was 503", "info: "]);
  expect(JSON.stringify(log.entries)).not.toContain("secret");
});

test("where nobody listens that is told", async () => {
  const { said } = beatTo(await unusedAddress());
  await vi.waitUntil(() => said().length === 1);
  expect(said()[0]).toMatch(/^warn: connect ECONNREFUSED/);
});

test("a server that never answers is given up, and asked again at the next beat, not before", async () => {
  const { url, asked } = await startWatchman(() => undefined);
  const { clock, said } = beatTo(url, { timeLimitMs: 50 });
  await clock.advance(seconds(60));
  await vi.waitUntil(() => said().length === 1);
  expect(said()).toEqual(["warn: no answer in time"]);
  expect(asked).toHaveLength(1);
  await clock.advance(seconds(60));
  await vi.waitUntil(() => asked.length === 2);
});

test("it is sent on within its host, and no further", async () => {
  const { url, asked } = await startWatchman((request, response) => {
    if (request.url === "/done") response.end();
    else response.writeHead(302, { location: "/done" }).end();
  });
  const { said } = beatTo(`${url}/ping`);
  await vi.waitUntil(() => said().length === 1);
  expect([asked, said()]).toEqual([["GET /ping", "GET /done"], ["info: "]]);

  const elsewhere = await startWatchman(fine);
  const away = elsewhere.url.replace("127.0.0.1", "localhost");
  const strayer = await startWatchman(
    (_, response) => void response.writeHead(301, { location: away }).end(),
  );
  const strayed = beatTo(strayer.url);
  await vi.waitUntil(() => strayed.said().length === 1);
  expect([strayed.said(), elsewhere.asked]).toEqual([["warn: it is sent on to another host"], []]);
});

test("a circle ends", async () => {
  const { url, asked } = await startWatchman(
    (_, response) => void response.writeHead(302, { location: "/" }).end(),
  );
  const { said } = beatTo(url);
  await vi.waitUntil(() => said().length === 1);
  expect([said(), asked.length]).toEqual([["warn: it is sent on in a circle"], 4]);
});

test("stopped it beats no more", async () => {
  const { url, asked } = await startWatchman(fine);
  const { clock, said, stop } = beatTo(url);
  await vi.waitUntil(() => said().length === 1);
  stop();
  expect(clock.pending()).toBe(0);
  await clock.advance(seconds(600));
  expect(asked).toHaveLength(1);
});

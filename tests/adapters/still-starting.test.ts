import { expect, test } from "vitest";
import { stillStarting } from "../../server/start/still-starting.ts";
import { startHttpPeer } from "../support/http-peer.ts";

test.each([
  ["/healthz", 200, { ok: true }],
  ["/healthz?verbose", 200, { ok: true }],
  [
    "/readyz",
    503,
    { ready: false, parts: [{ part: "start", ready: false, reason: "Loopwatch is starting." }] },
  ],
])("while it starts, %s is answered %i", async (path, status, body) => {
  const answer = await fetch(`${await startHttpPeer(stillStarting)}${path}`);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual(body);
});

test("telemetry that comes while it starts is to come again", async () => {
  const url = await startHttpPeer(stillStarting);
  const answer = await fetch(`${url}/write`, { method: "POST", body: "a b=1" });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
});

import { request as begin, type ClientRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createVisits } from "../../server/adapters/http/visit.ts";
import { openAttackHouse } from "../support/attack-house.ts";
import { createFakeAccess, toDoor } from "../support/fake-access.ts";
import { leakAlarm } from "../support/test-desk.ts";

const comment = JSON.stringify({ comment: "mine", version: leakAlarm.version, by: "x" });

/** Through the gate with its headers and half of its body; the rest only after `meanwhile`. */
async function sendSlowly(
  url: string,
  headers: Record<string, string>,
  body: string,
  meanwhile: () => void,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const request: ClientRequest = begin(url, {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  // The server has passed the gate with the headers before it reads a second request of the same moment.
  request.write(body.slice(0, 1));
  const { origin } = new URL(url);
  for (let turn = 0; turn < 3; turn++) await (await fetch(`${origin}/healthz`)).text();
  meanwhile();
  request.end(body.slice(1));
  const answer = await answered;
  return { status: answer.statusCode, body: await text(answer) };
}

describe("while the body of an act is on its way", () => {
  test.each<[string, number, (house: Awaited<ReturnType<typeof openAttackHouse>>, secret: string) => void]>([
    ["the session ends", 401, (house, secret) => house.access.ends(secret)],
    ["the role is taken away", 403, (house, secret) => house.access.changes(secret, "viewer")],
    ["nothing happens", 200, () => undefined],
  ])("%s: %i", async (_name, status, happens) => {
    const house = await openAttackHouse();
    const secret = house.access.begins("operator");
    const url = `${house.url}/api/v1/alarms/${leakAlarm.id}/comment`;
    const headers = { cookie: `loopwatch_session=${secret}` };
    const answer = await sendSlowly(url, headers, comment, () => happens(house, secret));
    expect(answer.status, answer.body).toBe(status);
    expect(house.access.turned.length).toBe(status === 403 ? 1 : 0);
  });
});

test.each([
  ["/write", 401, true],
  ["/api/v2/write?precision=ns", 401, true],
  ["/write", 204, false],
])("telemetry on its way to %s is answered %i when its token was revoked: %s", async (path, status, ends) => {
  const house = await openAttackHouse();
  const secret = house.access.gives({ kind: "telemetry", name: "telegraf", loops: "all" });
  const headers = { authorization: `Token ${secret}`, "content-type": "text/plain" };
  const answer = await sendSlowly(
    `${house.url}${path}`,
    headers,
    "coolant,loop=a p=1 1671062400000000000\n",
    () => {
      if (ends) house.access.ends(secret);
    },
  );
  expect(answer.status, answer.body).toBe(status);
});

test("whoever is asked for and is nobody acts as nobody: 401, never the local operator", () => {
  const { doorkeeper, readPeer } = toDoor(createFakeAccess());
  const visits = createVisits(doorkeeper, readPeer);
  const said: unknown[] = [];
  const response = {
    set: () => response,
    status: (status: number) => {
      said.push(status);
      return response;
    },
    type: () => response,
    json: () => response,
    send: () => response,
  };
  const request = { headers: {}, socket: { remoteAddress: "127.0.0.1" } };
  expect(visits.actor(request as never, response as never)).toBeNull();
  expect(said).toEqual([401]);
});

import { request } from "node:http";
import { describe, expect, test } from "vitest";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import { StoreError } from "../../../server/app/ports.ts";
import { mailboxOf, openSmallHouse, type SmallHouse } from "../../support/small-house.ts";

const get = async (house: SmallHouse, path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${house.url}${path}`);
  return { status: response.status, body: await response.json() };
};

async function send(house: SmallHouse, lines: string): Promise<void> {
  const response = await fetch(`${house.url}/write?precision=ms`, { method: "POST", body: lines });
  expect(response.status).toBe(204);
  await house.drained();
}

describe("the loops", () => {
  test("are listed as the page knows them", async () => {
    const house = await openSmallHouse();
    const { body } = await get(house, "/api/v1/loops");
    expect(body).toMatchObject([{ id: "loop-1", coolant: "water", chargeL: 100, minimumInventoryL: 96 }]);
  });

  test("are each given with their signal and estimate", async () => {
    const house = await openSmallHouse();
    const estimate: LoopEstimate = {
      loopId: "loop-1",
      atMs: 5,
      detection: { kind: "watching", smallestKgPerH: 0.2 },
      inventoryL: 99,
      inventorySdL: 0.1,
      bottomedOut: false,
      leakKgPerH: null,
      leakSdKgPerH: null,
      lostL: null,
      timeLeft: null,
    };
    const signal = { loopId: "loop-1", lastSampleMs: 5, lastArrivalMs: 6, silent: false };
    house.desk.say({ signals: [signal], estimates: [estimate] });
    const { body } = await get(house, "/api/v1/loops/loop-1");
    expect(body).toMatchObject({ id: "loop-1", lastSampleMs: 5, signal, estimate });
  });

  test("tell from the store how far their telemetry goes when nothing was heard since the start", async () => {
    const house = await openSmallHouse();
    await send(house, "coolant_loop,loop=loop-1 p=300 1000\ncoolant_loop,loop=loop-1 t=20 3000\n");
    const { body } = await get(house, "/api/v1/loops/loop-1");
    expect(body).toMatchObject({ lastSampleMs: 3000, signal: { lastSampleMs: null }, estimate: null });
  });

  test("that do not exist are not found", async () => {
    const house = await openSmallHouse();
    for (const path of ["/api/v1/loops/x", "/api/v1/loops/x/history?from=1&to=2"])
      expect(await get(house, path)).toMatchObject({
        status: 404,
        body: { code: "not found", message: "There is no such loop." },
      });
  });
});

describe("history", () => {
  test("has two rows a bucket, the minima at its start and the maxima at its middle, and the inventory last", async () => {
    const house = await openSmallHouse();
    const lines = [
      "coolant_loop,loop=loop-1 p=300,t=20 60000",
      "coolant_loop,loop=loop-1 p=290 61000",
      "coolant_loop,loop=loop-1 p=310,t=21 62000",
      "loop_estimate,loop=loop-1 inventory_l=99.5 62000",
      "coolant_loop,loop=loop-1 p=305 80000",
      "coolant_loop,loop=other p=1 61500",
    ];
    await send(house, lines.join("\n"));
    const { status, body } = await get(house, "/api/v1/loops/loop-1/history?from=60000&to=110000&points=10");
    expect(status).toBe(200);
    expect(body).toEqual({
      loopId: "loop-1",
      fromMs: 60_000,
      toMs: 110_000,
      bucketMs: 10_000,
      tMs: [60_000, 65_000, 80_000, 85_000],
      columns: [
        [290, 310, 305, 305],
        [20, 21, null, null],
        [99.5, 99.5, null, null],
      ],
    });
  });

  test("of what was estimated has a column for each estimate, in their fixed order", async () => {
    const house = await openSmallHouse();
    await send(
      house,
      "loop_estimate,loop=loop-1 inventory_l=99.5,leak_kg_per_h=2,time_left_p05_s=50,time_left_s=60 62000\nloop_estimate,loop=loop-1 time_left_s=40 63000",
    );
    const { body } = await get(
      house,
      "/api/v1/loops/loop-1/history?from=60000&to=110000&points=10&of=estimate",
    );
    expect(body).toMatchObject({
      tMs: [60_000, 65_000],
      columns: [
        [99.5, 99.5],
        [null, null],
        [2, 2],
        [null, null],
        [50, 50],
        [40, 60],
        [null, null],
      ],
    });
  });

  test("of a time without samples is empty", async () => {
    const house = await openSmallHouse();
    const { body } = await get(
      house,
      "/api/v1/loops/loop-1/history?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z",
    );
    expect(body).toMatchObject({ tMs: [], columns: [[], [], []] });
  });

  test("is refused with a sentence when the question is wrong", async () => {
    const house = await openSmallHouse();
    expect(await get(house, "/api/v1/loops/loop-1/history?from=5&to=1")).toMatchObject({
      status: 400,
      body: { code: "invalid", message: "from must be before to." },
    });
  });

  test("is unavailable while the store is down, and says so", async () => {
    const down = async (): Promise<never> => {
      throw new StoreError("connect ECONNREFUSED 10.0.0.5", true);
    };
    const house = await openSmallHouse({ history: down, store: { newestMs: down, count: down } });
    const answer = await get(house, "/api/v1/loops/loop-1/history?from=1&to=5");
    expect(answer).toMatchObject({
      status: 503,
      body: { code: "unavailable", message: "The store does not answer at the moment; try again." },
    });
    expect(await get(house, "/api/v1/loops/loop-1")).toMatchObject({
      status: 200,
      body: { lastSampleMs: null },
    });
  });
});

describe("the other answers", () => {
  const mail = {
    id: "1-a",
    receivedMs: 1,
    from: "a@b",
    to: ["c@d"],
    subject: "Leak",
    text: "Look",
    html: null,
    attachments: [],
  };

  test("mailbox: lists mails, opens one, and knows when there is none", async () => {
    const house = await openSmallHouse({ mailbox: mailboxOf([mail]) });
    const { text: _text, html: _html, attachments: _attachments, ...summary } = mail;
    expect((await get(house, "/api/v1/mailbox")).body).toEqual([summary]);
    expect((await get(house, "/api/v1/mailbox/1-a")).body).toEqual(mail);
    expect(await get(house, "/api/v1/mailbox/2-b")).toMatchObject({
      status: 404,
      body: { message: "There is no such mail." },
    });
  });

  test("mailbox: is empty when mails go to a server of the owner's", async () => {
    const house = await openSmallHouse({ mailbox: null });
    expect((await get(house, "/api/v1/mailbox")).body).toEqual([]);
    expect((await get(house, "/api/v1/mailbox/1")).status).toBe(404);
  });

  test("health, notices and life signs", async () => {
    const house = await openSmallHouse();
    expect((await get(house, "/api/v1/health")).body).toMatchObject({
      spool: { waiting: 0, oldestMs: null },
    });
    expect((await get(house, "/api/v1/notices")).body).toEqual([]);
    expect(await get(house, "/healthz")).toEqual({ status: 200, body: { ok: true } });
  });

  test("count: says how many points a measurement has in the store", async () => {
    const house = await openSmallHouse();
    await send(house, "m,a=1 f=1 1\nm,a=2 f=1 1\nm,a=2 g=1 1\n");
    expect((await get(house, "/api/v1/count?measurement=m")).body).toEqual({ measurement: "m", points: 2 });
    expect((await get(house, "/api/v1/count?measurement=nothing")).body).toEqual({
      measurement: "nothing",
      points: 0,
    });
    expect((await get(house, "/api/v1/count")).status).toBe(400);
  });

  test("an unknown address under /api is a JSON 404, elsewhere a plain one", async () => {
    const house = await openSmallHouse();
    expect(await get(house, "/api/v1/nothing")).toMatchObject({ status: 404, body: { code: "not found" } });
    expect(await get(house, "/api/v9")).toMatchObject({ status: 404 });
    const response = await fetch(`${house.url}/nothing`);
    expect([response.status, await response.text()]).toEqual([404, "There is nothing at this address.\n"]);
  });

  test("a name that is not ours is turned away, whatever is asked", async () => {
    const house = await openSmallHouse();
    // fetch sets the Host header itself, so this asks one floor lower.
    const status = await new Promise((resolve, reject) => {
      const asked = request(
        `${house.url}/api/v1/alarms`,
        { headers: { host: "rebound.example.org" } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asked.on("error", reject).end();
    });
    expect(status).toBe(403);
  });
});

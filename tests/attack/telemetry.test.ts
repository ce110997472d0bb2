import { describe, expect, test } from "vitest";
import { openAttackHouse } from "../support/attack-house.ts";

const good = "coolant_loop,loop=loop-1 p=300 1700000000000";
const foreign = "coolant_loop,loop=loop-9 p=300 1700000000000";

const write = (house: Awaited<ReturnType<typeof openAttackHouse>>, body: string, options: RequestInit = {}) =>
  house.ask("POST", "/write?precision=ms", { body, ...options });

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString("base64")}`;

describe("a sender", () => {
  test("is known by every way in which clients of InfluxDB say a token", async () => {
    const house = await openAttackHouse();
    const token = house.access.gives({ kind: "telemetry", name: "t", loops: "all" });
    for (const authorization of [
      `Token ${token}`,
      `token ${token}`,
      `Bearer ${token}`,
      `Token anybody:${token}`,
      basic(`anybody:${token}`),
      basic(`:${token}`),
    ])
      expect((await write(house, good, { headers: { authorization } })).status, authorization).toBe(204);
    for (const path of [`/write?precision=ms&u=any&p=${token}`, `/api/v2/write?precision=ms&p=${token}`])
      expect((await house.ask("POST", path, { body: good })).status, path).toBe(204);
    const asked = await house.ask("GET", `/query?q=SHOW%20DATABASES&u=any&p=${token}`);
    expect(asked.status).toBe(200);
  });

  test("without a token, or with one that is none for telemetry, is told so as InfluxDB does", async () => {
    const house = await openAttackHouse();
    const api = house.access.gives({ kind: "api", name: "grafana", role: "administrator" });
    for (const authorization of [
      "",
      "Token",
      "Token ",
      `Bearer ${api}`,
      basic(api),
      basic("no colon"),
      "Basic %%%",
      `Token ${"x".repeat(5000)}`,
    ]) {
      const response = await write(house, good, authorization === "" ? {} : { headers: { authorization } });
      expect(response.status, authorization.slice(0, 40)).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe('Token realm="Loopwatch"');
      expect(await response.json()).toMatchObject({
        code: "unauthorized",
        error: expect.stringContaining("token"),
      });
    }
    for (const query of ["p=wrong", "p[]=a", "p=a&p=b", "p[__proto__]=x"])
      expect((await house.ask("POST", `/write?${query}`, { body: good })).status, query).toBe(401);
    await house.drained();
    expect(await house.store.count("coolant_loop")).toBe(0);
  });

  test("with a token of other loops writes nothing", async () => {
    const house = await openAttackHouse();
    const response = await write(house, good, { headers: house.keys.otherLoop });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      code: "forbidden",
      line: 1,
      lineCode: "forbidden",
      accepted: 0,
      refused: 1,
      message: expect.stringContaining("This token may not write for the loop loop-1."),
    });
    await house.drained();
    expect(await house.store.count("coolant_loop")).toBe(0);
  });

  test("with a token of one loop has its own lines kept, and every other one refused by its number", async () => {
    const house = await openAttackHouse();
    const token = house.access.gives({ kind: "telemetry", name: "t", loops: new Set(["loop-1"]) });
    const headers = { authorization: `Token ${token}` };
    const body = [
      good,
      foreign,
      "alarm_event,loop=loop-1 state=1 1700000000000",
      'coolant_operation,loop=loop-1 kind="refill" 1700000001000',
      'coolant_operation,loop=loop-9 kind="refill" 1700000001000',
      'coolant_operation kind="refill" 1700000001000',
      "coolant_loop,loop=loop-1,host=a p=301 1700000002000",
      "coolant_loop,loop=loop-1,loop=loop-9 p=301 1700000002000",
      "coolant_loop,loop=loop-1\\,x p=301 1700000002000",
      foreign,
    ].join("\n");
    const response = await write(house, body, { headers });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ accepted: 3, refused: 7, line: 2, lineCode: "forbidden" });
    await house.drained();
    expect(await house.store.count("coolant_loop")).toBe(2);
    expect(await house.store.count("coolant_operation")).toBe(1);
    expect(await house.store.count("alarm_event")).toBe(0);
  });

  test("asks about its own loops and no other", async () => {
    const house = await openAttackHouse();
    const own = house.access.gives({ kind: "telemetry", name: "t", loops: new Set(["loop-1"]) });
    const status = async (path: string, headers: Record<string, string>) =>
      (await house.ask("GET", path, { headers })).status;
    const mine = { authorization: `Token ${own}` };
    expect(await status("/api/v1/loops/loop-1", mine)).toBe(200);
    expect(await status("/api/v1/loops/loop-1", house.keys.otherLoop)).toBe(403);
    expect(await status("/api/v1/health", mine)).toBe(403);
    expect(await status("/api/v1/health", house.keys.telemetry)).toBe(200);
    expect(await status("/api/v1/loops/loop-1/history?from=1&to=2", mine)).toBe(401);
  });

  test("that guesses tokens is held up, and one with a good token from the same address never is", async () => {
    const house = await openAttackHouse({ rateLimits: { failedSendsPerMinute: 5 } });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) {
      statuses.push((await write(house, good, { headers: { authorization: `Token guess-${i}` } })).status);
      expect((await write(house, good, { headers: house.keys.telemetry })).status).toBe(204);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });
});

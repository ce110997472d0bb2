import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSecrets } from "../../server/adapters/password/secrets.ts";
import { createSqliteAccess } from "../../server/adapters/sqlite/sqlite-access.ts";
import { createAccess } from "../../server/app/access.ts";
import type { PasswordHasher } from "../../server/app/access-ports.ts";
import { createPeerReader } from "../../server/boundary/peer.ts";
import { type AttackHouse, openAttackHouse } from "../support/attack-house.ts";
import { createFakeAccess, toDoor } from "../support/fake-access.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { leakAlarm } from "../support/test-desk.ts";

const json = { "content-type": "application/json" };
const logIn = (house: AttackHouse, password: string, headers: Record<string, string> = {}) =>
  house.ask("POST", "/api/v1/session", {
    headers: { ...json, ...headers },
    body: JSON.stringify({ name: "ada", password }),
  });

/** `name=value` of the cookie that an answer sets. */
const cookieOf = (response: Response): string =>
  (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

/** As a browser behind a proxy on this machine that ends TLS. */
const overTls = { "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7" };

describe("a login", () => {
  test("puts a cookie that no script and no other site gets, and says who one is", async () => {
    const house = await openAttackHouse();
    const response = await logIn(house, "right");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      mode: "guarded",
      visitor: { name: "ada", role: "operator", via: "session" },
    });
    const cookie = response.headers.get("set-cookie") ?? "";
    for (const part of ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="]) expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/Domain|Secure/);
    const asked = await house.ask("GET", "/api/v1/session", { headers: { cookie: cookieOf(response) } });
    expect(await asked.json()).toMatchObject({ visitor: { name: "ada" } });
    expect(asked.headers.get("cache-control")).toBe("no-store");
  });

  test("over TLS puts a cookie that only TLS carries, and HSTS; from a stranger the same headers mean nothing", async () => {
    const access = createFakeAccess();
    const trusting = await openAttackHouse({
      ...toDoor(access),
      readPeer: createPeerReader(["127.0.0.1"]),
      publicUrl: "https://loop.example.org",
    });
    const answer = await logIn(trusting, "right", { ...overTls, origin: "https://loop.example.org" });
    expect(answer.headers.get("set-cookie")).toMatch(/^__Host-loopwatch_session=.*; Secure/);
    expect(answer.headers.get("strict-transport-security")).toMatch(/max-age=\d{7,}/);
    expect(access.attempts[0]?.address).toBe("192.0.2.7");
    const wary = await openAttackHouse();
    const plain = await logIn(wary, "right", overTls);
    expect(plain.headers.get("set-cookie")).toMatch(/^loopwatch_session=/);
    expect(plain.headers.get("strict-transport-security")).toBeNull();
    expect(wary.access.attempts[0]?.address).toBe("127.0.0.1");
  });

  test("never takes over a session that somebody else laid into the browser", async () => {
    const house = await openAttackHouse();
    const planted = house.access.begins("viewer", "mallory");
    const response = await logIn(house, "right", { cookie: `loopwatch_session=${planted}` });
    expect(cookieOf(response)).not.toContain(planted);
    expect(house.access.logouts).toEqual([planted]);
    const invented = await logIn(house, "right", { cookie: "loopwatch_session=chosen-by-mallory" });
    expect(cookieOf(invented)).not.toContain("chosen-by-mallory");
  });

  test("that is wrong sets no cookie, tells nothing of names, and is held up by address", async () => {
    const house = await openAttackHouse({ rateLimits: { failedLogins: 3, apiPerMinute: 1000 } });
    const seen: number[] = [];
    for (let i = 0; i < 5; i++) {
      const response = await logIn(house, "wrong");
      seen.push(response.status);
      expect(response.headers.get("set-cookie")).toBeNull();
      await response.text();
    }
    expect(seen).toEqual([401, 401, 401, 429, 429]);
    expect(house.access.attempts).toHaveLength(3);
  });

  test("that comes too soon says when to come again", async () => {
    const house = await openAttackHouse();
    house.access.answersLogins(() => ({ ok: false, reason: "Try again in 8 seconds.", retryAfterS: 7.2 }));
    const response = await logIn(house, "right");
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("8");
    expect(await response.json()).toMatchObject({ message: "Try again in 8 seconds." });
  });

  test("may come as a form of our own page, and goes on to it", async () => {
    const house = await openAttackHouse();
    const response = await house.ask("POST", "/api/v1/session", {
      headers: { "content-type": "application/x-www-form-urlencoded", origin: house.url },
      body: "name=ada&password=right",
    });
    expect(response.status).toBe(303);
    expect(new URL(response.headers.get("location") ?? "", `${house.url}/api/v1/session`).pathname).toBe("/");
  });

  test("that ends is worth nothing any more, whoever kept the cookie", async () => {
    const house = await openAttackHouse();
    const cookie = cookieOf(await logIn(house, "right"));
    expect((await house.ask("GET", "/api/v1/loops", { headers: { cookie } })).status).toBe(200);
    const left = await house.ask("DELETE", "/api/v1/session", { headers: { cookie } });
    expect(left.status).toBe(204);
    expect(left.headers.get("set-cookie")).toContain("Expires=Thu, 01 Jan 1970");
    expect((await house.ask("GET", "/api/v1/loops", { headers: { cookie } })).status).toBe(401);
  });

  test.each([
    ["an array", "[]"],
    ["no name", '{"password":"right"}'],
    ["an object as the password", '{"name":"ada","password":{"$gt":""}}'],
    ["a list as the name", '{"name":["ada"],"password":"right"}'],
    ["a name of 300 characters", JSON.stringify({ name: "a".repeat(300), password: "right" })],
    ["a password of 2 kB", JSON.stringify({ name: "ada", password: "a".repeat(2000) })],
    ["a prototype", '{"__proto__":{"name":"ada","password":"right"}}'],
  ])("with %s is not even tried", async (_name, body) => {
    const house = await openAttackHouse();
    const response = await house.ask("POST", "/api/v1/session", { headers: json, body });
    expect(response.status).toBe(400);
    expect(house.access.attempts).toEqual([]);
  });
});

describe("another site's page in a visitor's browser", () => {
  const act = `/api/v1/alarms/${leakAlarm.id}/acknowledge`;
  const evil = { origin: "https://evil.example.org" };

  test.each([
    ["a form", act, { ...evil, "content-type": "application/x-www-form-urlencoded" }],
    ["a form as plain text", act, { ...evil, "content-type": "text/plain" }],
    ["fetch with JSON", act, { ...evil, ...json }],
    ["a page without an address", act, { origin: "null", ...json }],
    ["an old browser that says only where it comes from", act, { "sec-fetch-site": "cross-site", ...json }],
    ["a page of a neighbour in our domain", act, { "sec-fetch-site": "same-site", ...json }],
    [
      "a login as somebody else",
      "/api/v1/session",
      { ...evil, "content-type": "application/x-www-form-urlencoded" },
    ],
  ])("does nothing by %s", async (_name, path, headers) => {
    const house = await openAttackHouse();
    const response = await house.ask("POST", path, {
      headers: { ...house.session("administrator"), ...headers },
      body: '{"version":1,"by":"Ada"}',
    });
    expect(response.status).toBe(403);
    expect(house.desk.acts).toEqual([]);
    expect(house.access.attempts).toEqual([]);
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
  ])("or an old one cannot send %s for JSON", async (type) => {
    const house = await openAttackHouse();
    const headers = { ...house.session("operator"), "content-type": type };
    const response = await house.ask("POST", act, { headers, body: '{"version":1}' });
    expect(response.status).toBe(415);
    expect(house.desk.acts).toEqual([]);
  });

  test("logs nobody out", async () => {
    const house = await openAttackHouse();
    const headers = { ...house.session("operator"), ...evil };
    expect((await house.ask("DELETE", "/api/v1/session", { headers })).status).toBe(403);
    expect(house.access.logouts).toEqual([]);
  });

  test("may read nothing: no answer allows another origin", async () => {
    const house = await openAttackHouse();
    const headers = { ...house.session("operator"), ...evil };
    const response = await house.ask("GET", "/api/v1/alarms", { headers });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    const preflight = await house.ask("OPTIONS", act, {
      headers: { ...headers, "access-control-request-method": "POST" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

/** Hashes that cost nothing, and are counted. */
function createCountingHasher() {
  let calls = 0;
  const hasher: PasswordHasher = {
    hash: async (password) => `hash of ${password}`,
    async verify(password, hash) {
      calls += 1;
      return hash === `hash of ${password}`;
    },
  };
  return { hasher, calls: () => calls };
}

test("an unknown name costs as many hashes as a wrong password, and reads the same", async () => {
  const clock = createFakeClock();
  const books = createSqliteAccess(join(tempDirForTest(), "state.sqlite"));
  const { hasher, calls } = createCountingHasher();
  const access = createAccess({
    ...{ books, hasher, clock, log: createMemoryLog(), secrets: createSecrets(), isOnlyThisMachine: false },
  });
  onTestFinished(() => {
    access.stop();
    books.close();
  });
  books.accounts.add(
    {
      ...{ name: "ada", nameKey: "ada", role: "operator", madeMs: clock.nowMs() },
      passwordHash: await hasher.hash("right and long"),
    },
    {
      ...{
        atMs: clock.nowMs(),
        person: "test",
        role: null,
        via: null,
        address: "",
        deed: "add",
        subject: "account:ada",
      },
      ...{ before: null, after: null, comment: "", refusal: null },
    },
  );
  const house = await openAttackHouse(toDoor(access));
  const answers: unknown[] = [];
  const counts: number[] = [];
  for (const name of ["ada", "nobody", "ada ", "ADA", "a".repeat(200)]) {
    const before = calls();
    const response = await house.ask("POST", "/api/v1/session", {
      headers: json,
      body: JSON.stringify({ name, password: "wrong and long" }),
    });
    counts.push(calls() - before);
    answers.push([response.status, await response.json(), [...response.headers.keys()].sort()]);
    await clock.advance(3_600_000);
  }
  expect(counts).toEqual([1, 1, 1, 1, 1]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

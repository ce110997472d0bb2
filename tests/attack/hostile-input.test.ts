import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createLog } from "../../server/adapters/log.ts";
import { type Config, parseConfig } from "../../server/boundary/config.ts";
import { type AttackHouse, openAttackHouse } from "../support/attack-house.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { leakAlarm } from "../support/test-desk.ts";

const json = { "content-type": "application/json" };
const outside = "what stands outside of the page's folder";

/** The page's folder, with something beside it that nobody may have. */
function pageFolder(): string {
  const dir = tempDirForTest();
  mkdirSync(join(dir, "client", "assets"), { recursive: true });
  writeFileSync(join(dir, "client", "index.html"), "<!doctype html><title>Loopwatch</title>");
  writeFileSync(join(dir, "secret.txt"), outside);
  return join(dir, "client");
}

/** Sends bytes as they are, which no client would, and waits for the whole answer. */
function raw(house: AttackHouse, bytes: string): Promise<string> {
  const { port } = new URL(house.url);
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (data) => {
      heard += data.toString("latin1");
      setImmediate(() => socket.end());
    });
    socket.on("close", () => resolve(heard));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(heard) : reject(error),
    );
  });
}

const get = (path: string, more = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${more}\r\n`;

/** No answer tells where the server lies or what its code looks like. */
const tellsTooMuch = (answer: string): boolean =>
  /\bat .+:\d+:\d+|node_modules|\.ts\b|\/tmp\/|\/work\/|\/home\/|Error:|ENOENT|SQLITE/.test(answer);

describe("the files of the page", () => {
  test("are the only ones: no way leads out of their folder", async () => {
    const house = await openAttackHouse({ clientDir: pageFolder() });
    const ways = [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/%2e%2e%2fsecret.txt",
      "/..%5csecret.txt",
      "/..\\secret.txt",
      "/....//secret.txt",
      "//secret.txt",
      "/assets/%00/../../secret.txt",
      "/secret.txt%00.js",
      "/%252e%252e%252fsecret.txt",
      "/%c0%ae%c0%ae/secret.txt",
      "http://127.0.0.1/../secret.txt",
      "/.env",
      "/%E0%A4%A",
    ];
    for (const way of ways) {
      const answer = await raw(house, get(way));
      expect(answer, way).toMatch(/^HTTP\/1\.1 (400|403|404) /);
      expect(answer, way).not.toContain(outside);
      expect(tellsTooMuch(answer), answer).toBe(false);
    }
  });

  test("are not reached by the name of a mail, of a loop, of an alarm or of an incident either", async () => {
    const house = await openAttackHouse({ clientDir: pageFolder() });
    const headers = house.session("administrator");
    for (const place of ["mailbox", "loops", "alarms", "incidents"])
      for (const name of [
        "..%2f..%2fsecret.txt",
        "%2e%2e",
        "..%5c..%5csecret",
        "__proto__",
        "constructor",
        "%00",
        "a%0d%0ab",
      ]) {
        const response = await house.ask("GET", `/api/v1/${place}/${name}`, { headers });
        const text = await response.text();
        expect([400, 404], `${place}/${name}: ${response.status}`).toContain(response.status);
        expect(tellsTooMuch(text), text).toBe(false);
      }
  });
});

describe("a request that is broken", () => {
  test.each([
    ["no HTTP at all", "\u0016\u0003\u0001 hello\r\n\r\n"],
    [
      "two lengths",
      "POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    ],
    [
      "a length and pieces (smuggling)",
      "POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/v1/loops HTTP/1.1\r\n\r\n",
    ],
    ["a header of 100 kB", get("/healthz", `X-Long: ${"a".repeat(100_000)}\r\n`)],
    ["three thousand headers", get("/api/v1/loops", "A: b\r\n".repeat(3000))],
    ["an address of 100 kB", get(`/${"a".repeat(100_000)}`)],
    ["a header that runs on into the next line", get("/healthz", "X-A: b\r\n c\u0000d\r\n")],
    ["no host", "GET /api/v1/loops HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ])("with %s opens nothing, and the next one is answered", async (_name, bytes) => {
    const house = await openAttackHouse();
    const answer = await raw(house, bytes);
    expect(answer).not.toContain('"channels"');
    expect(answer).not.toMatch(/^HTTP\/1\.1 (200|204) /);
    expect(tellsTooMuch(answer), answer).toBe(false);
    expect((await house.ask("GET", "/healthz")).status).toBe(200);
  });

  test.each([
    ["a body that is no JSON", json, "{"],
    ["JSON nested ten thousand deep", json, `${"[".repeat(7000)}${"]".repeat(7000)}`],
    ["a body of 1 MB", json, JSON.stringify({ comment: "x".repeat(1_000_000) })],
    ["a character set that nobody has", { "content-type": "application/json; charset=evil" }, "{}"],
    ["packing that is none", { ...json, "content-encoding": "gzip" }, "no gzip"],
    ["packing that nobody knows", { ...json, "content-encoding": "evil" }, "{}"],
    ["null for an act", json, "null"],
    ["numbers beyond all bounds", json, '{"version":1e999,"by":"Ada"}'],
  ])("with %s is refused with a sentence", async (_name, type, body) => {
    const house = await openAttackHouse();
    for (const path of ["/api/v1/session", `/api/v1/alarms/${leakAlarm.id}/acknowledge`, "/api/v1/acts"]) {
      const headers = { ...house.session("operator"), ...type };
      const response = await house.ask("POST", path, { headers, body });
      expect([400, 413, 415], `${path}: ${response.status}`).toContain(response.status);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ message: expect.stringMatching(/\.$/) });
      expect(tellsTooMuch(text), text).toBe(false);
    }
    expect(house.desk.acts).toEqual([]);
  });
});

describe("the prototype of all objects", () => {
  const isClean = (): boolean => {
    const plain: Record<string, unknown> = {};
    return (
      plain["polluted"] === undefined &&
      plain["role"] === undefined &&
      Object.keys(Object.prototype).length === 0
    );
  };

  test("is not reached by JSON, by a query or by telemetry", async () => {
    const house = await openAttackHouse();
    const headers = { ...house.session("operator"), ...json };
    for (const body of [
      '{"__proto__":{"polluted":1,"role":"administrator"},"kind":"comment"}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"kind":"comment","__proto__":{"by":"Mallory","version":1,"occurrenceId":"x"}}',
    ])
      for (const path of ["/api/v1/acts", "/api/v1/session", `/api/v1/alarms/${leakAlarm.id}/comment`])
        expect((await house.ask("POST", path, { headers, body })).status).toBe(400);
    for (const query of [
      "__proto__[polluted]=1",
      "constructor[prototype][polluted]=1",
      "__proto__.polluted=1",
    ])
      await house.ask("GET", `/api/v1/alarms?${query}`, { headers });
    const lines = "__proto__,__proto__=a,constructor=b polluted=1,__proto__=2 1700000000000";
    await house.ask("POST", "/write?precision=ms", { headers: house.keys.telemetry, body: lines });
    await house.drained();
    expect(isClean()).toBe(true);
    expect(house.desk.acts).toEqual([]);
  });

  test("is not reached by the configuration", () => {
    for (const text of [
      "__proto__: { polluted: 1 }\nloops: []",
      "loops:\n  - __proto__: { polluted: 1 }\n    id: a",
      "a: &a { polluted: 1 }\n__proto__:\n  <<: *a\nloops: []",
      "constructor: { prototype: { polluted: 1 } }\nloops: []",
    ]) {
      const parsed: { readonly ok: boolean; readonly config?: Config } = parseConfig(text, {});
      expect(parsed.ok, text).toBe(false);
    }
    expect(isClean()).toBe(true);
  });

  test("and aliases that multiply do not fill the memory", () => {
    const rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 12; i++)
      rows.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(", ")}]`);
    expect(parseConfig(rows.join("\n"), {}).ok).toBe(false);
  });
});

describe("the log", () => {
  /** Lines that a house logs for what an attacker sends, with the real writer. */
  async function linesOf(forPeople: boolean, attack: (house: AttackHouse) => Promise<unknown>) {
    const lines: string[] = [];
    const log = createLog({ level: "debug", forPeople, write: (line) => void lines.push(line) });
    const house = await openAttackHouse({
      log,
      // A store that fails has its question logged.
      history: () => Promise.reject(new Error("broken\r\n2026-01-01 error: forged")),
      store: {
        newestMs: () => Promise.reject(new Error("broken\r\n2026-01-01 error: forged")),
        count: () => Promise.reject(new Error("broken\r\n2026-01-01 error: forged")),
      },
    });
    await attack(house);
    return lines;
  }

  test.each([true, false])(
    "has one line for one event, whatever a visitor writes (for people: %s)",
    async (forPeople) => {
      const lines = await linesOf(forPeople, async (house) => {
        const headers = house.session("operator");
        for (const path of [
          "/api/v1/count?measurement=a%0d%0aforged",
          "/api/v1/loops/loop-1/history?from=1&to=2&x=%0aforged",
          "/api/v1/count%0d%0aforged?measurement=a",
          "/api/v1/loops/loop-1",
        ])
          await (await house.ask("GET", path, { headers: { ...headers, "user-agent": "a\tforged" } })).text();
      });
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line.endsWith("\n")).toBe(true);
        expect(line.slice(0, -1)).not.toMatch(/[\r\n\u2028\u2029]/);
      }
    },
  );

  test("never has a session, a token or a password in it", async () => {
    const lines = await linesOf(false, async (house) => {
      const { cookie = "" } = house.session("operator");
      const token = house.access.gives({ kind: "telemetry", name: "t", loops: "all" });
      await house.ask("GET", "/api/v1/count?measurement=a", { headers: { cookie } });
      await house.ask("POST", `/write?u=a&p=${token}`, { body: "x" });
      await house.ask("POST", "/api/v1/session", {
        headers: json,
        body: '{"name":"ada","password":"my secret words"',
      });
      expect(house.access.attempts).toEqual([]);
    });
    expect(lines.join("")).not.toMatch(/_of_the_test|my secret words/);
  });
});

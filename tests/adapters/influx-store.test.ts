import type { RequestListener } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { createInfluxStore, type InfluxAccess } from "../../server/adapters/influx/influx-store.ts";
import { StoreError, type TelemetryStore } from "../../server/app/ports.ts";
import { answerJson, type HeardRequest, hear, startHttpPeer, unusedAddress } from "../support/http-peer.ts";

const lines = Buffer.from("m v=1 1\n");
const series = [{ measurement: "m", tags: { loop: "a" }, field: "v" }];

const open = (url: string, access: Partial<InfluxAccess> = {}) => {
  const store = createInfluxStore({ url, database: "loopwatch", ...access });
  onTestFinished(() => store.close());
  return store;
};

const calls: readonly (readonly [string, (store: TelemetryStore) => Promise<unknown>])[] = [
  ["ping", (store) => store.ping()],
  ["write", (store) => store.write(lines, "ms")],
  ["history", (store) => store.history({ series, fromMs: 0, toMs: 1000, bucketMs: 1000 })],
  ["newestMs", (store) => store.newestMs(series)],
  ["count", (store) => store.count("m")],
  ["dropBefore", (store) => store.dropBefore(0)],
];

/** A server that speaks like InfluxDB with one database; `write` says how it answers a write. */
async function startTalker(write: RequestListener) {
  const heard: HeardRequest[] = [];
  const url = await startHttpPeer(async (request, response) => {
    heard.push(await hear(request));
    if (request.url?.startsWith("/write")) return write(request, response);
    if (request.url?.startsWith("/ping")) return void response.writeHead(204).end();
    const values = [["loopwatch"]];
    answerJson(response, 200, { results: [{ series: [{ columns: ["name"], values }] }] });
  });
  return { url, heard };
}

describe.each(calls)("InfluxDB out of reach: %s", (_, call) => {
  test("a closed port is a sentence with the address, and may be tried again", async () => {
    const url = await unusedAddress();
    const store = open(url);
    await expect(call(store)).rejects.toMatchObject({
      name: "StoreError",
      retryable: true,
      message: `InfluxDB at ${url}: nothing answers there; check that InfluxDB is running and the address is right.`,
    });
    // The client library keeps a failed host closed for a while; the second call must say the same.
    await expect(call(store)).rejects.toThrow("nothing answers there");
  });

  test("a server that takes the question and never answers is given up in time", async () => {
    const store = open(await startHttpPeer(() => undefined), { limitMs: 60 });
    await expect(call(store)).rejects.toMatchObject({ name: "StoreError", retryable: true });
  });

  test("a server that stalls in the middle of its answer is given up in time", async () => {
    const url = await startHttpPeer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"results":[');
    });
    await expect(call(open(url, { limitMs: 60 }))).rejects.toMatchObject({
      name: "StoreError",
      retryable: true,
    });
  });

  test("a server that hangs up in the middle of its answer is a StoreError", async () => {
    const url = await startHttpPeer((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
      response.write('{"results":[', () => response.destroy());
    });
    await expect(call(open(url, { limitMs: 60 }))).rejects.toMatchObject({ name: "StoreError" });
  });

  test.each([
    [500, true],
    [503, true],
    [429, true],
    [401, false],
  ])("status %i says whether to try again", async (status, retryable) => {
    const url = await startHttpPeer((_, response) => answerJson(response, status, { error: "says so" }));
    await expect(call(open(url))).rejects.toMatchObject({ name: "StoreError", retryable });
  });
});

describe("InfluxDB answers", () => {
  test("a wrong password is a sentence that names the settings and hides the password", async () => {
    const url = await startHttpPeer((_, response) =>
      answerJson(response, 401, { error: "authorization failed" }),
    );
    const store = open(url.replace("//", "//user:secret@"));
    const failure = await store.write(lines, "ms").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(String(failure)).toContain("INFLUX_PASSWORD");
    expect(String(failure)).toContain("authorization failed");
    expect(`${String(failure)} ${store.name}`).not.toContain("secret");
  });

  test.each<[string, Partial<InfluxAccess>, string, string | undefined]>([
    ["nothing", {}, "", undefined],
    ["user and password", { username: "u", password: "p:ä" }, "", `Basic ${btoa("u:p:\u00c3\u00a4")}`],
    ["user and password in the URL", {}, "u:p%3Aq%40@", `Basic ${btoa("u:p:q@")}`],
    ["a token, which goes first", { token: "t0k", username: "u", password: "p" }, "", "Token t0k"],
  ])("%s is what every request carries", async (_, access, inUrl, authorization) => {
    const { url, heard } = await startTalker((_request, response) => void response.writeHead(204).end());
    const store = open(url.replace("//", `//${inUrl}`), access);
    await store.ping();
    await store.write(lines, "ms");
    await store.newestMs(series);
    expect(heard.length).toBeGreaterThanOrEqual(4);
    expect(new Set(heard.map((request) => request.authorization))).toEqual(new Set([authorization]));
  });

  test("a path in the address goes before every request", async () => {
    const { url, heard } = await startTalker((_request, response) => void response.writeHead(204).end());
    const store = open(`${url}/influx/`);
    await store.ping();
    await store.newestMs(series);
    await store.write(lines, "ms").catch(() => undefined);
    expect(heard.map(({ path }) => path.split("?")[0])).toContain("/influx/write");
    expect(heard.every(({ path }) => path.startsWith("/influx/"))).toBe(true);
  });

  test("the bytes are forwarded as they came, with database and precision", async () => {
    const { url, heard } = await startTalker((_request, response) => void response.writeHead(204).end());
    const store = open(url, { database: "a b&c" });
    expect(await store.write(Buffer.from("m,t=ä v=1 1\n# kept\n"), "us")).toEqual({ refused: null });
    expect(heard.at(-1)).toMatchObject({
      method: "POST",
      path: "/write?db=a%20b%26c&precision=u",
      body: "m,t=ä v=1 1\n# kept\n",
    });
  });

  test("a server that forbids to create the database may still take writes", async () => {
    const url = await startHttpPeer((request, response) => {
      if (request.url?.startsWith("/write")) return void response.writeHead(204).end();
      answerJson(response, 403, { error: "not allowed" });
    });
    expect(await open(url).write(lines, "ms")).toEqual({ refused: null });
  });

  test("a database that is missing and cannot be created is a sentence with what to do", async () => {
    const url = await startHttpPeer((request, response) => {
      const isWrite = request.url?.startsWith("/write") ?? false;
      answerJson(response, isWrite ? 404 : 403, {
        error: isWrite ? 'database not found: "x"' : "not allowed",
      });
    });
    const failure = open(url, { database: "x" }).write(lines, "ms");
    await expect(failure).rejects.toThrow(
      `InfluxDB at ${url} has no database "x" and does not let Loopwatch create it. Create it, or change INFLUX_DATABASE.`,
    );
  });

  test("a partial write is refused in part and not sent again", async () => {
    const { url, heard } = await startTalker((_request, response) =>
      answerJson(response, 400, { error: "partial write: points beyond retention policy dropped=1" }),
    );
    const { refused } = await open(url).write(Buffer.from("m v=1 1\nm v=2 2\n"), "ms");
    expect(refused).toBe("partial write: points beyond retention policy dropped=1");
    expect(heard.filter(({ path }) => path.startsWith("/write"))).toHaveLength(1);
  });

  test("a body that is too large goes in halves", async () => {
    const taken: string[] = [];
    const url = await startHttpPeer(async (request, response) => {
      const { body, path } = await hear(request);
      if (!path.startsWith("/write")) return answerJson(response, 403, {});
      if (body.length > 20) return answerJson(response, 413, { error: "Request Entity Too Large" });
      taken.push(body);
      response.writeHead(204).end();
    });
    const all = Array.from({ length: 9 }, (_, i) => `m v=${i} ${i}\n`).join("");
    expect(await open(url).write(Buffer.from(all), "ms")).toEqual({ refused: null });
    expect(taken.join("")).toBe(all);
  });

  test("another program on that address does not pass for an empty store", async () => {
    const url = await startHttpPeer((_, response) => answerJson(response, 200, { hello: "world" }));
    await expect(open(url).newestMs(series)).rejects.toMatchObject({ name: "StoreError", retryable: false });
    await expect(open(url).write(lines, "ms")).rejects.toMatchObject({ name: "StoreError" });
    const page = await startHttpPeer((_, response) => void response.writeHead(200).end("<html>"));
    await expect(open(page).newestMs(series)).rejects.toMatchObject({ name: "StoreError" });
  });

  test.each(["", "localhost:8086", "ftp://host/", "http://", "not a url"])(
    "the address %j is refused at once with an example",
    (url) => {
      expect(() => createInfluxStore({ url, database: "loopwatch" })).toThrow(
        "INFLUX_URL is not an address such as http://127.0.0.1:8086. Correct it, or unset it.",
      );
    },
  );
});

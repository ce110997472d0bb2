import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openSmallHouse, type SmallHouse } from "../../support/small-house.ts";

const post = (
  house: SmallHouse,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => fetch(`${house.url}${path}`, { method: "POST", body, headers });

describe("a write", () => {
  test.each([
    ["/write?db=loopwatch", "m f=1 1671064860000000000"],
    ["/write?db=x&rp=y&u=me&p=secret&precision=ns", "m f=1 1671064860000000000"],
    ["/write?precision=n", "m f=1 1671064860000000000"],
    ["/write?precision=u", "m f=1 1671064860000000"],
    ["/write?db=loopwatch&precision=ms", "m f=1 1671064860000"],
    ["/write?precision=s", "m f=1 1671064860"],
    ["/write?precision=m", "m f=1 27851081"],
    ["/write?precision=h", "m f=1 464184"],
    ["/api/v2/write?org=o&bucket=b", "m f=1 1671064860000000000"],
    ["/api/v2/write?org=o&bucket=b&precision=us", "m f=1 1671064860000000"],
  ])("to %s is answered 204 and ends in the store at its time", async (path, line) => {
    const house = await openSmallHouse();
    const response = await post(house, path, line);
    expect(response.status).toBe(204);
    await house.drained();
    const newest = await house.store.newestMs([{ measurement: "m", tags: {}, field: "f" }]);
    expect(newest).toBe(path.endsWith("=h") ? 1_671_062_400_000 : 1_671_064_860_000);
  });

  test("may be gzipped, as Telegraf does", async () => {
    const house = await openSmallHouse();
    const body = new Uint8Array(gzipSync("m f=1 1\nm f=2 2\n"));
    const response = await post(house, "/write?precision=ms", body, { "content-encoding": "gzip" });
    expect(response.status).toBe(204);
    await house.drained();
    expect(await house.store.count("m")).toBe(2);
  });

  test("of nothing is fine", async () => {
    const house = await openSmallHouse();
    expect((await post(house, "/write", "")).status).toBe(204);
    expect((await post(house, "/write", "# only a comment\n")).status).toBe(204);
  });

  test("with bad lines is answered 400 with the first one, and the good lines are kept", async () => {
    const house = await openSmallHouse();
    const response = await post(house, "/write?precision=ms", "m f=1 1\nm f=NaN 2\nm f=3 3\nnonsense\n");
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code: "invalid",
      message:
        '2 of 4 lines were refused and 2 were kept. Line 2: Field "f" is not a finite number; leave the field out instead.',
      error:
        '2 of 4 lines were refused and 2 were kept. Line 2: Field "f" is not a finite number; leave the field out instead.',
      line: 2,
      accepted: 2,
      refused: 2,
    });
    await house.drained();
    expect(await house.store.count("m")).toBe(2);
  });

  test("with nothing but bad lines says that nothing was kept", async () => {
    const house = await openSmallHouse();
    const response = await post(house, "/write", "nonsense");
    expect(await response.json()).toMatchObject({
      message: "1 of 1 lines were refused and nothing was kept. Line 1: There are no fields.",
    });
  });

  test("in an unknown precision is refused with the known ones", async () => {
    const house = await openSmallHouse();
    const v1 = await post(house, "/write?precision=fortnight", "m f=1 1");
    expect(v1.status).toBe(400);
    expect(await v1.json()).toMatchObject({
      message: "There is no such precision; use one of n, ns, u, us, µ, ms, s, m, h.",
    });
    const v2 = await post(house, "/api/v2/write?precision=m", "m f=1 1");
    expect(await v2.json()).toMatchObject({
      message: "There is no such precision; use one of ns, us, ms, s.",
    });
  });

  test("that is too large is refused before it is read, also when it was small while packed", async () => {
    const house = await openSmallHouse({ bodyLimits: { limitBytes: 1_000_000 } });
    const large = "m f=1 1\n".repeat(130_000);
    expect((await post(house, "/write", large)).status).toBe(413);
    const packed = await post(house, "/write", new Uint8Array(gzipSync(large)), {
      "content-encoding": "gzip",
    });
    expect(packed.status).toBe(413);
    expect(await packed.json()).toMatchObject({
      code: "too large",
      message: "A body may have 1 MB unpacked; send less at once.",
    });
  });

  test("of more lines than one body may have is refused", async () => {
    const house = await openSmallHouse();
    const response = await post(house, "/write?precision=ms", "m f=1 1\n".repeat(250_001));
    expect(response.status).toBe(413);
    expect(await house.store.count("m")).toBe(0);
  });

  test("that is not what it says it is packed as is refused", async () => {
    const house = await openSmallHouse();
    const response = await post(house, "/write", "m f=1 1", { "content-encoding": "gzip" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "invalid",
      message: "This request could not be read.",
    });
  });

  test("is sent back with a time to wait when the server is full", async () => {
    const house = await openSmallHouse({
      ingest: { accept: async () => ({ kind: "full", retryAfterS: 7 }) },
    });
    const response = await post(house, "/write", "m f=1");
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toMatchObject({ code: "full" });
  });

  test("that fails inside is answered without its reasons, which go to the log", async () => {
    const accept = (): never => {
      throw new Error("disk on fire at /secret/path");
    };
    const house = await openSmallHouse({ ingest: { accept } });
    const response = await post(house, "/write", "m f=1");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("fire");
    expect(JSON.parse(text)).toMatchObject({
      code: "internal",
      message: "Something went wrong here; the log says what.",
    });
    expect(house.log.entries).toMatchObject([{ level: "error", message: "A request failed." }]);
  });

  test("from another site's page is turned away", async () => {
    const house = await openSmallHouse();
    const response = await post(house, "/write?precision=ms", "m f=1 1", {
      origin: "https://evil.example.org",
    });
    expect(response.status).toBe(403);
    await house.drained();
    expect(await house.store.count("m")).toBe(0);
  });
});

describe("what InfluxDB's clients ask first", () => {
  test.each(["GET", "HEAD"])("%s /ping is answered with a version", async (method) => {
    const house = await openSmallHouse();
    const response = await fetch(`${house.url}/ping`, { method });
    expect(response.status).toBe(204);
    expect(response.headers.get("x-influxdb-version")).toBe("1.8-loopwatch");
  });

  test.each([
    [
      "as a form, as Telegraf does",
      (url: string) =>
        fetch(`${url}/query`, {
          method: "POST",
          body: new URLSearchParams({ q: 'CREATE DATABASE "telegraf"' }),
        }),
    ],
    ["in the address", (url: string) => fetch(`${url}/query?q=create%20database%20x`, { method: "POST" })],
    ["as a GET", (url: string) => fetch(`${url}/query?q=CREATE+DATABASE+x`)],
  ])("CREATE DATABASE %s is answered with an empty result", async (_name, ask) => {
    const house = await openSmallHouse();
    const response = await ask(house.url);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ results: [{ statement_id: 0 }] });
  });

  test("SHOW DATABASES names the one that all telemetry goes to, as clients ask before they create theirs", async () => {
    const house = await openSmallHouse();
    const response = await fetch(`${house.url}/query?q=show%20databases`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      results: [
        { statement_id: 0, series: [{ name: "databases", columns: ["name"], values: [["loopwatch"]] }] },
      ],
    });
  });

  test.each(["SELECT * FROM m", "DROP DATABASE x", ""])(
    "%j is refused with where to ask instead",
    async (q) => {
      const house = await openSmallHouse();
      const response = await fetch(`${house.url}/query?q=${encodeURIComponent(q)}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error:
          "Loopwatch takes telemetry in but answers no InfluxQL; ask the database behind it, or /api/v1.",
      });
    },
  );
});

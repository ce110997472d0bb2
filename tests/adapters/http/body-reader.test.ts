import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openSmallHouse, type SmallHouse } from "../../support/small-house.ts";

/** Sends bytes as they are and gives all that comes back until the server closes or `half` was answered. */
async function speak(house: SmallHouse, bytes: string): Promise<string> {
  const { hostname, port } = new URL(house.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

const head = (length: number, more = "") =>
  `POST /write?precision=ms HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${more}content-length: ${length}\r\n\r\n`;

const post = (
  house: SmallHouse,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => fetch(`${house.url}/write?precision=ms`, { method: "POST", body, headers });

describe("a body that comes in", () => {
  test("and stops in the middle is given up, and nobody else waits for it", async () => {
    const house = await openSmallHouse({ bodyLimits: { stallMs: 100 } });
    const stalled = speak(house, `${head(1000)}m f=1 1\n`);
    expect((await post(house, "m f=2 2")).status).toBe(204);
    const answer = await stalled;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain("No byte of this body came for 0.1 seconds.");
    await house.drained();
    expect(await house.store.count("m")).toBe(1);
  });

  test("on a connection that breaks leaves nothing behind", async () => {
    const house = await openSmallHouse({ bodyLimits: { mostPendingBytes: 1000 } });
    const { hostname, port } = new URL(house.url);
    const socket = connect(Number(port), hostname);
    socket.write(`${head(900)}${"#".repeat(899)}`);
    // What the broken one held is free again: else the next one would find no room.
    socket.destroy();
    let status = 0;
    while (status !== 204) ({ status } = await post(house, `# ${"x".repeat(500)}\n`));
    expect(house.log.entries).toEqual([]);
  });

  test("beside so much else that memory would run out is sent back with a time to wait", async () => {
    const house = await openSmallHouse({ bodyLimits: { mostPendingBytes: 1000, stallMs: 200 } });
    const slow = speak(house, `${head(900)}${"#".repeat(899)}`);
    let refused: Response | null = null;
    while (refused === null) {
      const answer = await post(house, `# ${"x".repeat(500)}\n`);
      if (answer.status !== 204) refused = answer;
    }
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
    expect((await post(house, `# ${"x".repeat(500)}\n`)).status).toBe(204);
  });

  test("and would be huge once unpacked is cut off where the limit is", async () => {
    const house = await openSmallHouse({ bodyLimits: { limitBytes: 1_000_000 } });
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(200_000_000, "m f=1 1\n"), { level: 1 }));
    expect(bomb.length).toBeLessThan(2_000_000);
    expect((await post(house, bomb, { "content-encoding": "gzip" })).status).toBe(413);
  });

  test("is unpacked also where it is larger than its first piece of memory", async () => {
    const house = await openSmallHouse();
    const lines = Array.from({ length: 100_000 }, (_, i) => `# ${i} ${"x".repeat(20)}`).join("\n");
    const body = new Uint8Array(gzipSync(`${lines}\nm f=1 1\n`));
    expect((await post(house, body, { "content-encoding": "gzip" })).status).toBe(204);
    expect((await post(house, `${lines}\nm f=1 2\n`)).status).toBe(204);
    await house.drained();
    expect(await house.store.count("m")).toBe(2);
  });

  test.each(["br", "gzip, gzip", "zip"])("packed as %s is refused", async (encoding) => {
    const house = await openSmallHouse();
    const answer = await post(house, "m f=1 1", { "content-encoding": encoding });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ message: "This request could not be read." });
  });
});

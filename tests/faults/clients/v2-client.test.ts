import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../../support/influxd.ts";
import { type ClientHouse, openClientHouse } from "../rig/client-house.ts";

interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * The request of `@influxdata/influxdb-client` 1.x, which is not a part of the project, as its documentation and the API
 * of InfluxDB 2 describe it: bodies of more than 1000 bytes are packed, times are in nanoseconds.
 */
function writeAsV2Client(house: ClientHouse, lines: string): Promise<Answer> {
  const isPacked = Buffer.byteLength(lines) >= 1000;
  const body = isPacked ? gzipSync(lines) : Buffer.from(lines);
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "User-Agent": "influxdb-client-js/1.35.0",
    Authorization: "Token a-token==",
    "content-length": body.length,
    ...(isPacked ? { "content-encoding": "gzip" } : {}),
  };
  const path = "/api/v2/write?org=my%20org&bucket=plant%2Fautogen&precision=ns";
  return new Promise((resolve, reject) => {
    const sent = request(`${house.url}${path}`, { method: "POST", headers }, (answer) => {
      let text = "";
      answer.on("data", (part: Buffer) => {
        text += part.toString();
      });
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

const firstNs = 1_671_064_860_000_000_000n;

describe.skipIf(influxdPath === null)(`a client of InfluxDB 2 (${influxdMissing})`, () => {
  test("writes small and packed bodies with times in nanoseconds", async () => {
    const house = await openClientHouse();
    const lines = Array.from(
      { length: 1000 },
      (_, n) =>
        `v2,loop=rack\\ 7 value=${n},count=${n}i,unsigned="u",on=T ${firstNs + BigInt(n) * 1_000_000n}`,
    );
    expect(await writeAsV2Client(house, lines[0] ?? "")).toEqual({ status: 204, text: "" });
    expect(await writeAsV2Client(house, lines.join("\n"))).toEqual({ status: 204, text: "" });
    const [row] = await house.rows("SELECT count(value), sum(count), last(value) FROM v2");
    expect(row?.slice(1)).toEqual([1000, 499_500, 999]);
    const [first] = await house.rows("SELECT first(value) FROM v2");
    expect(first).toEqual([Number(firstNs / 1_000_000n), 0]);
  });

  test("hears in its own words what was bad: a code, a message and the line", async () => {
    const house = await openClientHouse();
    const { status, text } = await writeAsV2Client(house, "v2 value=1 1\nv2 value=one 2");
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      code: "invalid",
      message: expect.stringContaining("Line 2"),
      line: 2,
    });
  });
});

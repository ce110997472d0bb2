import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { findProgram } from "../../../bench/find-program.ts";
import { influxdMissing, influxdPath } from "../../support/influxd.ts";
import { type ClientHouse, openClientHouse } from "../rig/client-house.ts";
import { runProgram } from "../rig/run-program.ts";

const curl = findProgram(["curl"]);
const isMissing = curl === null || influxdPath === null;

/** Posts `body` and gives the status and the answer's text. */
async function post(
  house: ClientHouse,
  path: string,
  body: string | Buffer,
  more: readonly string[] = [],
): Promise<{ readonly status: number; readonly text: string }> {
  const args = ["-sS", "-w", "\n%{http_code}", "--data-binary", "@-", ...more, `${house.url}${path}`];
  const { out } = await runProgram(curl ?? "", args, body);
  const cut = out.lastIndexOf("\n");
  return { status: Number(out.slice(cut + 1)), text: out.slice(0, cut) };
}

/** 2022-12-15T00:41:00Z in every unit. */
const ns = "1671064860000000000";
const [us, ms, s] = [ns.slice(0, -3), ns.slice(0, -6), ns.slice(0, -9)];
const minute = String(Number(s) / 60);
const atMs = Number(ms);
const hourMs = 3_600_000;

describe.skipIf(isMissing)(`curl (needs curl; ${influxdMissing})`, () => {
  test("writes in every dialect, with every precision and every way to say who it is", async () => {
    const house = await openClientHouse();
    const zip = ["-H", "Content-Encoding: gzip"];
    const ways: readonly (readonly [string, string, readonly string[]])[] = [
      ["/write?db=loopwatch", ns, []],
      ["/write?db=loopwatch&rp=autogen&precision=n", ns, []],
      ["/write?db=loopwatch&precision=u", us, []],
      ["/write?db=loopwatch&precision=ms", ms, []],
      ["/write?db=loopwatch&precision=s", s, []],
      ["/write?db=loopwatch&precision=m", minute, []],
      ["/write?db=loopwatch&precision=h", String(Math.floor(atMs / hourMs)), []],
      ["/write?db=loopwatch&u=me&p=secret&precision=ms", ms, []],
      ["/write?db=loopwatch&precision=ms", ms, ["-u", "me:secret"]],
      ["/write?db=loopwatch&precision=ms", ms, zip],
      ["/api/v2/write?org=o&bucket=b", ns, ["-H", "Authorization: Token secret"]],
      ["/api/v2/write?org=o&bucket=b&precision=ns", ns, ["-H", "Authorization: Bearer secret"]],
      ["/api/v2/write?org=o&bucket=b&precision=us", us, zip],
      ["/api/v2/write?org=o&bucket=b&precision=ms", ms, []],
      ["/api/v2/write?org=o&bucket=b&precision=s", s, []],
    ];
    for (const [i, [path, time, more]] of ways.entries()) {
      const line = `curl,way=${i} value=${i} ${time}`;
      const answer = await post(house, path, more === zip ? gzipSync(line) : line, more);
      expect([path, answer.status, answer.text]).toEqual([path, 204, ""]);
    }
    const wanted = ways.map(([path], i) => [
      path.endsWith("=h") ? atMs - (atMs % hourMs) : atMs,
      i,
      String(i),
    ]);
    const rows = await house.rows('SELECT value, "way" FROM curl');
    expect([...rows].sort(([, a], [, b]) => Number(a) - Number(b))).toEqual(wanted);
  });

  test("hears which line was bad and how many were kept", async () => {
    const house = await openClientHouse();
    const body = "curl value=1 1\ncurl value=2 2\ncurl value= 3\ncurl value=4 4\n";
    const { status, text } = await post(house, "/write?db=loopwatch&precision=ms", body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: "invalid", line: 3, accepted: 3, refused: 1 });
    expect((await house.rows("SELECT count(value) FROM curl"))[0]?.[1]).toBe(3);
  });

  test("asks whether somebody is there, with either method", async () => {
    const house = await openClientHouse();
    for (const more of [[], ["-I"]]) {
      const { out } = await runProgram(curl ?? "", ["-sS", "-i", ...more, `${house.url}/ping`]);
      expect(out).toMatch(/^HTTP\/1\.1 204 /);
      expect(out).toMatch(/x-influxdb-version: /i);
    }
  });
});

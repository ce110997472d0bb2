import { Agent, request } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EmbeddedInfluxd } from "../../server/adapters/influx/embedded-influxd.ts";
import { createLineReader } from "../../server/boundary/line-reader.ts";
import { awkwardLine } from "../support/awkward-lines.ts";
import { influxdMissing, influxdPath, startInfluxdForTest } from "../support/influxd.ts";
import { createTempDir } from "../support/temp-dir.ts";

/** Lines in one run; `LOOPWATCH_FUZZ_S` goes on with other seeds for that many seconds. */
const linesPerRun = 10_000;
const firstSeed = 20_221_215;
const fuzzMs = Number(process.env["LOOPWATCH_FUZZ_S"] ?? 0) * 1000;

/** Requests at once: InfluxDB answers each line by itself, so that every line has its own verdict. */
const atOnce = 8;

/** Our sentences for what InfluxDB 1.6.7 takes and we do not, each with what InfluxDB makes of it. */
const strictOnPurpose: ReadonlyMap<RegExp, string> = new Map([
  [/^Two backslashes before/, "servers disagree on whether the second one escapes"],
  [
    /^A control character stands/,
    "names become ids, links and file names, which no control character survives",
  ],
  [/has an equals sign in its value/, "2.x refuses it; written with a backslash every server takes it"],
  [
    /^A (field|tag) may not be called time/,
    "InfluxDB answers that all is well and drops the field or the point",
  ],
  [/^The timestamp is not an integer/, "InfluxDB takes a tab for a space; the format has spaces only"],
  [
    /^There is something behind the value/,
    "InfluxDB keeps a text that begins and ends with other quotes than meant",
  ],
]);

/** InfluxDB's verdict on a body: `null` is "stored". */
type Verdict = string | null;

describe.skipIf(influxdPath === null)(`line protocol, held against influxd (${influxdMissing})`, () => {
  let influxd: EmbeddedInfluxd;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  const post = (path: string, body: Buffer): Promise<Verdict> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${influxd.url}${path}`,
        { method: "POST", agent, insecureHTTPParser: true },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (part: string) => {
            text += part;
          });
          answer.on("end", () => {
            // A conflict of types is about what was stored before, not about the line.
            const isStored = answer.statusCode === 204 || text.includes("field type conflict");
            resolve(isStored ? null : text);
          });
        },
      );
      sent.on("error", (cause) =>
        reject(new Error(`InfluxDB hung up on ${JSON.stringify(body.toString())}`, { cause })),
      );
      sent.end(body);
    });

  beforeAll(async () => {
    influxd = await startInfluxdForTest(createTempDir());
    await post("/query?q=CREATE+DATABASE+x", Buffer.alloc(0));
  });
  afterAll(async () => {
    agent.destroy();
    await influxd.stop();
  });

  /** A line that ends InfluxDB counts as refused; it is started again by itself. */
  async function judgeAlone(line: Buffer): Promise<Verdict> {
    const verdict = await post("/write?db=x", line).catch((cause: unknown) => String(cause));
    if (verdict?.startsWith("Error") !== true) return verdict;
    for (;;) {
      const isBack = await post("/ping", Buffer.alloc(0)).then(
        () => true,
        () => false,
      );
      if (isBack) return verdict;
    }
  }

  /** Lines that we accept and InfluxDB refuses, and our reasons for what only we refuse. */
  async function compare(seed: number) {
    const reader = createLineReader();
    const wrong: { readonly line: string; readonly influxd: string }[] = [];
    const reasons = new Map<string, string>();
    let accepted = 0;
    let refused = 0;
    const onlyOurs: Buffer[] = [];
    const judge = async (line: Buffer): Promise<void> => {
      const { lines, columns, problems } = reader.read(line, "ns", 1_700_000_000_000);
      // InfluxDB lets quotes in a comment swallow the next line; nothing is stored, so there is nothing to compare. Nor
      // is there with two bad lines in one body: its verdict would be on both.
      const isComment = line.toString().trimStart().startsWith("#");
      if (columns.pointCount === 0) {
        if (problems.length === 1 && !isComment) onlyOurs.push(line);
        return;
      }
      accepted++;
      const verdict = await post("/write?db=x", Buffer.from(lines));
      if (verdict !== null) wrong.push({ line: line.toString(), influxd: verdict });
    };
    const lines = fc.sample(awkwardLine, { seed, numRuns: linesPerRun })[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (const line of lines) await judge(line);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    // One after the other, and without the good ones: there are lines that InfluxDB does not survive.
    for (const line of onlyOurs) {
      const message = reader.read(line, "ns", 0).problems[0]?.message ?? "";
      if ((await judgeAlone(line)) !== null) refused++;
      else reasons.set(message.replace(/"(?:[^"\\]|\\.)*"/, "…"), JSON.stringify(line.toString()));
    }
    return { wrong, reasons, accepted, refused };
  }

  test(`${linesPerRun} lines: never is one accepted that influxd refuses, and where we are stricter it is on purpose`, {
    timeout: 120_000 + 2 * fuzzMs,
  }, async () => {
    const endMs = performance.now() + fuzzMs;
    let seed = firstSeed;
    do {
      const { wrong, reasons, accepted, refused } = await compare(seed);
      expect(wrong).toEqual([]);
      const known = [...strictOnPurpose.keys()];
      const unexplained = [...reasons].filter(([reason]) => !known.some((one) => one.test(reason)));
      expect(unexplained).toEqual([]);
      // The comparison means something only while both kinds are there.
      expect(Math.min(accepted, refused)).toBeGreaterThan(linesPerRun / 10);
      seed++;
    } while (performance.now() < endMs);
  });
});

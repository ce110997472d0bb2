import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { seconds } from "../../../protocol/time.ts";
import { createLoopwatch } from "../../../server/compose.ts";
import { configOf, small } from "../../boundary/config-cases.ts";
import { createFakeClock, fakeStartMs } from "../../support/fake-clock.ts";
import { createMemoryLog } from "../../support/memory-log.ts";
import { parseScrape } from "../../support/scrape.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

const limited = small.replace(
  "field: p }",
  "field: p }\n        limits: [{ above: 400, severity: warning, for: 1s }]",
);

/** A whole server on a clock that the test moves; ends with the test. */
async function openServer() {
  const config = configOf(
    `${limited}store: { kind: sqlite }
listen: { port: 0 }
dataDir: ${join(tempDirForTest(), "data")}
`,
  );
  const clock = createFakeClock();
  const log = createMemoryLog();
  const server = await createLoopwatch(config, {
    version: "1.2.3",
    ...{ clientDir: null, searchPath: undefined, clock, log },
  });
  onTestFinished(() => server.stop());
  const ask = async (path: string, accept = "*/*") => {
    const answer = await fetch(`${server.url}${path}`, { headers: { accept } });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  };
  return {
    ...{ server, clock, log, ask },
    send: async (lines: string) =>
      (await fetch(`${server.url}/write?precision=ms`, { method: "POST", body: lines })).status,
    async sample(name: string): Promise<number | undefined> {
      const families = parseScrape((await ask("/metrics")).text);
      for (const { samples } of families.values()) if (samples.has(name)) return samples.get(name);
      return undefined;
    },
  };
}

const line = (p: number, s: number): string => `coolant_loop,loop=loop-1 p=${p} ${fakeStartMs + s * 1000}\n`;

describe("what is counted agrees with what was sent", () => {
  test("bodies, bytes, points, values and refused lines", async () => {
    const { send, sample } = await openServer();
    const two = `${line(300, 0)}other a=1,b=2,c="three" ${fakeStartMs}\n`;
    const half = `${line(300, 1)}no line at all\n`;
    const none = "x=\n";
    expect([await send(two), await send(half), await send(none)]).toEqual([204, 400, 400]);
    expect(await sample('loopwatch_ingest_bodies_total{outcome="accepted"}')).toBe(1);
    expect(await sample('loopwatch_ingest_bodies_total{outcome="partly refused"}')).toBe(1);
    expect(await sample('loopwatch_ingest_bodies_total{outcome="refused"}')).toBe(1);
    expect(await sample('loopwatch_ingest_bodies_total{outcome="full"}')).toBe(0);
    expect(await sample("loopwatch_ingest_bytes_total")).toBe(two.length + half.length + none.length);
    expect(await sample("loopwatch_ingest_points_total")).toBe(3);
    expect(await sample("loopwatch_ingest_values_total")).toBe(5);
    expect(await sample("loopwatch_ingest_refused_lines_total")).toBe(2);
    expect(await sample("loopwatch_ingest_answer_seconds_count")).toBe(3);
  });

  test("a text for a channel that measures is refused and is no value", async () => {
    const { send, sample } = await openServer();
    expect(await send(`coolant_loop,loop=loop-1 p="high",q=3 ${fakeStartMs}\n${line(300, 1)}`)).toBe(400);
    expect(await sample("loopwatch_ingest_values_total")).toBe(1);
    expect(await sample("loopwatch_ingest_refused_lines_total")).toBe(1);
  });

  test("writes into the store, and what waits for it", async () => {
    const { server, send, sample } = await openServer();
    await send(line(300, 0));
    await server.monitor.stored();
    expect(await sample('loopwatch_store_writes_total{outcome="taken"}')).toBe(1);
    expect(await sample('loopwatch_store_writes_total{outcome="failed"}')).toBe(0);
    expect(await sample("loopwatch_store_write_seconds_count")).toBe(1);
    expect(await sample("loopwatch_spool_writes")).toBe(0);
    expect(await sample("loopwatch_spool_oldest_age_seconds")).toBe(0);
    expect(await sample("loopwatch_store_up")).toBe(1);
  });

  test("how far a loop is behind the clock; a loop that was never heard has no figure", async () => {
    const { clock, send, sample } = await openServer();
    expect(await sample('loopwatch_ingest_lag_seconds{loop="loop-1"}')).toBeUndefined();
    expect(await sample('loopwatch_loop_silent{loop="loop-1"}')).toBe(0);
    await send([0, 1, 2].map((s) => line(300, s)).join(""));
    await clock.advance(seconds(7));
    expect(await sample('loopwatch_ingest_lag_seconds{loop="loop-1"}')).toBe(5);
  });

  test("an alarm stands once in its severity and state, and its mail is delivered", async () => {
    const { server, clock, send, sample } = await openServer();
    const standing = 'loopwatch_alarms_standing{severity="warning",state="unacknowledged"}';
    expect(await sample(standing)).toBe(0);
    await send(Array.from({ length: 20 }, (_, s) => line(500, s)).join(""));
    await vi.waitUntil(async () => {
      await clock.advance(seconds(1));
      return server.monitor.desk.hello().notices.some(({ state }) => state.kind === "accepted");
    }, 10_000);
    expect(await sample(standing)).toBe(1);
    expect(await sample('loopwatch_mails_total{outcome="delivered"}')).toBe(1);
    expect(await sample('loopwatch_mails_total{outcome="given up"}')).toBe(0);
    expect(await sample('loopwatch_outbox_notices{state="queued"}')).toBe(0);
    expect(await sample('loopwatch_outbox_notices{state="retrying"}')).toBe(0);
  });
});

describe("the form of the answer", () => {
  test("Prometheus gets its text, and who asks for OpenMetrics gets that, with the same figures", async () => {
    const { ask, send } = await openServer();
    await send(line(300, 0));
    const plain = await ask("/metrics");
    const open = await ask("/metrics", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    expect(plain.type).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(open.type).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect(open.text.endsWith("\n# EOF\n")).toBe(true);
    expect(open.text).not.toContain("\n\n");
    const inPlain = parseScrape(plain.text);
    const inOpen = parseScrape(open.text);
    const toFamily = (name: string): string =>
      inPlain.get(name)?.type === "counter" ? name.replace(/_total$/, "") : name;
    expect([...inOpen.keys()]).toEqual([...inPlain.keys()].map(toFamily));
    for (const [name, { help, type, samples }] of inPlain) {
      expect(inOpen.get(toFamily(name))).toMatchObject({ help, type });
      expect([...(inOpen.get(toFamily(name))?.samples.keys() ?? [])]).toEqual([...samples.keys()]);
    }
    // A scrape after the other: the form that was asked for in between has changed nothing.
    expect([...parseScrape((await ask("/metrics")).text).keys()]).toEqual([...inPlain.keys()]);
  });

  test("every name has a help and a type, and labels are few and known", async () => {
    const { ask } = await openServer();
    const known = /\{(?:(?:loop|severity|state|outcome|le|version)="[^"]*",?)+\}/;
    for (const [name, { help, type, samples }] of parseScrape((await ask("/metrics")).text)) {
      expect([name, help.length > 10, type]).toEqual([
        name,
        true,
        expect.stringMatching(/^(counter|gauge|histogram)$/),
      ]);
      for (const sample of samples.keys()) if (sample.includes("{")) expect(sample).toMatch(known);
    }
  });

  test("docs/metrics.md lists each of them, and no other", async () => {
    const { ask } = await openServer();
    const told = [...parseScrape((await ask("/metrics")).text)].map(
      ([name, { help, type }]) => `| \`${name}\` | ${type} | ${help} |`,
    );
    const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
    const table = page.slice(page.indexOf("## All of them"));
    expect(table.split("\n").filter((row) => row.startsWith("| `"))).toEqual(told);
  });

  test("two servers in one process count each for itself", async () => {
    const one = await openServer();
    const other = await openServer();
    await one.send(line(300, 0));
    expect(await one.sample("loopwatch_ingest_points_total")).toBe(1);
    expect(await other.sample("loopwatch_ingest_points_total")).toBe(0);
    expect(await one.sample('loopwatch_build_info{version="1.2.3"}')).toBe(1);
    expect(await one.sample("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
  });
});

describe("whether it is ready", () => {
  test("a server that has started is ready, and says of what", async () => {
    const { ask } = await openServer();
    const { status, text } = await ask("/readyz");
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      ready: true,
      parts: ["detection", "spool", "state"].map((part) => ({ part, ready: true, reason: "" })),
    });
    expect((await ask("/healthz")).text).toBe('{"ok":true}');
  });

  test("one that is about to stop is not, while it still answers", async () => {
    const { server, ask } = await openServer();
    server.monitor.stopSoon();
    const { status, text } = await ask("/readyz");
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ ready: false, parts: [{ part: "stop", ready: false }] });
    expect((await ask("/healthz")).status).toBe(200);
  });
});

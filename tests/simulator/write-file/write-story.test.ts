import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OutputFileError } from "../../../simulator/senders/output-file-error.ts";
import {
  type StorySource,
  type WriteStoryOptions,
  writeStory,
} from "../../../simulator/write-file/write-story.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";
import { channels, framesOf, operationOf } from "../senders/arrivals.ts";

const startedMs = Date.parse("2022-12-14T21:45:00Z");
const lengthS = 5000;

/** A frame a second from one second after the start, the first with an operation before it. */
function createSource(endMs = startedMs + lengthS * 1000): StorySource & { readonly advanced: number[] } {
  const frames = framesOf(lengthS + 100, startedMs + 1000);
  const advanced: number[] = [];
  let nowMs = startedMs;
  return {
    loopId: "ms-22",
    advanced,
    advance(untilMs) {
      const from = (nowMs - startedMs) / 1000;
      const to = Math.floor((untilMs - startedMs) / 1000);
      advanced.push(untilMs);
      nowMs = startedMs + to * 1000;
      const arrived = frames.slice(from, to);
      return from === 0 ? [operationOf(startedMs + 1000, "serviced"), ...arrived] : arrived;
    },
    progress: () => ({ startedMs, nowMs, endMs }),
  };
}

function toOptions(path: string, more: Partial<WriteStoryOptions> = {}) {
  const shares: number[] = [];
  const options: WriteStoryOptions = {
    source: createSource(),
    channels: channels.map((channel) => ({ channel, quality: false })),
    path,
    format: path.endsWith(".csv") ? "csv" : "lp",
    renderTruth: () => '{"isLeak":true}\n',
    renderCalendar: () => null,
    progress: {
      update: (share) => shares.push(share),
      end: () => shares.push(-1),
    },
    stop: new AbortController().signal,
    ...more,
  };
  return { options, shares };
}

describe("a story in a file", () => {
  test("is complete, with its truth beside it", async () => {
    const dir = tempDirForTest();
    const { options, shares } = toOptions(join(dir, "run.lp"));
    const written = await writeStory(options);
    expect(written).toEqual({
      kind: "whole",
      counters: { sent: 5001, acknowledged: 5001, retried: 0, rejected: 0, queued: 0 },
      paths: [join(dir, "run.lp"), join(dir, "run.truth.json")],
      partPath: null,
      operationsLeftOut: 0,
    });
    const lines = readFileSync(join(dir, "run.lp"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(5001);
    expect(lines[0]).toBe(`coolant_operation,loop=ms-22 kind="serviced" ${startedMs + 1000}`);
    expect(lines.at(-1)).toContain(` ${startedMs + 5_000_000}`);
    expect(readFileSync(join(dir, "run.truth.json"), "utf8")).toBe('{"isLeak":true}\n');
    expect(readdirSync(dir).sort()).toEqual(["run.lp", "run.truth.json"]);
    expect(shares.at(-2)).toBe(1);
    expect(shares.at(-1)).toBe(-1);
  });

  test("is a table with its header in a .csv, and the operations left out of it are counted", async () => {
    const dir = tempDirForTest();
    const written = await writeStory(toOptions(join(dir, "run.csv")).options);
    const rows = readFileSync(join(dir, "run.csv"), "utf8").trimEnd().split("\n");
    expect(rows[0]).toBe("time,pressure_kpa,flow_lpm");
    expect(rows[1]).toBe("2022-12-14T21:45:01.000Z,304,6");
    expect(rows).toHaveLength(5001);
    expect(written).toMatchObject({ counters: { sent: 5000, acknowledged: 5000 }, operationsLeftOut: 1 });
  });

  test("has its planned losses of signal beside it, and never those of an earlier run", async () => {
    const dir = tempDirForTest();
    const path = join(dir, "run.lp");
    const calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    const written = await writeStory(toOptions(path, { renderCalendar: () => calendar }).options);
    expect(written.paths).toContain(join(dir, "run.los.ics"));
    expect(readFileSync(join(dir, "run.los.ics"), "utf8")).toBe(calendar);
    await writeStory(toOptions(path).options);
    expect(readdirSync(dir).sort()).toEqual(["run.lp", "run.truth.json"]);
  });

  test("asks for the truth after the last step", async () => {
    const source = createSource();
    const { options } = toOptions(join(tempDirForTest(), "run.lp"), {
      source,
      renderTruth: () => {
        expect(source.progress().nowMs).toBe(source.progress().endMs);
        return "{}\n";
      },
    });
    await writeStory(options);
    expect(source.advanced.length).toBeGreaterThan(5);
  });

  test("ends when its end is not on a whole second", async () => {
    const source = createSource(startedMs + 10_500);
    const written = await writeStory(toOptions(join(tempDirForTest(), "run.lp"), { source }).options);
    expect(written.counters.sent).toBe(11);
  });

  test("that is broken off leaves the half file under another name and the earlier files as they were", async () => {
    const dir = tempDirForTest();
    const path = join(dir, "run.lp");
    writeFileSync(path, "earlier\n");
    const stop = new AbortController();
    const { options } = toOptions(path, { stop: stop.signal });
    const written = await writeStory({
      ...options,
      progress: {
        update: (share) => {
          if (share > 0.3) stop.abort();
        },
        end: () => undefined,
      },
    });
    expect(written).toMatchObject({ kind: "broken off", paths: [], partPath: `${path}.part` });
    expect(written.counters.sent).toBeGreaterThan(1000);
    expect(written.counters.sent).toBeLessThan(5001);
    expect(written.counters.sent - written.counters.acknowledged).toBe(written.counters.queued);
    expect(readFileSync(path, "utf8")).toBe("earlier\n");
    expect(readdirSync(dir).sort()).toEqual(["run.lp", "run.lp.part"]);
  });

  test("that cannot be finished leaves nothing behind", async () => {
    const dir = tempDirForTest();
    mkdirSync(join(dir, "run.truth.json.part"));
    await expect(writeStory(toOptions(join(dir, "run.lp")).options)).rejects.toThrow(OutputFileError);
    expect(existsSync(join(dir, "run.lp"))).toBe(false);
    expect(existsSync(join(dir, "run.truth.json"))).toBe(false);
  });

  test.skipIf(!existsSync("/dev/full"))(
    "on a full disk is a sentence, and the plant is not moved on in vain",
    async () => {
      const source = createSource();
      const { options, shares } = toOptions("/dev/full", { source, format: "lp" });
      await expect(writeStory(options)).rejects.toThrow("no space left on the device");
      expect(source.progress().nowMs).toBeLessThan(source.progress().endMs);
      expect(shares.at(-1)).toBe(-1);
    },
  );

  test("on a device has nothing beside it", async () => {
    const written = await writeStory(toOptions("/dev/null", { format: "lp" }).options);
    expect(written).toMatchObject({
      kind: "whole",
      paths: ["/dev/null"],
      counters: { sent: 5001, queued: 0 },
    });
    expect(existsSync("/dev/null.truth.json")).toBe(false);
  });
});

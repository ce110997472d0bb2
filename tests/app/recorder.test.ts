import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import type { Spool } from "../../server/app/ports.ts";
import { createRecorder, inventorySeries, toAlarmLine, toEstimateLine } from "../../server/app/recorder.ts";
import { parseLines } from "../../server/boundary/line-protocol.ts";
import { toAlarmViewOf } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const atMs = 1_671_062_400_123;

const estimate = (given: Partial<LoopEstimate> = {}): LoopEstimate => ({
  loopId: "ms-22",
  atMs,
  detection: { kind: "leaking" },
  inventoryL: 43.2,
  inventorySdL: 0.012,
  bottomedOut: false,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1e-7,
  lostL: 0.8,
  timeLeft: { p05Ms: 100, p50Ms: 5_400_000, p95Ms: null },
  ...given,
});

const alarm = (headline: string): AlarmView =>
  toAlarmViewOf({ id: "ms-22.leak.1671062400", loopId: "ms-22", headline, openedMs: atMs });

/** Reads lines as our own ingest would; a line it refuses is a failure. */
function parse(text: string) {
  const { points, refused, problems } = parseLines(text, "ms", 0);
  expect(problems).toEqual([]);
  expect(refused).toBe(0);
  return points.map((point) => ({
    ...point,
    values: Object.fromEntries(point.fields.map(({ name, value }) => [name, value])),
  }));
}

describe("an estimate as a line", () => {
  test("reads back as it was, time left in seconds", () => {
    const [point] = parse(toEstimateLine(estimate()) ?? "");
    expect(point).toMatchObject({
      measurement: "loop_estimate",
      tags: { loop: "ms-22" },
      atMs,
      values: {
        inventory_l: 43.2,
        inventory_sd_l: 0.012,
        leak_kg_per_h: 22.8,
        leak_sd_kg_per_h: 1e-7,
        time_left_p05_s: 0.1,
        time_left_s: 5400,
      },
    });
  });

  test("leaves out what is not known", () => {
    const line = toEstimateLine(estimate({ leakKgPerH: null, leakSdKgPerH: null, timeLeft: null }));
    expect(Object.keys(parse(line ?? "")[0]?.values ?? {})).toEqual(["inventory_l", "inventory_sd_l"]);
    const noEnd = toEstimateLine(estimate({ timeLeft: { p05Ms: 9, p50Ms: null, p95Ms: null } }));
    expect(noEnd).not.toContain("time_left_s");
  });

  test("leaves out what no database takes", () => {
    const line = toEstimateLine(estimate({ inventoryL: Number.NaN, leakKgPerH: Number.POSITIVE_INFINITY }));
    expect(Object.keys(parse(line ?? "")[0]?.values ?? {})).toEqual([
      "inventory_sd_l",
      "leak_sd_kg_per_h",
      "time_left_p05_s",
      "time_left_s",
    ]);
  });

  test("is no line when nothing is known", () => {
    const nothing = {
      inventoryL: null,
      inventorySdL: null,
      leakKgPerH: null,
      leakSdKgPerH: null,
      timeLeft: null,
    };
    expect(toEstimateLine(estimate(nothing))).toBeNull();
  });

  test("carries the series that the history of the inventory is read from", () => {
    const series = inventorySeries("ms-22");
    const [point] = parse(toEstimateLine(estimate()) ?? "");
    expect(point).toMatchObject({ measurement: series.measurement, tags: series.tags });
    expect(point?.values[series.field]).toBe(43.2);
  });
});

describe("an alarm as a line", () => {
  test("of one limit is another series than that of the next", () => {
    const limit = toAlarmViewOf({
      loopId: "ms-22",
      alarmClass: "limit",
      part: "suction.low",
      state: "returned unacknowledged",
    });
    expect(parse(toAlarmLine(limit, atMs))[0]?.tags).toEqual({
      loop: "ms-22",
      class: "limit",
      part: "suction.low",
      state: "returned unacknowledged",
    });
  });

  test("reads back with its occurrence, state, severity, verdict and headline", () => {
    expect(parse(toAlarmLine(alarm("Coolant leak, 22.8 kg/h"), atMs))).toEqual([
      expect.objectContaining({
        measurement: "alarm_event",
        tags: { loop: "ms-22", class: "leak", state: "unacknowledged" },
        atMs,
        values: {
          occurrence: "ms-22.leak.1671062400",
          incident: "incident.bench.leak.1671062400",
          held: "no",
          severity: "caution",
          verdict: "leak",
          headline: "Coolant leak, 22.8 kg/h",
        },
      }),
    ]);
  });

  test.each([
    ["quotes", 'The "main" pump', 'The "main" pump'],
    ["backslashes", "C:\\loop\\", "C:\\loop\\"],
    ["a backslash before a quote", 'end\\"', 'end\\"'],
    ["a line break", "one\ntwo\r\nthree", "one two three"],
    ["a line of its own", 'x" 1\nalarm_event,loop=b headline="y', 'x" 1 alarm_event,loop=b headline="y'],
    ["commas, equals signs and spaces", "a,b=c d", "a,b=c d"],
    ["other alphabets", "Утечка 漏れ °C", "Утечка 漏れ °C"],
  ])("takes no harm from %s in the headline", (_name, headline, readBack) => {
    const points = parse(toAlarmLine(alarm(headline), atMs));
    expect(points).toHaveLength(1);
    expect(points[0]?.values["headline"]).toBe(readBack);
  });
});

describe("the recorder", () => {
  function openRecorder(change: (spool: Spool) => Pick<Spool, "append"> = (spool) => spool) {
    const spool = openNearSpool(join(tempDirForTest(), "spool.sqlite"));
    onTestFinished(() => spool.close());
    const log = createMemoryLog();
    const clock = createFakeClock();
    let woken = 0;
    const recorder = createRecorder({ spool: change(spool), clock, log, onSpooled: () => void woken++ });
    return { recorder, spool, log, clock, woken: () => woken };
  }

  test("hands everything gathered to the spool in one piece, in order", async () => {
    const { recorder, spool, clock, woken } = openRecorder();
    recorder.estimate(estimate());
    recorder.alarm(alarm("Coolant leak"), atMs);
    recorder.estimate(estimate({ atMs: atMs + 10_000 }));
    expect(spool.status().waiting).toBe(0);
    recorder.flush();
    await clock.settle();
    const [batch] = await spool.peek(1e6);
    expect(batch).toMatchObject({ precision: "ms", receivedMs: clock.nowMs() });
    expect(parse(batch?.lines.toString() ?? "").map((point) => point.measurement)).toEqual([
      "loop_estimate",
      "alarm_event",
      "loop_estimate",
    ]);
    expect(woken()).toBe(1);
  });

  test("hands on nothing twice, and nothing when there is nothing", async () => {
    const { recorder, spool, woken, clock } = openRecorder();
    recorder.flush();
    await clock.settle();
    recorder.estimate(estimate());
    recorder.flush();
    await clock.settle();
    recorder.flush();
    await clock.settle();
    expect(spool.status().waiting).toBe(1);
    expect(woken()).toBe(1);
  });

  test("counts what the disk refused, logs it, and goes on with what comes next", async () => {
    const disk = { full: true };
    const { recorder, spool, log, clock } = openRecorder((real) => ({
      append(batch) {
        if (disk.full) return Promise.reject(new Error("no space left on device"));
        return real.append(batch);
      },
    }));
    recorder.estimate(estimate());
    recorder.estimate(estimate({ atMs: atMs + 10_000 }));
    recorder.flush();
    await clock.settle();
    expect(recorder.lost).toBe(2);
    expect(log.entries.map(({ level }) => level)).toEqual(["error"]);
    disk.full = false;
    recorder.estimate(estimate({ atMs: atMs + 20_000 }));
    recorder.flush();
    await clock.settle();
    expect(recorder.lost).toBe(2);
    expect(parse((await spool.peek(1e6))[0]?.lines.toString() ?? "").map((point) => point.atMs)).toEqual([
      atMs + 20_000,
    ]);
  });
});

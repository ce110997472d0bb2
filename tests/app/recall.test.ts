import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../protocol/time.ts";
import type { TextPoint } from "../../server/app/ports.ts";
import { recallLoop } from "../../server/app/recall.ts";
import { toLoop } from "../support/builders.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const newestMs = 1_671_062_400_000;
const learningMs = hours(2);
/** The loop's learning time, and a quarter more. */
const recalledMs = hours(2.5);

const ago = (ms: number, text: string): TextPoint => ({ atMs: newestMs - ms, text });

/** What a pipeline is given from a store with telemetry up to `newestMs`, and these acts. */
async function recall(acts: readonly TextPoint[], openOnsetMs: number | null = null) {
  const log = createMemoryLog();
  const rows: number[] = [];
  const declared: string[] = [];
  const asked: number[] = [];
  await recallLoop(
    toLoop({ learningMs }),
    { onsetMs: openOnsetMs, sinceMs: null },
    {
      log,
      clock: { nowMs: () => newestMs + minutes(10) },
      store: {
        newestMs: async () => newestMs,
        texts: async (_series, fromMs) => acts.filter(({ atMs }) => atMs >= fromMs),
        async history({ series, fromMs, toMs }) {
          asked.push(toMs - fromMs);
          return { tMs: [fromMs], min: series.map(() => [1]), max: series.map(() => [1]) };
        },
      },
      pipeline: {
        begin: () => undefined,
        tellings: () => undefined,
        recall(_loopId, tMs, _columns, done = []) {
          rows.push(...tMs);
          declared.push(...done.map(({ atMs, operation }) => `${operation} ${(newestMs - atMs) / 60_000}`));
        },
      },
    },
  );
  return { fromMs: rows[0] === undefined ? null : newestMs - rows[0], declared, asked, log };
}

describe("a start recalls a loop", () => {
  test.each([
    { name: "nothing was done to it", acts: [], fromMs: recalledMs, declared: [] },
    {
      name: "a refill does not cut it short",
      acts: [ago(minutes(30), "refill")],
      fromMs: recalledMs,
      declared: ["refill 30"],
    },
    {
      name: "a service cuts it short",
      acts: [ago(minutes(30), "serviced")],
      fromMs: minutes(30),
      declared: [],
    },
    {
      name: "what was done before the service is not told, what was done after it is",
      acts: [
        ago(minutes(50), "isolation"),
        ago(minutes(40), "serviced"),
        ago(minutes(20), "refill"),
        ago(minutes(10), "reopening"),
      ],
      fromMs: minutes(40),
      declared: ["refill 20", "reopening 10"],
    },
    {
      name: "what was declared before the telemetry recalled may still hold",
      acts: [ago(minutes(170), "maintenance")],
      fromMs: recalledMs,
      declared: ["maintenance 170"],
    },
    {
      name: "each act is told once, also on the seam of two questions",
      acts: [ago(minutes(90), "isolation"), ago(0, "reopening")],
      fromMs: recalledMs,
      declared: ["isolation 90", "reopening 0"],
    },
    {
      name: "what was declared after the last sample is told",
      acts: [ago(-minutes(3), "maintenance")],
      fromMs: recalledMs,
      declared: ["maintenance -3"],
    },
    {
      name: "a service that is still to come, by a clock that is wrong, changes nothing",
      acts: [ago(-hours(9_000_000), "serviced")],
      fromMs: recalledMs,
      declared: [],
    },
    {
      name: "words that nobody knows change nothing",
      acts: [ago(minutes(30), "inspected")],
      fromMs: recalledMs,
      declared: [],
    },
    {
      name: "a service after the last sample leaves nothing to recall",
      acts: [ago(-minutes(3), "serviced")],
      fromMs: null,
      declared: [],
    },
  ])("$name", async ({ acts, fromMs, declared }) => {
    const told = await recall(acts);
    expect(told.fromMs).toBe(fromMs);
    expect(told.declared).toEqual(declared);
  });

  test("from before the onset of what stands, but not from before the service after it", async () => {
    const onsetMs = newestMs - hours(3);
    expect((await recall([], onsetMs)).fromMs).toBe(hours(3) + recalledMs);
    expect((await recall([ago(minutes(5), "serviced")], onsetMs)).fromMs).toBe(minutes(5));
  });

  test("in questions of an hour, at most two days", async () => {
    const { asked, fromMs } = await recall([], newestMs - hours(100));
    expect(fromMs).toBe(hours(48));
    expect(Math.max(...asked)).toBe(hours(1));
  });
});

import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import {
  createLateness,
  type Lateness,
  toLatenessWords,
  toLeftOutWords,
} from "../../../client/state/lateness.ts";

const frame = (atMs: number, coalesced = 0) => ({ loopId: "a", coalesced, tMs: [atMs], columns: [[1]] });

function open() {
  const now = signal<Lateness>({ shownAfterMs: null, leftOut: 0 });
  const clock = { ms: 1_000_000 };
  const paints: (() => void)[] = [];
  const watch = createLateness(
    now,
    () => clock.ms,
    (run) => void paints.push(run),
  );
  return { now, clock, paints, watch };
}

describe("how late samples are seen", () => {
  test("counts from the newest sample's own time to the picture that shows it", () => {
    const { now, clock, paints, watch } = open();
    watch.takeFrame(frame(999_700));
    watch.takeFrame(frame(999_900));
    clock.ms += 100;
    expect(paints).toHaveLength(1);
    paints[0]?.();
    watch.tick();
    expect(now.value).toEqual({ shownAfterMs: 200, leftOut: 0 });
  });

  test("stays as it was while nothing comes, and is not told anew", () => {
    const { now, paints, watch } = open();
    watch.takeFrame(frame(999_000));
    paints[0]?.();
    watch.tick();
    const told = now.value;
    watch.tick();
    expect(now.value).toBe(told);
    expect(told.shownAfterMs).toBe(1000);
  });

  test("what was left out is told for a minute", () => {
    const { now, clock, watch } = open();
    watch.takeFrame(frame(999_000, 12));
    watch.takeFrame(frame(999_500, 3));
    watch.tick();
    expect(now.value.leftOut).toBe(15);
    clock.ms += 60_001;
    watch.tick();
    expect(now.value.leftOut).toBe(0);
  });

  test.each([
    ["before the first sample", null, null],
    ["a good way", 240, "0.2 s from sensor to screen"],
    ["clocks that differ a little", -300, "0.0 s from sensor to screen"],
    ["a slow way", 75_000, "75 s from sensor to screen"],
    ["a recording", 7_200_000, "sensor time is 2 h behind the server"],
    ["a simulator that runs faster", -3_600_000, "sensor time is 1 h ahead of the server"],
  ])("says %s in words", (_, shownAfterMs, words) => {
    expect(toLatenessWords({ shownAfterMs, leftOut: 0 })).toBe(words);
  });

  test("says how many were left out, and nothing when none were", () => {
    expect(toLeftOutWords({ shownAfterMs: 1, leftOut: 0 })).toBeNull();
    expect(toLeftOutWords({ shownAfterMs: 1, leftOut: 1 })).toBe("1 sample left out in the last minute");
  });
});

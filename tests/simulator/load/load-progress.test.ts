import { describe, expect, test } from "vitest";
import {
  createLoadPrinter,
  type LoadProgress,
  renderLoadProgress,
} from "../../../simulator/load/load-progress.ts";

const at = (given: Partial<LoadProgress>): LoadProgress => ({
  madeMs: 0,
  lengthMs: 100_000,
  elapsedMs: 0,
  points: 0,
  waitingPoints: 0,
  bytes: 0,
  lagMs: 0,
  worstLagMs: 0,
  ...given,
});

test.each([
  { name: "at its start", progress: at({}), line: "[------------------------] 0 %, 0 points, 0 values/s" },
  {
    name: "half way",
    progress: at({ madeMs: 50_000, points: 1_234_567, elapsedMs: 1000 }),
    line: "[############------------] 50 %, 1.23M points, 7.41M values/s",
  },
  {
    name: "without a length",
    progress: at({ madeMs: 61_000, lengthMs: null, points: 61, elapsedMs: 61_000 }),
    line: "61 s, 61 points, 6 values/s",
  },
  {
    name: "late, with points that wait",
    progress: at({ madeMs: 99_999, points: 20_000, waitingPoints: 1500, lagMs: 12_340, elapsedMs: 60_000 }),
    line: "[#######################-] 99 %, 20.0k points, 2.00k values/s, 1.50k points wait, 12.3 s behind",
  },
  {
    name: "late by less than anybody notices",
    progress: at({ madeMs: 100_000, points: 999, lagMs: 900, elapsedMs: 100_000 }),
    line: "[########################] 100 %, 999 points, 60 values/s",
  },
])("progress $name", ({ progress, line }) => {
  expect(renderLoadProgress(progress, 6)).toBe(line);
});

describe("the printer", () => {
  const shown = (isTerminal: boolean, steps: readonly LoadProgress[]): string[] => {
    const written: string[] = [];
    const printer = createLoadPrinter({ isTerminal, write: (text) => written.push(text) }, 6);
    for (const step of steps) printer.show(step);
    printer.end();
    return written;
  };

  test("draws over a terminal's line a few times a second, and the last state in any case", () => {
    const steps = Array.from({ length: 101 }, (_, i) => at({ madeMs: i * 1000, elapsedMs: i * 10 }));
    const written = shown(true, steps);
    expect(written).toHaveLength(7);
    expect(written[0]).toBe("\r[------------------------] 0 %, 0 points, 0 values/s\u001b[K");
    expect(written.at(-2)).toContain("100 %");
    expect(written.at(-1)).toBe("\n");
  });

  test("writes a line each tenth into a log", () => {
    const steps = Array.from({ length: 101 }, (_, i) => at({ madeMs: i * 1000, elapsedMs: i * 10 }));
    const written = shown(false, steps);
    expect(written).toHaveLength(10);
    expect(written.every((line) => line.endsWith("\n"))).toBe(true);
    expect(written[0]).toContain("10 %");
    expect(written.at(-1)).toContain("100 %");
  });

  test("writes a line each ten seconds into a log when there is no end", () => {
    const steps = Array.from({ length: 360 }, (_, i) =>
      at({ madeMs: i * 100, lengthMs: null, elapsedMs: i * 100 }),
    );
    expect(shown(false, steps).map((line) => line.split(",")[0])).toEqual(["10 s", "20 s", "30 s"]);
  });

  test("writes nothing when nothing was shown", () => {
    expect(shown(true, [])).toEqual([]);
    expect(shown(false, [at({})])).toEqual([]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { findYear, mergeChannels, parseIssFile, renderIssLine } from "../../server/boundary/recording.ts";
import { exampleLoop } from "../support/example.ts";
import { createLineIntake } from "../support/line-intake.ts";

/**
 * Folder with a day of the station's telemetry (`ID.txt` files), given by whoever runs the tests. The recording is not
 * part of the project, so without it these tests are not there at all.
 */
const folder = process.env["ISS_RECORDING"] ?? "";

test("a real day of the station's ammonia loops is left in peace, and watched after six hours", () => {
  const loops = [exampleLoop("iss-a"), exampleLoop("iss-b")];
  const year = findYear(folder) ?? Number.NaN;
  const channels = readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => parseIssFile(name.slice(0, -4), readFileSync(join(folder, name), "utf8"), year));
  const called: AlarmKey[] = [];
  const newest = new Map<string, LoopEstimate>();
  let rows = 0;
  const pipeline = createPipeline(loops, {
    observe: (key, seen) => void (seen.kind === "found" && called.push(key)),
    onRow: () => {
      rows += 1;
    },
    onEstimate: (estimate) => newest.set(estimate.loopId, estimate),
  });
  const intake = createLineIntake(pipeline);
  let lines: string[] = [];
  const send = (): void => {
    intake.accept(lines.join("\n"));
    lines = [];
  };
  for (const sample of mergeChannels(channels)) {
    lines.push(renderIssLine(sample));
    if (lines.length === 5000) send();
  }
  send();

  expect(rows).toBeGreaterThan(2 * 20 * 3600);
  expect(called).toEqual([]);
  for (const { id } of loops) expect(newest.get(id)?.detection.kind).toBe("watching");
});

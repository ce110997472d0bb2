import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measureIss } from "../../../../bench/detection/iss/measure-iss.ts";
import { type StationResult, toOnsetsH } from "../../../../bench/detection/iss/play-station.ts";
import { findStationLoops } from "../../../../bench/detection/iss/station-loops.ts";
import { type StationSummary, summarizeStation } from "../../../../bench/detection/iss/summarize-station.ts";
import { noStore } from "../../../../bench/detection/result-store.ts";
import type { BenchOptions } from "../../../../bench/detection/section.ts";
import { createNoise } from "../../../support/noise.ts";

const options: BenchOptions = {
  issFolder: null,
  skabFolder: null,
  cacheFolder: null,
  isShort: true,
  seeds: 1,
  years: 1,
  workers: 1,
  results: noStore,
  onProgress: () => undefined,
};

/** Hours of a sensor as the station sends it: every ten seconds, when its code has changed. */
function renderFile(seed: number, hours: number, spec: { mean: number; sd: number; step: number }): string {
  const noise = createNoise(seed);
  const lines: string[] = [];
  let sent = Number.NaN;
  for (let s = 0; s < hours * 3600; s += 10) {
    const code = Math.round((spec.mean + spec.sd * noise.normal()) / spec.step) * spec.step;
    if (code !== sent) lines.push(`${6845 + s / 3600} ${code}`);
    sent = code;
  }
  return lines.join("\n");
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "station-"));
  writeFileSync(
    join(folder, "USLAB000056.txt"),
    renderFile(1, 12, { mean: 67.7, sd: 0.02, step: 0.0264558 }),
  );
  writeFileSync(join(folder, "USLAB000061.txt"), renderFile(2, 12, { mean: 9.2, sd: 0.05, step: 0.0625 }));
  // A temperature alone tells no inventory.
  writeFileSync(join(folder, "USLAB000060.txt"), renderFile(3, 1, { mean: 17, sd: 0.05, step: 0.0629 }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the part of the page about the station", () => {
  test("takes the loops of which the folder has what tells their inventory", () => {
    expect(findStationLoops(folder).map(({ id }) => id)).toEqual(["lab-low"]);
  });

  test("leaves a healthy day in peace and finds leaks put into it, a larger one sooner", {
    timeout: 60_000,
  }, async () => {
    const section = await measureIss({ ...options, issFolder: folder });
    if ("leftOut" in section) throw new Error(section.leftOut);
    const { calls, kinds, targets } = section.data as StationSummary;
    expect(calls).toEqual([]);
    const [slow, fast] = kinds;
    expect(slow).toMatchObject({ by: "quantity", size: 0.2, leaks: 2, found: 2 });
    expect(fast).toMatchObject({ by: "quantity", size: 1, leaks: 2, found: 2 });
    expect(fast!.delayS[1]).toBeLessThan(slow!.delayS[1]!);
    expect(targets[1]).toMatchObject({ size: 1, leaks: 2, met: 2 });
    expect(section.markdown).not.toMatch(/NaN|undefined/);
    expect(section.markdown).not.toContain(folder);
  });

  test.each([
    { name: "no folder", issFolder: null, why: "--iss names its folder" },
    { name: "a folder of something else", issFolder: tmpdir(), why: "no recording of a known loop" },
  ])("is left out with $name, and says why", async ({ issFolder, why }) => {
    expect(await measureIss({ ...options, issFolder })).toEqual({ leftOut: expect.stringContaining(why) });
  });
});

test.each([
  { name: "evenly, both ends included", count: 3, fromH: 7, toH: 17, onsets: [7, 12, 17] },
  { name: "once at the beginning", count: 1, fromH: 7, toH: 17, onsets: [7] },
  { name: "never in a recording too short", count: 3, fromH: 7, toH: 6, onsets: [] },
])("leaks begin $name", ({ count, fromH, toH, onsets }) => {
  expect(toOnsetsH(count, fromH, toH)).toEqual(onsets);
});

test("a leak that was not found is neither met nor left out of the delays", () => {
  const leak = { size: 1, onsetH: 7, watchedS: 36_000 };
  const result: StationResult = {
    loopId: "a",
    name: "A",
    by: "pressure",
    channels: [],
    hours: 24,
    learntH: 6,
    calls: [{ atH: 9, verdict: "leak", headline: "A leak" }],
    leaks: [
      { ...leak, foundS: 600 },
      { ...leak, foundS: 7200 },
      { ...leak, foundS: null },
    ],
  };
  const { targets, kinds, falseLeaks, watchedHours } = summarizeStation([result]);
  expect(targets.find(({ by }) => by === "pressure")).toMatchObject({ leaks: 3, met: 1 });
  expect(kinds).toEqual([{ by: "pressure", size: 1, leaks: 3, found: 2, delayS: [600, 7200, Infinity] }]);
  expect({ falseLeaks, watchedHours }).toEqual({ falseLeaks: 1, watchedHours: 18 });
});

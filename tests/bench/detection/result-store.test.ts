import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepPart, readPart } from "../../../bench/detection/kept-parts.ts";
import { createResultStore, noStore } from "../../../bench/detection/result-store.ts";
import type { SizeJob, SizeResult } from "../../../bench/detection/simulated/play-size.ts";
import { runJobs } from "../../../bench/detection/workers.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "results-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("results of jobs", () => {
  const job = { seed: 1 };
  const result = { untilMs: Number.POSITIVE_INFINITY, found: null };

  test("are there again for a run that goes on, infinite ones as they were", () => {
    createResultStore(folder, false).write("card", job, result);
    expect(createResultStore(folder, true).read("card", job)).toEqual({ result });
  });

  test.each([
    { name: "another job", kind: "card", job: { seed: 2 }, isResumed: true },
    { name: "another kind of job", kind: "quiet", job, isResumed: true },
    { name: "a run that begins anew", kind: "card", job, isResumed: false },
  ])("are none for $name", ({ kind, job: asked, isResumed }) => {
    expect(createResultStore(folder, isResumed).read(kind, asked)).toBeNull();
  });

  test("are kept nowhere without a folder", () => {
    noStore.write("card", job, result);
    expect(noStore.read("card", job)).toBeNull();
  });

  test("are taken in place of doing the job, in the order of the jobs", async () => {
    const jobs = ["x", "y"].map(
      (plantId): SizeJob => ({ plantId, kgPerH: 1, seed: 1, longestDays: 1, cacheFolder: null }),
    );
    const store = createResultStore(folder, true);
    // No such plants: only results that are kept can come back.
    for (const one of jobs) store.write("size", one, { plantId: one.plantId } as SizeResult);
    const results = await runJobs("size", jobs, { workers: 2, results: store });
    expect(results.map(({ plantId }) => plantId)).toEqual(["x", "y"]);
    await expect(runJobs("size", jobs, { workers: 1, results: noStore })).rejects.toThrow();
  });
});

test("a measured part is there for a later run, and one that was not measured is not", () => {
  const part = { id: "d", title: "T", made: "command", leftOut: "no folder" };
  keepPart(folder, part);
  expect(readPart(folder, "d")).toEqual(part);
  expect(readPart(folder, "e")).toBeNull();
});

import { describe, expect, test } from "vitest";
import { createPipeline } from "../../server/app/pipeline.ts";
import type { PipelineEffects } from "../../server/app/pipeline-effects.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { benchPressureKpa } from "../support/bench-plant.ts";
import { toLoop } from "../support/builders.ts";
import { createLineIntake } from "../support/line-intake.ts";
import { createNoise } from "../support/noise.ts";

const t0 = 1_671_062_400_000;

/** The bench loop under another name; its series carry that name as a tag. */
const toNamedLoop = (id: string): Loop =>
  toLoop({
    id,
    channels: toLoop().channels.map((channel) => ({
      ...channel,
      source: { ...channel.source, tags: { loop: id } },
    })),
  });

/** A pipeline and everything it said, in order. */
function createHeardPipeline(loops: readonly Loop[] = [toNamedLoop("one"), toNamedLoop("two")]) {
  const said: {
    readonly what: string;
    readonly loopId: string;
    readonly atMs: number;
    readonly detail: unknown;
  }[] = [];
  const effects: PipelineEffects = {
    // That a healthy class is healthy, and that nothing can be said, is said all the time.
    observe({ loopId, alarmClass }, seen) {
      if (seen.kind === "passed" || (seen.kind === "gone" && !seen.byPerson)) return;
      said.push({ what: `${alarmClass} ${seen.kind}`, loopId, atMs: seen.atMs, detail: seen });
    },
    onOperation: (loopId, { operation, atMs }) => said.push({ what: operation, loopId, atMs, detail: null }),
    onRow: (loopId, atMs, row) => said.push({ what: "row", loopId, atMs, detail: row }),
    onEstimate: (estimate) =>
      said.push({ what: "estimate", loopId: estimate.loopId, atMs: estimate.atMs, detail: estimate }),
  };
  const pipeline = createPipeline(loops, effects);
  const intake = createLineIntake(pipeline);
  return {
    pipeline,
    said,
    rows: () => said.filter(({ what }) => what === "row").map(({ detail }) => detail),
    accept: (...lines: readonly string[]) => intake.accept(lines.join("\n"), t0),
    refuse: intake.refuse,
  };
}

const pressure = (loop: string, s: number, fields: string) => `bench,loop=${loop} ${fields} ${t0 + s * 1000}`;

/** The bench loop as lines, one a second: healthy for 1900 s, then a leak of 1 mL/s. */
function leakStory(seconds: number): string[] {
  const noise = createNoise(1);
  return Array.from({ length: seconds }, (_, s) => {
    const kpa = benchPressureKpa(Math.max(0, s - 1900) / 1000, 20);
    const fields = { "p-acc": kpa, "p-out": kpa + 150, "t-in": 20 };
    const noisy = Object.entries(fields).map(([name, value]) => `${name}=${value + 0.1 * noise.normal()}`);
    return pressure("one", s, noisy.join(","));
  });
}

describe("points on their way to the loops", () => {
  test("go to the loop whose tags they carry, whatever other tags there are", () => {
    const { accept, said } = createHeardPipeline();
    const heard = accept(
      ...[0, 1, 5].map((s) => pressure("two,host=gw-1", s, "p-acc=300,t-in=20")),
      `bench,host=gw-1 p-acc=111 ${t0}`,
      `other,loop=two p-acc=222 ${t0}`,
    );
    expect([...heard]).toEqual(["two"]);
    expect(said.every(({ loopId }) => loopId === "two")).toBe(true);
    expect(said[0]).toMatchObject({ what: "row", atMs: t0 });
    expect(said[0]?.detail).toEqual([300, null, 20, expect.closeTo(40, 3)]);
  });

  test("that belong to no loop are heard by nobody", () => {
    const { accept, said, pipeline } = createHeardPipeline();
    expect(accept(pressure("three", 0, "p-acc=300"), pressure("three", 9, "p-acc=300")).size).toBe(0);
    expect(said).toEqual([]);
    expect(pipeline.newestMs("one")).toBeNull();
    expect(pipeline.newestMs("three")).toBeNull();
  });

  test("bring numbers; texts, truths and fields of other names are left aside", () => {
    const { accept, rows } = createHeardPipeline();
    accept(
      pressure("one", 0, 'p-acc=300,p-out="450",t-in=true,mode="auto"'),
      pressure("one", 1, "p-acc=301i,t-in=20"),
      pressure("one", 2, "t-in=20"),
      pressure("one", 6, "t-in=20"),
    );
    expect(rows()).toEqual([
      [300, null, null, null],
      [301, null, 20, expect.any(Number)],
    ]);
  });

  test("know the newest source time of each loop, and count what was not judged", () => {
    const { accept, pipeline } = createHeardPipeline();
    accept(
      pressure("one", 5059, "p-acc=300"),
      pressure("one", 5060, "p-acc=301"),
      pressure("one", 3, "p-acc=302"),
    );
    accept(pressure("two", 6, "p-acc=300"), pressure("two", 7, "p-acc=300"));
    expect([pipeline.newestMs("one"), pipeline.newestMs("two")]).toEqual([t0 + 5_060_000, t0 + 7000]);
    expect(pipeline.unjudged()).toBe(1);
  });

  test.each([
    [
      "text for a channel",
      'bench,loop=one p-acc="oops"',
      "The field p-acc feeds a channel of one and must be a number.",
    ],
    [
      "a truth value for a channel",
      "bench,loop=one p-acc=t",
      "The field p-acc feeds a channel of one and must be a number.",
    ],
    ["text that feeds no channel", 'bench,loop=one note="fine"', null],
    ["a whole number", "bench,loop=one p-acc=300i", null],
  ])("are refused where they would spoil a channel: %s", (_name, line, reason) => {
    expect(createHeardPipeline().refuse(line)).toBe(reason);
  });

  test("that come too late change nothing that was said", () => {
    const { accept, said } = createHeardPipeline();
    accept(...[5000, 5001, 5002, 5003, 5004, 5005].map((s) => pressure("one", s, "p-acc=300,t-in=20")));
    const before = said.length;
    expect([...accept(pressure("one", 1, "p-acc=100,t-in=20"))]).toEqual([]);
    expect(said).toHaveLength(before);
  });
});

describe("what a pipeline says", () => {
  test("is a row a second and an estimate every ten seconds of source time", () => {
    const { accept, said } = createHeardPipeline();
    accept(...leakStory(100));
    const at = (what: string) =>
      said.filter((word) => word.what === what).map(({ atMs }) => (atMs - t0) / 1000);
    expect(at("row")).toEqual(Array.from({ length: 97 }, (_, s) => s));
    expect(at("estimate")).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(said.some(({ what }) => what.includes("found"))).toBe(false);
  });

  test("is the leak as soon as it is found, and again every ten seconds", () => {
    const { accept, said } = createHeardPipeline();
    accept(...leakStory(2100));
    const found = said.filter(({ what }) => what === "leak found");
    expect(found.length).toBeGreaterThan(5);
    expect(found[0]?.atMs).toBeGreaterThan(t0 + 1_900_000);
    expect(found[0]?.atMs).toBeLessThan(t0 + 1_990_000);
    for (const { atMs } of found.slice(1)) expect(atMs % 10_000).toBe(0);
    // Decide, then tell: the estimate of that second comes after the finding.
    const first = said.indexOf(found[0]!);
    expect(said[first + 1]).toMatchObject({ what: "estimate", atMs: found[0]?.atMs });
  });

  test("is that a service ends the alarms of every class; then the loop learns anew", () => {
    const { accept, said } = createHeardPipeline();
    accept(...leakStory(2100));
    const servicedMs = t0 + 2_100_500;
    accept(
      `coolant_operation,loop=one kind="serviced" ${servicedMs}`,
      ...[2101, 2102, 2103, 2110].map((s) => pressure("one", s, "p-acc=300,p-out=450,t-in=20")),
    );
    const returned = said.filter(({ what }) => what.endsWith("gone"));
    expect(returned.map(({ what, atMs }) => [what, atMs])).toEqual([
      ["leak gone", servicedMs],
      ["sensor gone", servicedMs],
      ["data-path gone", servicedMs],
      ["process gone", servicedMs],
    ]);
    expect(said.slice(said.indexOf(returned[1]!)).some(({ what }) => what === "leak found")).toBe(false);
    accept(...Array.from({ length: 20 }, (_, s) => pressure("one", 2111 + s, "p-acc=300,p-out=450,t-in=20")));
    expect(said.findLast(({ what }) => what === "estimate")?.detail).toMatchObject({
      detection: { kind: "learning" },
      leakKgPerH: null,
    });
  });

  test("is that work keeps from calling what would follow from it, and never a leak", () => {
    const { accept, said } = createHeardPipeline();
    accept(
      ...leakStory(60),
      `coolant_operation,loop=one kind="maintenance" ${t0 + 60_500}`,
      ...leakStory(70).slice(61),
    );
    const held = said.filter(({ what }) => what.endsWith("suppress"));
    expect(held.map(({ what, detail }) => [what, detail])).toEqual(
      ["sensor", "data-path", "process"].map((alarmClass) => [
        `${alarmClass} suppress`,
        { kind: "suppress", atMs: t0 + 60_500, rule: "maintenance", untilMs: t0 + 60_500 + 4 * 3_600_000 },
      ]),
    );
    expect(said.filter(({ what }) => what === "maintenance").map(({ atMs }) => atMs)).toEqual([t0 + 60_500]);
  });

  test.each([
    ["of another kind", `coolant_operation,loop=one kind="inspected" ${t0 + 1}`],
    ["without a loop", `coolant_operation kind="serviced" ${t0 + 1}`],
    ["on a loop that nobody knows", `coolant_operation,loop=nine kind="serviced" ${t0 + 1}`],
  ])("is nothing for an operation %s", (_name, line) => {
    const { accept, said } = createHeardPipeline();
    expect(accept(line).size).toBe(0);
    expect(said).toEqual([]);
  });

  test("is the same whether points come one by one, in requests, or all at once", () => {
    const story = leakStory(2050);
    story.splice(2000, 0, `coolant_operation,loop=one kind="serviced" ${t0 + 1_999_500}`);
    const whole = createHeardPipeline();
    whole.accept(...story);
    expect(whole.said.some(({ what }) => what === "leak found")).toBe(true);
    expect(whole.said.some(({ what }) => what === "leak gone")).toBe(true);
    for (const size of [1, 7, 600]) {
      const cut = createHeardPipeline();
      for (let i = 0; i < story.length; i += size) cut.accept(...story.slice(i, i + size));
      expect(cut.said).toEqual(whole.said);
    }
  });

  test("about one loop does not depend on another", () => {
    const story = leakStory(2000);
    const alone = createHeardPipeline();
    alone.accept(...story);
    const together = createHeardPipeline();
    const other = story.map((line) => line.replace("loop=one", "loop=two").replace("p-acc=", "p-acc=1"));
    together.accept(...story.flatMap((line, i) => [line, other[i]!]));
    expect(together.said.filter(({ loopId }) => loopId === "one")).toEqual(alone.said);
  });

  test("is never that a leak is over because nothing was heard", () => {
    const { accept, said } = createHeardPipeline();
    accept(...leakStory(2100));
    accept(...[9000, 9001, 9010, 9020].map((s) => pressure("one", s, "p-acc=200,p-out=350,t-in=20")));
    expect(said.some(({ what }) => what === "leak gone")).toBe(false);
    expect(said.findLast(({ what }) => what === "estimate")?.detail).toMatchObject({
      detection: { kind: "leaking" },
    });
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AlarmKey } from "../../protocol/alarm.ts";
import { hours, minutes } from "../../protocol/time.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import type { AlarmEvent } from "../../server/domain/alarm/alarm.ts";
import { toAlarmRules } from "../../server/domain/alarm/alarm-rules.ts";
import { createAlarmSet } from "../../server/domain/alarm/alarm-set.ts";
import { loadScenario } from "../../simulator/description/library.ts";
import type { PlantChanges } from "../../simulator/description/parse-scenario.ts";
import { toLines } from "../../simulator/senders/line-protocol.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { createLineIntake } from "../support/line-intake.ts";

const text = readFileSync(new URL("../../examples/simulated-loops.yaml", import.meta.url), "utf8");
const parsed = parseConfig(text, {});
const known = parsed.ok ? parsed.config.loops.find(({ id }) => id === "ms-22") : undefined;
if (known === undefined) throw new Error("The example has no loop ms-22.");
const loop = { ...known, learningMs: hours(1) };

interface Told {
  readonly lines: readonly string[];
  readonly eventMs: number;
}

/** A story as it arrives, line by line, until some time after its event (or its prelude). */
function tell(id: string, variant: string, forMs: number, changes: PlantChanges = {}): Told {
  const scenario = loadScenario(id, variant === "" ? null : variant, changes);
  if (scenario.kind !== "known") throw new Error(scenario.problems[0]?.message);
  const startMs = Date.UTC(2022, 11, 14);
  const simulation = createSimulation({
    ...{ loopId: loop.id, seed: 1, startMs, scenario: scenario.value },
    preludeMs: minutes(20),
  });
  const { eventMs, liveMs } = simulation.progress();
  const zeroMs = eventMs ?? liveMs;
  const arrivals = simulation.advance(zeroMs + forMs);
  const lines = toLines(loop.id, simulation.channels, arrivals).split("\n");
  return { lines, eventMs: zeroMs };
}

/** Judges lines that come so many in a request: every step of every alarm, and the leak alarm at the end. */
function judge({ lines }: Told, perRequest: number) {
  const journal: { readonly key: AlarmKey; readonly event: AlarmEvent }[] = [];
  const alarms = createAlarmSet();
  const pipeline = createPipeline([loop], {
    observe(key, seen) {
      for (const { event } of alarms.observe(key, seen, toAlarmRules(key.alarmClass)))
        journal.push({ key, event });
    },
    onRow: () => undefined,
    onEstimate: () => undefined,
  });
  const { accept } = createLineIntake(pipeline);
  for (let i = 0; i < lines.length; i += perRequest) accept(lines.slice(i, i + perRequest).join("\n"));
  const leak = alarms.get({ loopId: loop.id, alarmClass: "leak", part: null });
  return { journal, leak, unjudged: pipeline.unjudged() };
}

/** So far off the true onset may be after the dump, seconds: two grains of the evidence. */
const onsetWithinS = 20;

describe("a leak that begins while the signal is lost", () => {
  test.each([
    ["0.8 mm", ""],
    ["0.2 mm", "hole-0.2mm"],
  ])("of %s is one occurrence, and the recording shows when it really began", (_name, variant) => {
    const told = tell("S05", variant, minutes(16));
    const { leak, journal, unjudged } = judge(told, 60);
    expect(unjudged).toBe(0);
    expect(journal.filter(({ event }) => event.kind === "opened").map(({ key }) => key.alarmClass)).toEqual([
      "leak",
    ]);
    // A person is called once; after that only for a worse severity.
    for (const { event } of journal) if (event.kind === "worsened") expect(event.why).toBe("severity");
    if (leak.condition.kind !== "unacknowledged") throw new Error("The leak's alarm does not stand.");
    const alarm = leak.condition;
    const offS = ((alarm.occurrence.finding.onsetMs ?? Number.NaN) - told.eventMs) / 1000;
    expect(Math.abs(offS)).toBeLessThanOrEqual(onsetWithinS);
  });

  test("is called before the recording arrives, and its onset is corrected back without a second call", () => {
    const told = tell("S05", "hole-0.2mm", minutes(16));
    const { journal } = judge(told, 60);
    const opened = journal.find(({ event }) => event.kind === "opened")?.event;
    const revised = journal.map(({ event }) => event).filter((event) => event.kind === "revised");
    if (opened?.kind !== "opened") throw new Error("The leak was not called.");
    expect(opened.atMs - told.eventMs).toBeLessThan(716_000);
    // Nobody watched: it may have begun as soon as the signal was lost, which was before the hole.
    expect(opened.finding.onsetMs).toBeLessThan(told.eventMs - onsetWithinS * 1000);
    expect(opened.finding.onsetMs).toBeGreaterThan(told.eventMs - minutes(2));
    const corrected = revised.find(
      (event) => Math.abs((event.finding.onsetMs ?? 0) - told.eventMs) <= onsetWithinS * 1000,
    );
    expect(corrected).toBeDefined();
  });

  test("has the same journal whatever the cut into requests", () => {
    const told = tell("S05", "hole-0.2mm", minutes(16));
    const whole = judge(told, told.lines.length);
    expect(whole.journal.length).toBeGreaterThan(3);
    for (const perRequest of [1, 17]) expect(judge(told, perRequest)).toEqual(whole);
  });
});

describe("a bad link with a recorder, and a healthy loop", () => {
  // The silences of story N11, sooner: a short one, one of minutes, and a zone of exclusion of a quarter of an hour.
  const link = {
    gaps: [
      { kind: "random", perHour: 6, fromS: "15s", toS: "28s" },
      { kind: "planned", name: "handover", everyS: "24h", firstAfterS: "65min", forS: "350s" },
      { kind: "planned", name: "zone of exclusion", everyS: "24h", firstAfterS: "80min", forS: "15min" },
    ],
  };

  test("call nobody, and every sample of every dump is judged", () => {
    const told = tell("N11", "recorder", minutes(110), { link } as PlantChanges);
    const times = told.lines.map((line) => Number(line.split(" ").at(-1)));
    let newestMs = Number.NEGATIVE_INFINITY;
    let latestMs = 0;
    for (const atMs of times) {
      newestMs = Math.max(newestMs, atMs);
      latestMs = Math.max(latestMs, newestMs - atMs);
    }
    expect(latestMs).toBeGreaterThan(minutes(18));
    const { journal, unjudged } = judge(told, 60);
    expect(unjudged).toBe(0);
    expect(journal).toEqual([]);
  });
});

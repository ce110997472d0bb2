import { describe, expect, test } from "vitest";
import type { Forecast } from "../../../../bench/detection/forecasts.ts";
import type { JudgedIdeal, JudgedStatement } from "../../../../bench/detection/judge.ts";
import type { CardResult } from "../../../../bench/detection/play-card.ts";
import { noStore } from "../../../../bench/detection/result-store.ts";
import { summarizeSizes } from "../../../../bench/detection/simulated/measure-sizes.ts";
import { summarizeYears, toQuietJobs } from "../../../../bench/detection/simulated/measure-years.ts";
import type { QuietResult } from "../../../../bench/detection/simulated/play-quiet.ts";
import type { SizeResult } from "../../../../bench/detection/simulated/play-size.ts";
import { quietPlants } from "../../../../bench/detection/simulated/quiet-story.ts";
import {
  summarizeForecasts,
  summarizeIdeals,
  toConfusion,
} from "../../../../bench/detection/simulated/summarize-cards.ts";

const ideal = (over: Partial<JudgedIdeal> = {}): JudgedIdeal => ({
  verdict: "leak",
  severity: "warning",
  fromS: 0,
  untilS: 600,
  answer: "met",
  saidS: 60,
  isOvercalled: false,
  ...over,
});

const statement = (over: Partial<JudgedStatement> = {}): JudgedStatement => ({
  change: "opened",
  alarmClass: "leak",
  verdict: "leak",
  severity: "warning",
  headline: "A leak",
  atMs: 60_000,
  toldMs: 61_000,
  untilMs: Number.POSITIVE_INFINITY,
  revisions: 0,
  worth: "true",
  ...over,
});

const card = (over: Partial<CardResult> = {}): CardResult => ({
  scenarioId: "S",
  variant: null,
  seed: 1,
  title: "A story",
  loopId: "loop",
  days: 1,
  zeroMs: 0,
  leakS: 0,
  ideals: [ideal()],
  statements: [statement()],
  found: { afterS: 60, lostL: 1, lostShare: 0.01 },
  forecasts: [],
  samples: 0,
  tookMs: 0,
  tools: [],
  withoutEach: [],
  ...over,
});

const quiet = card({ leakS: null, ideals: [], statements: [], found: null });

describe("what stories came to", () => {
  test("counts wanted calls by their answer, and stories with a leak by whether it was told", () => {
    const missed = card({ ideals: [ideal({ answer: "missed" })], statements: [], found: null });
    const sum = summarizeIdeals([card(), missed, quiet]);
    expect(sum).toMatchObject({ stories: 3, wanted: 2, met: 1, missed: 1, metShare: 0.5 });
    expect(sum).toMatchObject({
      wantedLeaks: 2,
      metLeaks: 1,
      leakStories: 2,
      leaksFound: 1,
      lostLUntilFound: 1,
    });
  });

  test("counts a false leak each time it is told or gets worse, not when its numbers change", () => {
    const falseLeak = { worth: "false leak" } as const;
    const alarmed = card({
      ...quiet,
      statements: [
        statement(falseLeak),
        statement({ ...falseLeak, change: "worsened" }),
        statement({ ...falseLeak, change: null }),
      ],
    });
    expect(summarizeIdeals([alarmed, quiet])).toMatchObject({ falseLeakCalls: 2, storiesWithFalseLeak: 1 });
  });

  test("has no share of nothing", () => {
    expect(summarizeIdeals([quiet])).toMatchObject({ wanted: 0, metShare: null, lostLUntilFound: null });
  });
});

describe("what was so against what was said", () => {
  test.each<{ name: string; card: CardResult; so: string; said: string }>([
    { name: "a leak that was told", card: card(), so: "leak", said: "leak" },
    {
      name: "a leak told late counts as told",
      card: card({ ideals: [ideal({ answer: "late" })] }),
      so: "leak",
      said: "leak",
    },
    {
      name: "a leak that nobody heard of",
      card: card({ ideals: [ideal({ answer: "missed" })], statements: [] }),
      so: "leak",
      said: "nothing",
    },
    {
      name: "of several wrong words the most urgent",
      card: card({
        ideals: [ideal({ answer: "wrong" })],
        statements: [
          statement({ verdict: "thermal transient", severity: "advisory" }),
          statement({ verdict: "sensor fault", severity: "caution" }),
        ],
      }),
      so: "leak",
      said: "sensor fault",
    },
    { name: "a quiet story", card: quiet, so: "nothing", said: "nothing" },
    {
      name: "a quiet story in which a leak was called",
      card: card({ ...quiet, statements: [statement({ worth: "false leak" })] }),
      so: "nothing",
      said: "leak",
    },
  ])("$name", ({ card: one, so, said }) => {
    expect(toConfusion([one])).toEqual({ [so]: { [said]: 1 } });
  });
});

test("forecasts: an interval around no rate is neither held nor missed, and a rate of no number is as wrong as can be", () => {
  const forecast = (over: Partial<Forecast>): Forecast => ({
    afterS: 300,
    trueKgPerH: 2,
    saidKgPerH: 3,
    rateHeld: true,
    trueLeftH: 10,
    leftH: [5, 10, 15],
    leftHeld: true,
    trueLeftBy: "simulation",
    ...over,
  });
  const forecasts = [
    forecast({}),
    forecast({ saidKgPerH: Number.NaN, rateHeld: false, leftHeld: false }),
    forecast({ saidKgPerH: null, rateHeld: null, leftH: null, leftHeld: null }),
  ];
  const [after, all] = summarizeForecasts([card({ forecasts })]);
  expect(after).toMatchObject({ afterS: 300, looked: 3, rated: 2, rateHeld: 1, timed: 2, leftHeld: 1 });
  expect(after).toMatchObject({ rateErrorP90: Infinity, leftBySimulation: 2 });
  expect(all).toMatchObject({ afterS: null, looked: 3 });
});

test("leaks of one size: one told too early is neither found nor missed, one never told takes for ever", () => {
  const result = (over: Partial<SizeResult>): SizeResult => ({
    plantId: "soyuz",
    kgPerH: 1,
    seed: 1,
    foundS: 100,
    lostL: 0.1,
    watchedS: 1000,
    boundS: 10,
    sampleS: 1,
    falseLeak: false,
    ...over,
  });
  const [one, other] = summarizeSizes([
    result({}),
    result({ foundS: 300, lostL: 0.3, boundS: 12 }),
    result({ foundS: null, lostL: null }),
    result({ foundS: 1, falseLeak: true }),
    result({ kgPerH: 10 }),
  ]);
  expect(one).toMatchObject({ leaks: 3, found: 2, falseLeaks: 1, boundS: 12 });
  expect(one?.delayS[1]).toBe(300);
  expect(one?.delayS[2]).toBe(Infinity);
  expect(other).toMatchObject({ kgPerH: 10, leaks: 1, found: 1 });
});

describe("quiet years", () => {
  const options = {
    issFolder: null,
    skabFolder: null,
    cacheFolder: null,
    isShort: false,
    seeds: 1,
    years: 10,
    workers: 1,
    results: noStore,
    onProgress: () => undefined,
  };

  test("are as long as asked for, on every plant, and no stretch is told twice", () => {
    const jobs = toQuietJobs(options);
    const years = jobs.reduce((sum, { days }) => sum + days, 0) / 365.25;
    expect(years).toBeGreaterThan(9.5);
    expect(years).toBeLessThan(10.5);
    expect(new Set(jobs.map(({ plantId }) => plantId)).size).toBe(quietPlants.length);
    expect(new Set(jobs.map(({ plantId, seed }) => `${plantId} ${seed}`)).size).toBe(jobs.length);
  });

  test("are evaluated as often as live in some of their stretches", () => {
    const jobs = toQuietJobs(options);
    expect(jobs.some(({ sampleS, evaluateS }) => sampleS === 60 && evaluateS === 1)).toBe(true);
    for (const { sampleS, evaluateS } of jobs) expect(evaluateS).toBeLessThanOrEqual(sampleS);
    // A block counts when half of its ten seconds were evaluated.
    for (const { evaluateS } of jobs) expect(evaluateS).toBeLessThanOrEqual(20);
  });

  test("are of one pace in a short run", () => {
    const jobs = toQuietJobs({ ...options, isShort: true, years: 0.1 });
    expect(new Set(jobs.map(({ sampleS, evaluateS }) => `${sampleS} ${evaluateS}`)).size).toBe(1);
  });

  test("count a stretch until its first false leak, and every other call", () => {
    const result = (over: Partial<QuietResult>): QuietResult => ({
      plantId: "soyuz",
      seed: 1,
      sampleS: 60,
      evaluateS: 60,
      days: 365.25,
      falseLeak: null,
      others: { "sensor fault": 2 },
      tookMs: 0,
      ...over,
    });
    const falseLeak = { atDay: 182.625, headline: "A leak", after: null, afterS: null };
    const { stretches, falseLeaks, others } = summarizeYears([
      result({}),
      result({ days: 182.625, falseLeak, others: { "sensor fault": 1, "pump or valve change": 1 } }),
    ]);
    expect(stretches).toBe(2);
    expect(falseLeaks).toMatchObject({ count: 1, exposure: 1.5, rate: 1 / 1.5 });
    expect(others).toEqual({ "sensor fault": 3, "pump or valve change": 1 });
  });
});

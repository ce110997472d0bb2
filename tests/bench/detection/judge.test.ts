import { describe, expect, test } from "vitest";
import { judge, leakStartMs } from "../../../bench/detection/judge.ts";
import type { Call } from "../../../bench/detection/play.ts";
import type { Recording } from "../../../bench/detection/recording.ts";
import { toStatements } from "../../../bench/detection/statements.ts";
import type { IdealCall } from "../../../simulator/description/scenario-description.ts";

const seconds = 1000;
const eventMs = 1000 * seconds;

/** A recording of nothing but its times; a leak begins at the event, or never. */
const recordingOf = (leaks: boolean): Recording => ({
  scenarioId: "X",
  variant: null,
  seed: 1,
  plantId: "soyuz",
  sampleS: 1,
  startMs: 0,
  liveMs: eventMs,
  eventMs,
  endMs: 5000 * seconds,
  fields: [],
  operations: [],
  arrivesMs: new Float64Array(),
  sourceMs: new Float64Array(),
  ends: new Uint32Array(),
  places: new Uint8Array(),
  values: new Float64Array(),
  truth: {
    atMs: Float64Array.of(0, eventMs, eventMs + 10 * seconds),
    leakKgPerS: Float64Array.of(0, 0, leaks ? 1 : 0),
    lostKg: Float64Array.of(0, 0, leaks ? 1 : 0),
    inventoryL: Float64Array.of(44, 44, 43),
    accumulatorLiquidL: Float64Array.of(4, 4, 3),
  },
});

const call = (afterS: number, said: Partial<Call>): Call => ({
  change: "opened",
  atMs: eventMs + afterS * seconds,
  toldMs: eventMs + afterS * seconds,
  occurrenceId: "x",
  alarmClass: "leak",
  severity: "warning",
  verdict: "leak",
  headline: "",
  evidence: [],
  leakKgPerH: null,
  ...said,
});

const wanted = (asked: Partial<IdealCall>): IdealCall => ({
  fromS: 10,
  untilS: 60,
  severity: "caution",
  verdict: "leak",
  tell: "",
  why: "",
  ...asked,
});

const pump = { alarmClass: "process", verdict: "pump or valve change", severity: "advisory" } as const;

describe("a wanted call", () => {
  test.each<{
    name: string;
    calls: Call[];
    asked?: Partial<IdealCall>;
    answer: string;
    saidS: number | null;
  }>([
    { name: "is met in its time", calls: [call(30, {})], answer: "met", saidS: 30 },
    { name: "is met at the last moment", calls: [call(60, {})], answer: "met", saidS: 60 },
    { name: "is late after it", calls: [call(61, {})], answer: "late", saidS: 61 },
    { name: "is missed in silence", calls: [], answer: "missed", saidS: null },
    { name: "is wrong when something else is said", calls: [call(30, pump)], answer: "wrong", saidS: null },
    {
      name: "is not met by a call that is not urgent enough",
      calls: [call(30, { severity: "advisory" })],
      answer: "wrong",
      saidS: null,
    },
    {
      name: "is met when an alarm that stands becomes urgent enough",
      calls: [call(20, { severity: "advisory" }), call(50, { change: "worsened" })],
      answer: "met",
      saidS: 50,
    },
    {
      name: "is not met by a leak that was called before there was one",
      calls: [call(-30, {})],
      answer: "missed",
      saidS: null,
    },
    {
      name: "is met by an alarm that stood already",
      calls: [call(5, {})],
      asked: { fromS: 40 },
      answer: "met",
      saidS: 5,
    },
    {
      name: "is not met by one that was taken back before",
      calls: [call(5, pump), call(20, { ...pump, change: "returned" })],
      asked: { fromS: 40, verdict: "pump or valve change", severity: "advisory" },
      answer: "missed",
      saidS: null,
    },
  ])("$name", ({ calls, asked = {}, answer, saidS }) => {
    const { ideals } = judge(recordingOf(true), { ideal: [wanted(asked)] }, toStatements(calls));
    expect(ideals).toMatchObject([{ answer, saidS }]);
  });

  test("is overcalled when more urgency is claimed than the story ever asks for", () => {
    const ideal = [wanted({}), wanted({ severity: "warning", untilS: 120 })];
    const judged = (severity: "warning" | "emergency") =>
      judge(recordingOf(true), { ideal }, toStatements([call(30, { severity })])).ideals.map(
        ({ isOvercalled }) => isOvercalled,
      );
    expect(judged("warning")).toEqual([false, false]);
    expect(judged("emergency")).toEqual([true, true]);
  });
});

describe("a statement", () => {
  test.each([
    { name: "of a leak that is there is true", leaks: true, said: call(30, {}), ideal: [], worth: "true" },
    {
      name: "of a leak before it began is a false leak",
      leaks: true,
      said: call(-1, {}),
      ideal: [],
      worth: "false leak",
    },
    {
      name: "of a leak that never is, is a false leak",
      leaks: false,
      said: call(30, {}),
      ideal: [],
      worth: "false leak",
    },
    {
      name: "that was asked for is that",
      leaks: false,
      said: call(30, pump),
      ideal: [wanted(pump)],
      worth: "asked",
    },
    { name: "in a quiet story is false", leaks: false, said: call(30, pump), ideal: [], worth: "false" },
    {
      name: "before anything happened is false",
      leaks: true,
      said: call(-30, pump),
      ideal: [wanted({})],
      worth: "false",
    },
    {
      name: "beside what was asked for is unasked",
      leaks: true,
      said: call(30, pump),
      ideal: [wanted({})],
      worth: "unasked",
    },
  ])("$name", ({ leaks, said, ideal, worth }) => {
    const { statements } = judge(recordingOf(leaks), { ideal }, toStatements([said]));
    expect(statements.map((one) => one.worth)).toEqual([worth]);
  });
});

test("changes of numbers alone are counted and make no statement of their own", () => {
  const statements = toStatements([
    call(1, {}),
    call(2, { change: "revised", leakKgPerH: 3 }),
    call(3, { change: "revised", verdict: "sensor fault" }),
    call(9, { change: "returned", verdict: "sensor fault" }),
  ]);
  expect(statements).toMatchObject([
    { change: "opened", verdict: "leak", revisions: 1, untilMs: eventMs + 3 * seconds },
    { change: null, verdict: "sensor fault", revisions: 0, untilMs: eventMs + 9 * seconds },
  ]);
});

test("a leak begins with the last row of truth before something is lost, or never", () => {
  expect(leakStartMs(recordingOf(true))).toBe(eventMs);
  expect(leakStartMs(recordingOf(false))).toBeNull();
});

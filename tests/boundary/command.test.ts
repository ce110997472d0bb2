import { describe, expect, test } from "vitest";
import {
  parseAnnouncement,
  parseCountQuery,
  parseHistoryQuery,
  parseScenarioAct,
  parseSpeedAct,
} from "../../server/boundary/command.ts";

describe("a question for history", () => {
  test("takes epoch milliseconds and ISO 8601", () => {
    expect(parseHistoryQuery({ from: "0", to: "1970-01-01T00:01:00Z", points: "10" })).toEqual({
      ok: true,
      value: { fromMs: 0, toMs: 60_000, points: 10, of: "samples" },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no times", {}, "Say from and to."],
    ["a time twice", { from: ["1", "2"], to: "3" }, "Say from and to."],
    [
      "a time that is none",
      { from: "now", to: "3" },
      "A time is in epoch milliseconds or like 2022-12-15T00:45:00Z.",
    ],
    ["an end before the beginning", { from: "5", to: "5" }, "from must be before to."],
    ["too few points", { from: "1", to: "5", points: "9" }, "points is a whole number from 10 to 5000."],
    ["too many points", { from: "1", to: "5", points: "5001" }, "points is a whole number from 10 to 5000."],
    [
      "something else than samples or estimates",
      { from: "1", to: "5", of: "mails" },
      "of is samples or estimate.",
    ],
    [
      "points that are no number",
      { from: "1", to: "5", points: "many" },
      "points is a whole number from 10 to 5000.",
    ],
  ])("with %s is refused with a sentence", (_name, input, reason) => {
    expect(parseHistoryQuery(input)).toEqual({ ok: false, reason });
  });
});

describe("an act on the plant", () => {
  test("names a scenario or a speed", () => {
    expect(parseScenarioAct({ scenarioId: "puncture" })).toEqual({
      ok: true,
      value: { scenarioId: "puncture" },
    });
    expect(parseSpeedAct({ speed: 60 })).toEqual({ ok: true, value: { speed: 60 } });
  });

  test.each([0, 601, Number.NaN, "10", undefined])("at speed %s is refused with a sentence", (speed) => {
    expect(parseSpeedAct({ speed })).toEqual({ ok: false, reason: "The speed is a number from 1 to 600." });
  });

  test("with an odd scenario is refused with a sentence", () => {
    expect(parseScenarioAct({ scenarioId: "" })).toEqual({
      ok: false,
      reason: "This is not the name of a scenario.",
    });
  });
});

describe("a plant's announcement", () => {
  const state = {
    loopId: "ms-22",
    runningId: "healthy",
    title: "Healthy",
    summary: "Nothing happens.",
    startedMs: 1,
    eventMs: null,
    nowMs: 2,
    speed: 10,
    choices: [{ id: "healthy", title: "Healthy", summary: "Nothing happens." }],
  };

  test("is taken as it is", () => {
    expect(parseAnnouncement(state)).toEqual({ ok: true, value: state });
  });

  test.each([
    ["without a time", { ...state, nowMs: undefined }],
    ["standing still", { ...state, speed: 0 }],
    ["with a flood of choices", { ...state, choices: Array.from({ length: 101 }, () => state.choices[0]) }],
  ])("%s is refused", (_name, input) => {
    expect(parseAnnouncement(input).ok).toBe(false);
  });
});

test("a count names its measurement", () => {
  expect(parseCountQuery({ measurement: "coolant_loop" })).toEqual({
    ok: true,
    value: { measurement: "coolant_loop" },
  });
  expect(parseCountQuery({})).toEqual({ ok: false, reason: "Say which measurement." });
});

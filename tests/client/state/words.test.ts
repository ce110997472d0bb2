import { describe, expect, test } from "vitest";
import { toVerdictWords } from "../../../client/state/alarm-words.ts";
import {
  toAgo,
  toDetectionWords,
  toMeasured,
  toNoticeWords,
  toSentence,
  toStamp,
  toTimeLeftWords,
} from "../../../client/state/words.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import type { NoticeState } from "../../../protocol/notice.ts";
import { hours, minutes, seconds } from "../../../protocol/time.ts";

const left = (p05Ms: number | null, p50Ms: number | null, p95Ms: number | null): TimeLeft => ({
  p05Ms,
  p50Ms,
  p95Ms,
});

test.each([
  [left(minutes(9), minutes(12), minutes(17)), "12 min (90 %: 9 to 17 min)"],
  [left(seconds(90), minutes(3), minutes(7)), "3 min (90 %: 90 s to 7 min)"],
  [left(minutes(50), minutes(70), minutes(90)), "1 h 10 min (90 %: 50 min to 1 h 30 min)"],
  [left(hours(3), hours(3), hours(3)), "3 h (90 %: 3 h)"],
  [left(minutes(9), minutes(12), null), "12 min (90 %: 9 min or more)"],
  [left(minutes(9), null, null), "9 min or more; the rate may be zero"],
  [left(null, null, null), "no end in sight at this rate"],
  [left(null, minutes(12), null), "12 min"],
  [left(0, 0, minutes(1)), "none: the minimum is reached"],
])("time left %j reads %s", (timeLeft, words) => {
  expect(toTimeLeftWords(timeLeft)).toBe(words);
});

test.each([
  [43.9234, 0.05, "43.92 ± 0.05"],
  [22.81, 0.93, "22.8 ± 0.9"],
  [22.81, 0.12, "22.81 ± 0.12"],
  [5131.2, 40, "5131 ± 40"],
  [0.364, null, "0.364"],
  [Number.NaN, 1, "unknown"],
])("%d with standard deviation %s is written %s", (value, sd, text) => {
  expect(toMeasured(value, sd)).toBe(text);
});

test("times are UTC whatever the reader's zone", () => {
  expect(toStamp(Date.UTC(2022, 11, 15, 0, 45, 7))).toBe("15 Dec 2022 00:45:07");
});

test.each([
  [null, "before this start"],
  [10_000, "just now"],
  [11_000, "just now"],
  [0, "10 s ago"],
])("a sample that arrived at %s is %s at ten seconds", (arrivalMs, words) => {
  expect(toAgo(arrivalMs, 10_000)).toBe(words);
});

test("each detection state says what it means, and none claims health without evidence", () => {
  expect(toDetectionWords({ kind: "learning", progress: 0.424, reason: "one orbit is missing" })).toContain(
    "42 %",
  );
  expect(toDetectionWords({ kind: "watching", smallestKgPerH: 0.823 })).toContain("0.82 kg/h");
  expect(toDetectionWords({ kind: "suspicious", strength: 0.6 })).toContain("60 %");
  expect(toDetectionWords({ kind: "unknown", reason: "no pressure" })).toContain("Cannot tell");
  expect(toDetectionWords({ kind: "no-data" })).toContain("nothing can be said");
});

test.each<[NoticeState, string]>([
  [{ kind: "queued" }, "Waiting to be sent"],
  [{ kind: "sending", attempt: 1, lastError: null }, "Being sent"],
  [{ kind: "sending", attempt: 3, lastError: "451" }, "Being sent, attempt 3"],
  [
    { kind: "retrying", attempts: 2, nextAttemptMs: 50_000, lastError: "451" },
    "Not taken yet, attempt 3 in 40 s",
  ],
  [{ kind: "retrying", attempts: 2, nextAttemptMs: 5_000, lastError: "451" }, "Not taken yet, attempt 3 now"],
  [{ kind: "accepted", atMs: 0, attempts: 1, response: "250" }, "Accepted 00:00:00"],
  [{ kind: "given up", atMs: 0, attempts: 1, lastError: "550" }, "Given up after 1 attempt"],
  [{ kind: "given up", atMs: 0, attempts: 5, lastError: "451" }, "Given up after 5 attempts"],
])("a notice that is %j says how far it got: %s", (state, words) => {
  expect(toNoticeWords(state, 10_000)).toBe(words);
});

test("a sentence ends once", () => {
  expect([toSentence("It leaks"), toSentence("It leaks.")]).toEqual(["It leaks.", "It leaks."]);
});

describe("an alarm in words", () => {
  test("a verdict that is open says so", () => {
    expect(toVerdictWords("unknown")).toBe("not known yet");
    expect(toVerdictWords("data-path fault")).toBe("data-path fault");
  });

  test("of a loop whose charge nobody knows no rate is promised", () => {
    const watching = { kind: "watching", smallestKgPerH: 0.5 } as const;
    expect(toDetectionWords(watching)).toMatch(/0\.50 kg\/h/);
    expect(toDetectionWords(watching, true)).toBe("Nothing accumulates.");
  });
});

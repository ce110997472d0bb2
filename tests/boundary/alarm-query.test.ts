import { describe, expect, test } from "vitest";
import { days, hours } from "../../protocol/time.ts";
import { parseAlarmQuery, parseLedgerQuery, parseSpanQuery } from "../../server/boundary/alarm-query.ts";

describe("a question about past alarms", () => {
  test("may name everything", () => {
    const query = {
      state: "returned unacknowledged",
      from: "1000",
      to: "1970-01-01T00:00:02Z",
      loop: "ms-22",
      severity: "warning",
      class: "leak",
      text: " coolant ",
      limit: "5",
    };
    expect(parseAlarmQuery(query)).toEqual({
      ok: true,
      value: {
        state: "returned unacknowledged",
        fromMs: 1000,
        toMs: 2000,
        loopId: "ms-22",
        severity: "warning",
        alarmClass: "leak",
        text: "coolant",
        limit: 5,
      },
    });
  });

  test("may name nothing, and then asks for the newest hundred", () => {
    expect(parseAlarmQuery({})).toEqual({ ok: true, value: { limit: 100 } });
    expect(parseAlarmQuery({ text: " " })).toEqual({ ok: true, value: { limit: 100 } });
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "an unknown state",
      { state: "open" },
      "state is one of unacknowledged, acknowledged, returned unacknowledged, latched unacknowledged, latched, normal.",
    ],
    ["an unknown severity", { severity: "bad" }, "severity is one of emergency, warning, caution, advisory."],
    [
      "an unknown class",
      { class: "pump" },
      "class is one of leak, sensor, data-path, process, limit, sensing, house.",
    ],
    ["an odd loop", { loop: "a b" }, "This is not the name of a loop."],
    [
      "a time that is none",
      { from: "yesterday" },
      "A time is in epoch milliseconds or like 2022-12-15T00:45:00Z.",
    ],
    ["two times in one", { from: ["1", "2"] }, "Say one time."],
    ["an end before the beginning", { from: "5", to: "5" }, "from must be before to."],
    ["no rows", { limit: "0" }, "limit is a whole number from 1 to 1000."],
    ["too many rows", { limit: "1001" }, "limit is a whole number from 1 to 1000."],
    ["a long text", { text: "x".repeat(201) }, "text may have 200 characters."],
    ["two texts", { text: ["a", "b"] }, "text is written once."],
  ])("with %s is refused with a sentence", (_name, input, reason) => {
    expect(parseAlarmQuery(input)).toEqual({ ok: false, reason });
  });
});

describe("the span of figures", () => {
  const nowMs = days(1000);

  test("is the last day when nothing is said, and the day before an end that is", () => {
    expect(parseSpanQuery({}, nowMs)).toEqual({
      ok: true,
      value: { fromMs: nowMs - hours(24), toMs: nowMs },
    });
    expect(parseSpanQuery({ to: String(days(2)) }, nowMs)).toEqual({
      ok: true,
      value: { fromMs: days(1), toMs: days(2) },
    });
  });

  test("begins where it is said to, and ends now", () => {
    const fromMs = nowMs - days(92);
    expect(parseSpanQuery({ from: String(fromMs) }, nowMs)).toEqual({
      ok: true,
      value: { fromMs, toMs: nowMs },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["that is longer than a quarter", { from: "0" }, "Figures are told of at most 92 days at once."],
    ["that ends before it begins", { from: "9", to: "5" }, "from must be before to."],
    ["that begins in the future", { from: String(nowMs + 1) }, "from must be before to."],
    ["of odd times", { from: "x" }, "A time is in epoch milliseconds or like 2022-12-15T00:45:00Z."],
  ])("%s is refused with a sentence", (_name, input, reason) => {
    expect(parseSpanQuery(input, nowMs)).toEqual({ ok: false, reason });
  });
});

test("a ledger is of one loop or of all", () => {
  expect(parseLedgerQuery({ loop: "ms-22" })).toEqual({ ok: true, value: { loopId: "ms-22" } });
  expect(parseLedgerQuery({})).toEqual({ ok: true, value: {} });
  expect(parseLedgerQuery({ loop: "" })).toEqual({ ok: false, reason: "This is not the name of a loop." });
});

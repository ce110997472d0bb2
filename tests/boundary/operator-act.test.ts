import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../protocol/time.ts";
import { parseOperatorAct } from "../../server/boundary/operator-act.ts";

const longestMs = hours(24);
const parse = (input: unknown) => parseOperatorAct(input, longestMs);

const onOccurrence = { occurrenceId: "ms-22.leak.1671065172", version: 2, by: "Ada", comment: "seen" };
const onAlarm = {
  key: { loopId: "ms-22", alarmClass: "limit", part: "suction.low" },
  version: 0,
  by: "Ada",
  comment: "sensor is being changed",
};
const acknowledge = { kind: "acknowledge", ...onOccurrence };
const shelve = { kind: "shelve", ...onOccurrence, forMs: minutes(15) };
const takeOut = { kind: "take out of service", ...onAlarm };
const operate = {
  kind: "operate",
  loopId: "ms-22",
  operation: "refill",
  atMs: null,
  by: "Ada",
  comment: "",
};

describe("an act", () => {
  test.each<[string, Record<string, unknown>]>([
    ["an acknowledgement", acknowledge],
    ["a stopped horn", { ...acknowledge, kind: "silence" }],
    ["a reset", { ...acknowledge, kind: "reset" }],
    ["a comment", { ...acknowledge, kind: "comment" }],
    ["an assignment", { ...acknowledge, kind: "assign", to: "Grace" }],
    ["a shelf", shelve],
    ["a shelf as short as it may be", { ...shelve, forMs: minutes(1) }],
    ["a shelf as long as it may be", { ...shelve, forMs: longestMs }],
    ["the end of a shelf", { ...onAlarm, kind: "unshelve" }],
    ["taking out of service", takeOut],
    ["taking a whole class out of service", { ...takeOut, key: { ...onAlarm.key, part: null } }],
    ["putting back in service", { ...onAlarm, kind: "put back in service" }],
    ["an operation that begins now", operate],
    ["an operation that began", { ...operate, operation: "serviced", atMs: 1_671_065_172_000 }],
    [
      "an act on an occurrence with a name as long as they get",
      { ...acknowledge, occurrenceId: "x".repeat(220) },
    ],
  ])("is known: %s", (_name, act) => {
    expect(parse(act)).toEqual({ ok: true, value: act });
  });

  test("names a person without the spaces around the name, and carries nothing else along", () => {
    expect(parse({ ...acknowledge, by: "  Ada L. ", comment: " seen\nit ", admin: true })).toEqual({
      ok: true,
      value: { ...acknowledge, by: "Ada L.", comment: "seen\nit" },
    });
  });

  test("needs no comment, part or time where nothing depends on them", () => {
    const { comment: _, ...bare } = acknowledge;
    expect(parse(bare)).toEqual({ ok: true, value: { ...bare, comment: "" } });
    const key = { loopId: "ms-22", alarmClass: "leak" };
    expect(parse({ ...takeOut, key })).toMatchObject({ value: { key: { ...key, part: null } } });
    const { atMs: _at, ...now } = operate;
    expect(parse(now)).toEqual({ ok: true, value: operate });
  });

  test.each<[string, unknown, string]>([
    ["by nobody", { ...acknowledge, by: "   " }, "Say who you are."],
    ["without a name", { ...acknowledge, by: undefined }, "Say who you are."],
    [
      "with a name of 81 characters",
      { ...acknowledge, by: "x".repeat(81) },
      "A name may have 80 characters.",
    ],
    ["with a name on two lines", { ...acknowledge, by: "Ada\r\nBcc: x" }, "A name is written on one line."],
    [
      "with a name that turns the text around",
      { ...acknowledge, by: "Ada\u202Eadmin" },
      "A name is written on one line.",
    ],
    [
      "with a comment of 501 characters",
      { ...acknowledge, comment: "x".repeat(501) },
      "A comment may have 500 characters.",
    ],
    ["with a comment that is a number", { ...acknowledge, comment: 5 }, "A comment is text."],
    ["on an odd alarm", { ...acknowledge, occurrenceId: "../x" }, "This is not the name of an alarm."],
    ["on no alarm", { ...acknowledge, occurrenceId: undefined }, "This is not the name of an alarm."],
    [
      "on an alarm with a name that is too long",
      { ...acknowledge, occurrenceId: "x".repeat(221) },
      "This is not the name of an alarm.",
    ],
    ["without a version", { ...acknowledge, version: "2" }, "The version of the alarm is missing."],
    ["on version 0", { ...acknowledge, version: 0 }, "The version of the alarm is missing."],
    [
      "that comments nothing",
      { ...acknowledge, kind: "comment", comment: " " },
      "Write what you want to say.",
    ],
    ["that assigns to nobody", { ...acknowledge, kind: "assign", to: "" }, "Say who takes care of it."],
    ["that shelves without a reason", { ...shelve, comment: "" }, "Say why it is shelved."],
    ["that shelves for no time", { ...shelve, forMs: undefined }, "Say for how long: at least one minute."],
    [
      "that shelves for under a minute",
      { ...shelve, forMs: minutes(1) - 1 },
      "Say for how long: at least one minute.",
    ],
    [
      "that shelves for too long",
      { ...shelve, forMs: longestMs + 1 },
      "An alarm can be shelved for at most 24 h.",
    ],
    [
      "that takes out of service without a reason",
      { ...takeOut, comment: "" },
      "Say why it is taken out of service.",
    ],
    ["on no key", { ...takeOut, key: undefined }, "Say which alarm."],
    [
      "on an odd class",
      { ...takeOut, key: { ...onAlarm.key, alarmClass: "all" } },
      "There is no such class of alarms.",
    ],
    ["that declares nothing known", { ...operate, operation: "drain" }, "There is no such operation."],
    ["at an odd time", { ...operate, atMs: "now" }, "A time is in epoch milliseconds."],
    ["of a kind that nobody knows", { ...acknowledge, kind: "delete" }, "There is no such act."],
    ["that is nothing", null, "There is no such act."],
    ["that is a list", [], "There is no such act."],
  ])("%s is refused with a sentence", (_name, input, reason) => {
    expect(parse(input)).toEqual({ ok: false, reason });
  });
});

import { describe, expect, test } from "vitest";
import { houseId } from "../../../protocol/alarm.ts";
import { minutes, seconds } from "../../../protocol/time.ts";
import { toSpan, toVolume, toVolumeChange } from "../../../protocol/units.ts";
import type { Letter } from "../../../server/domain/notice/letter.ts";
import { toExtent } from "../../../server/domain/notice/list-content.ts";
import { toReasonSentence } from "../../../server/domain/notice/reason.ts";
import { writeLetter } from "../../../server/domain/notice/write-letter.ts";
import { call, leak, toSources } from "./hook-samples.ts";

const second = {
  ...leak,
  id: "ms-22.process.1",
  alarmClass: "process",
  verdict: "thermal transient",
} as const;
const textOf = (letter: Letter, alarms = [leak, second] as const): string => {
  const [notice] = writeLetter(letter, toSources("loopwatch", alarms)).notices;
  return notice?.message.kind === "mail" ? notice.message.mail.text : "";
};

describe("one rule for units", () => {
  test.each([
    [59, "59 s"],
    [60, "1 min"],
    [61, "61 s"],
    [120, "2 min"],
  ])("%d s are told as %s", (s, text) => {
    expect(toSpan(seconds(s))).toBe(text);
  });

  test.each([
    [0, "0 L", "+0 L"],
    [0.36, "360 mL", "+360 mL"],
    [1, "1.00 L", "+1.0 L"],
    [-4.302, "-4.30 L", "−4.3 L"],
    [-0.027, "-27.0 mL", "−27 mL"],
  ])("%d L are told as %s, as a change %s", (litres, text, change) => {
    expect([toVolume(litres), toVolumeChange(litres)]).toEqual([text, change]);
  });
});

describe("how far several alarms reach", () => {
  const at = (loopId: string) => ({ alarm: { ...leak, loopId } });
  test.each([
    ["two loops", ["a", "b", "a"], "3 alarms on 2 loops"],
    ["a loop and the monitor", ["a", houseId], "2 alarms on 1 loop and Loopwatch itself"],
    ["the monitor alone", [houseId], "1 alarm on Loopwatch itself"],
  ])("%s", (_name, loopIds, text) => {
    expect(toExtent(loopIds.map(at), loopIds.length)).toBe(text);
  });
});

describe("what only came along", () => {
  test("does not say of a silence that it has the same cause", () => {
    expect(toReasonSentence({ kind: "joined" }, { verdict: "loss of sensing" })).toMatch(/^Nothing is heard/);
    expect(toReasonSentence({ kind: "joined" }, { verdict: "limit passed" })).toMatch(/of the same cause/);
  });

  test("offers no acknowledgement, as a call does", () => {
    const joined: Letter = {
      ...call,
      form: "news",
      items: [{ ...call.items[0]!, reason: { kind: "joined" } }],
    };
    expect(textOf(call)).toContain("https://loops.example.org/ack/ada-");
    expect(textOf(joined)).not.toContain("/ack/");
  });
});

test("a bundle has a link to acknowledge for each alarm that waits for one", () => {
  const { incidentId } = leak;
  const bundle: Letter = {
    ...call,
    form: "bundle",
    items: [leak, second].map(({ id }) => ({ incidentId, occurrenceId: id, reason: { kind: "first" } })),
  };
  for (const { id } of [leak, second])
    expect(textOf(bundle)).toContain(`Acknowledge: https://loops.example.org/ack/ada-${id}`);
});

test("what has returned is not said to be unheard, and its silence is told while it stands", () => {
  const blind = { ...leak, blindSinceMs: leak.openedMs + minutes(1) };
  expect(textOf(call, [blind, second])).toContain("Not heard since");
  const returned = { ...blind, state: "latched unacknowledged", returnedMs: leak.openedMs } as const;
  expect(textOf(call, [returned, second])).not.toContain("Not heard since");
});

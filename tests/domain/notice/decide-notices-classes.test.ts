import { describe, expect, test } from "vitest";
import type { AlarmClass, Severity } from "../../../protocol/alarm.ts";
import type { Alarm, AlarmEvent, Occurrence } from "../../../server/domain/alarm/alarm.ts";
import { decideNotices } from "../../../server/domain/notice/decide-notices.ts";
import {
  acknowledged,
  acknowledgedBy,
  cleared,
  finding,
  found,
  normal,
  occurrence,
  returned,
  unacknowledged,
} from "./alarm-steps.ts";

/** An occurrence of another class than a leak. */
const other = (alarmClass: AlarmClass, severity: Severity, n = 1): Occurrence => ({
  ...occurrence(n, severity),
  id: `ms-22.${alarmClass}.${n}`,
  alarmClass,
  finding: { ...finding(severity), verdict: "thermal transient", headline: "The loop is warming" },
});

const foundOther = (severity: Severity): AlarmEvent => ({
  kind: "found",
  atMs: 3000,
  finding: other("process", severity).finding,
});

describe("an advisory wakes nobody unless coolant is lost", () => {
  const pageOnly = {
    kind: "none",
    because: "an advisory that is no leak is told by the page and the daily summary",
  };
  const classes = (["process", "data-path", "sensor"] as const).map((alarmClass) => ({ alarmClass }));

  test.each(classes)("$alarmClass: neither when it opens nor when it ends", ({ alarmClass }) => {
    const mild = other(alarmClass, "advisory");
    const decide = (from: Alarm, to: Alarm, event: AlarmEvent) => decideNotices(from, to, event);
    expect(decide(normal, unacknowledged(mild), foundOther("advisory"))).toEqual(pageOnly);
    expect(decide(unacknowledged(mild), acknowledged(mild), acknowledgedBy("Ada"))).toEqual(pageOnly);
    expect(decide(unacknowledged(mild), returned(mild), cleared)).toEqual(pageOnly);
    expect(decide(acknowledged(mild), normal, cleared)).toEqual(pageOnly);
    expect(decide(returned(mild), normal, acknowledgedBy("Ada"))).toEqual(pageOnly);
    expect(decide(returned(mild), unacknowledged(mild), foundOther("advisory"))).toEqual(pageOnly);
  });

  test.each(classes)("$alarmClass: a caution is told, and that it ended too", ({ alarmClass }) => {
    const caution = other(alarmClass, "caution");
    const reasonOf = (from: Alarm, to: Alarm, event: AlarmEvent) => {
      const decision = decideNotices(from, to, event);
      return decision.kind === "tell" ? decision.reason.kind : decision.kind;
    };
    expect(reasonOf(normal, unacknowledged(caution), foundOther("caution"))).toBe("first");
    expect(reasonOf(unacknowledged(caution), acknowledged(caution), acknowledgedBy("Ada"))).toBe(
      "acknowledged",
    );
    expect(reasonOf(acknowledged(caution), normal, cleared)).toBe("returned to normal");
  });

  test("one that gets worse is a call, though nobody had heard of it", () => {
    const mild = other("process", "advisory");
    const grave = other("process", "warning", 2);
    expect(decideNotices(acknowledged(mild), unacknowledged(grave), foundOther("warning"))).toEqual({
      kind: "tell",
      occurrence: grave,
      reason: { kind: "worse", from: "advisory" },
    });
  });

  test("a caution that comes back as an advisory is left to the page", () => {
    const back = other("sensor", "advisory", 2);
    expect(
      decideNotices(returned(other("sensor", "caution")), unacknowledged(back), foundOther("advisory")),
    ).toEqual(pageOnly);
  });

  test("a leak is told at any severity, also where a rope of another class found it", () => {
    const leak = occurrence(1, "advisory");
    expect(decideNotices(normal, unacknowledged(leak), found("advisory"))).toMatchObject({ kind: "tell" });
    const rope = { ...other("sensor", "advisory"), finding: finding("advisory") };
    expect(decideNotices(normal, unacknowledged(rope), found("advisory"))).toMatchObject({ kind: "tell" });
  });
});

describe("a leak that grows is a new call", () => {
  const grown = (n: number, severity: Severity, grewTimes: number): Occurrence => ({
    ...occurrence(n, severity),
    finding: { ...finding(severity), grewTimes },
  });
  test.each([
    { name: "for the first time", from: occurrence(1, "warning"), to: grown(2, "warning", 1), kind: "grew" },
    { name: "once more", from: grown(2, "warning", 1), to: grown(3, "warning", 2), kind: "grew" },
    { name: "and more severe", from: grown(2, "warning", 1), to: grown(3, "emergency", 2), kind: "worse" },
    { name: "and not since", from: grown(2, "warning", 1), to: grown(2, "warning", 1), kind: "none" },
  ])("$name", ({ from, to, kind }) => {
    const decision = decideNotices(acknowledged(from), unacknowledged(to), found("warning"));
    expect(decision.kind === "tell" ? decision.reason.kind : decision.kind).toBe(kind);
  });
});

import { describe, expect, test } from "vitest";
import { hours } from "../../../protocol/time.ts";
import type { Alarm, AlarmEvent } from "../../../server/domain/alarm/alarm.ts";
import {
  type AlarmChange,
  decideRevision,
  stepAlarm,
  toAlarmView,
  toClosedView,
} from "../../../server/domain/alarm/step-alarm.ts";
import { toFinding } from "../../support/builders.ts";

const key = { loopId: "bench", alarmClass: "leak" } as const;
const openedS = 1_671_062_400;
/** The occurrence that opens at second `s` of the story. */
const idAt = (s: number): string => `bench.leak.${openedS + s}`;

const found = (s: number, given: Parameters<typeof toFinding>[0] = {}): AlarmEvent => ({
  kind: "found",
  atMs: (openedS + s) * 1000,
  finding: toFinding(given),
});
const returned = (s: number): AlarmEvent => ({
  kind: "returned",
  atMs: (openedS + s) * 1000,
  reason: "the loop was repaired and refilled",
});
const acknowledged = (occurrence: number, version: number, by = "Ada"): AlarmEvent => ({
  kind: "acknowledged",
  occurrenceId: idAt(occurrence),
  version,
  acknowledgement: { by, atMs: 1_700_000_000_000, comment: "on it" },
});

/** Runs a sequence and keeps what each event did; a change that is nothing or refused leaves the alarm alone. */
function run(events: readonly AlarmEvent[]): { readonly changes: AlarmChange[]; readonly end: Alarm } {
  let end: Alarm = { kind: "normal" };
  const changes = events.map((event) => {
    const change = stepAlarm(key, end, event);
    if ("alarm" in change) end = change.alarm;
    return change;
  });
  return { changes, end };
}

const open = found(0);
const worse = found(60, { severity: "warning" });
const worst = found(120, { severity: "emergency" });
const left = (p50Ms: number) => ({ p05Ms: null, p50Ms, p95Ms: null });

describe("an alarm, event by event", () => {
  test.each<[string, AlarmEvent[], AlarmChange["kind"][], Alarm["kind"]]>([
    ["nothing happens, nothing is", [], [], "normal"],
    ["a finding opens it", [open], ["opened"], "unacknowledged"],
    ["the same finding again is no news", [open, found(10)], ["opened", "nothing"], "unacknowledged"],
    [
      "a little more of it is no news",
      [open, found(10, { leakKgPerH: 1.24 })],
      ["opened", "nothing"],
      "unacknowledged",
    ],
    [
      "a quarter more of it is written down",
      [open, found(10, { leakKgPerH: 1.26 })],
      ["opened", "revised"],
      "unacknowledged",
    ],
    [
      "another verdict is written down",
      [open, found(10, { verdict: "gas-side loss" })],
      ["opened", "revised"],
      "unacknowledged",
    ],
    [
      "an onset that late telemetry corrects is written down",
      [found(500, { onsetMs: (openedS + 480) * 1000 }), found(740, { onsetMs: openedS * 1000 })],
      ["opened", "revised"],
      "unacknowledged",
    ],
    [
      "an onset corrected after the acknowledgement keeps it, and calls nobody again",
      [
        found(0, { onsetMs: (openedS - 20) * 1000 }),
        acknowledged(0, 1),
        found(240, { onsetMs: (openedS - 500) * 1000 }),
      ],
      ["opened", "acknowledged", "revised"],
      "acknowledged",
    ],
    [
      "an onset corrected together with a worse severity is a new call",
      [found(0, { onsetMs: 0 }), found(60, { onsetMs: 99_000, severity: "warning" })],
      ["opened", "worsened"],
      "unacknowledged",
    ],
    ["it is acknowledged", [open, acknowledged(0, 1)], ["opened", "acknowledged"], "acknowledged"],
    [
      "a revision leaves the acknowledgement good for what was seen",
      [open, found(10, { leakKgPerH: 2 }), acknowledged(0, 1)],
      ["opened", "revised", "acknowledged"],
      "acknowledged",
    ],
    [
      "a revision after the acknowledgement keeps it",
      [open, acknowledged(0, 1), found(10, { leakKgPerH: 2 })],
      ["opened", "acknowledged", "revised"],
      "acknowledged",
    ],
    [
      "acknowledged, then returned: it is over",
      [open, acknowledged(0, 1), returned(90)],
      ["opened", "acknowledged", "returned"],
      "normal",
    ],
    [
      "returned before anybody looked: it waits for a person",
      [open, returned(90)],
      ["opened", "returned"],
      "returned unacknowledged",
    ],
    [
      "returned, then acknowledged as it is now: it is over",
      [open, returned(90), acknowledged(0, 2)],
      ["opened", "returned", "acknowledged"],
      "normal",
    ],
    [
      "returned, then acknowledged as it was before: refused",
      [open, returned(90), acknowledged(0, 1)],
      ["opened", "returned", "refused"],
      "returned unacknowledged",
    ],
    ["worse opens a new one", [open, worse], ["opened", "worsened"], "unacknowledged"],
    [
      "worse while acknowledged is a new call",
      [open, acknowledged(0, 1), worse],
      ["opened", "acknowledged", "worsened"],
      "unacknowledged",
    ],
    [
      "worse twice, acknowledged between",
      [open, worse, acknowledged(60, 1), worst],
      ["opened", "worsened", "acknowledged", "worsened"],
      "unacknowledged",
    ],
    [
      "less severe is no news",
      [worse, found(70, { severity: "advisory" })],
      ["opened", "nothing"],
      "unacknowledged",
    ],
    [
      "an acknowledgement of the one before the escalation is refused",
      [open, worse, acknowledged(0, 1)],
      ["opened", "worsened", "refused"],
      "unacknowledged",
    ],
    [
      "a second acknowledgement is refused",
      [open, acknowledged(0, 1), acknowledged(0, 2, "Grace")],
      ["opened", "acknowledged", "refused"],
      "acknowledged",
    ],
    [
      "a version that is not there yet is refused",
      [open, acknowledged(0, 2)],
      ["opened", "refused"],
      "unacknowledged",
    ],
    ["another occurrence is refused", [open, acknowledged(7, 1)], ["opened", "refused"], "unacknowledged"],
    ["there is nothing to acknowledge", [acknowledged(0, 1)], ["refused"], "normal"],
    [
      "what is over can no longer be acknowledged",
      [open, acknowledged(0, 1), returned(90), acknowledged(0, 2)],
      ["opened", "acknowledged", "returned", "refused"],
      "normal",
    ],
    ["there is nothing to return", [returned(0)], ["nothing"], "normal"],
    [
      "it returns only once",
      [open, returned(90), returned(95)],
      ["opened", "returned", "nothing"],
      "returned unacknowledged",
    ],
    [
      "it comes back before anybody looked: a new one",
      [open, returned(90), found(200)],
      ["opened", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "it comes back milder: a new one all the same",
      [worse, returned(90), found(200, { severity: "advisory" })],
      ["opened", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "it comes back after it was over: a new one",
      [open, acknowledged(0, 1), returned(90), found(200)],
      ["opened", "acknowledged", "returned", "opened"],
      "unacknowledged",
    ],
  ])("%s", (_name, events, kinds, end) => {
    const result = run(events);
    expect(result.changes.map(({ kind }) => kind)).toEqual(kinds);
    expect(result.end.kind).toBe(end);
  });
});

describe("an occurrence", () => {
  test("is named after its loop, class and second, and starts at version 1", () => {
    expect(toAlarmView(run([open]).end)).toMatchObject({
      id: idAt(0),
      version: 1,
      openedMs: openedS * 1000,
      previousId: null,
      state: "unacknowledged",
      acknowledgement: null,
    });
  });

  test("after an escalation is a new one that names the one before", () => {
    expect(toAlarmView(run([open, acknowledged(0, 1), worse]).end)).toMatchObject({
      id: idAt(60),
      version: 1,
      previousId: idAt(0),
      severity: "warning",
      acknowledgement: null,
    });
  });

  test("that came back before anybody looked names the one before; after it was over it does not", () => {
    expect(toAlarmView(run([open, returned(90), found(200)]).end)?.previousId).toBe(idAt(0));
    const over = run([open, acknowledged(0, 1), returned(90), found(200)]);
    expect(toAlarmView(over.end)?.previousId).toBeNull();
  });

  test("shows who acknowledged it, and a version further", () => {
    expect(toAlarmView(run([open, acknowledged(0, 1)]).end)).toMatchObject({
      state: "acknowledged",
      version: 2,
      acknowledgement: { by: "Ada", comment: "on it" },
    });
  });

  test("keeps its severity when a revision is milder, and takes the new numbers", () => {
    const { end } = run([worse, found(70, { severity: "caution", leakKgPerH: 0.2, headline: "slower" })]);
    expect(toAlarmView(end)).toMatchObject({ severity: "warning", leakKgPerH: 0.2, headline: "slower" });
  });

  test("says when it returned", () => {
    expect(toAlarmView(run([open, returned(90)]).end)).toMatchObject({
      state: "returned unacknowledged",
      returnedMs: (openedS + 90) * 1000,
    });
    expect(toAlarmView({ kind: "normal" })).toBeNull();
  });

  test("that is over says how it ended", () => {
    const standing = toAlarmView(run([open, acknowledged(0, 1)]).end)!;
    expect(toClosedView(standing, returned(90))).toMatchObject({
      id: idAt(0),
      state: "normal",
      returnedMs: (openedS + 90) * 1000,
      acknowledgement: { by: "Ada" },
    });
    const waiting = toAlarmView(run([open, returned(90)]).end)!;
    expect(toClosedView(waiting, acknowledged(0, 2, "Grace"))).toMatchObject({
      state: "normal",
      returnedMs: (openedS + 90) * 1000,
      acknowledgement: { by: "Grace" },
    });
  });
});

describe("what is worth writing down while an alarm stands", () => {
  const onsetMs = openedS * 1000;
  const before = toFinding({ leakKgPerH: 10, timeLeft: left(hours(10)), onsetMs });
  test.each([
    ["the same numbers", before, false],
    ["a rate 25 % larger", { ...before, leakKgPerH: 12.5 }, false],
    ["a rate 26 % larger", { ...before, leakKgPerH: 12.6 }, true],
    ["a rate 26 % smaller", { ...before, leakKgPerH: 7.4 }, true],
    ["a rate that is no longer known", { ...before, leakKgPerH: null }, true],
    ["a quarter less time", { ...before, timeLeft: left(hours(7.5)) }, false],
    ["still less time", { ...before, timeLeft: left(hours(7.4)) }, true],
    ["no more end in sight", { ...before, timeLeft: null }, true],
    ["an onset ten seconds earlier", { ...before, onsetMs: onsetMs - 10_000 }, false],
    ["an onset eleven seconds earlier", { ...before, onsetMs: onsetMs - 11_000 }, true],
    ["an onset eleven seconds later", { ...before, onsetMs: onsetMs + 11_000 }, true],
    ["an onset that is no longer known", { ...before, onsetMs: null }, true],
    ["another verdict", { ...before, verdict: "sensor fault" as const }, true],
    ["other words for the same", { ...before, headline: "Coolant leak, 10.1 kg/h", evidence: [] }, false],
    ["a milder severity alone", { ...before, severity: "advisory" as const }, false],
  ])("%s", (_name, now, revision) => {
    expect(decideRevision(before, now)).toBe(revision);
  });
});

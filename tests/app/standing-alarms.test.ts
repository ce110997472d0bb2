import { describe, expect, test } from "vitest";
import type { AlarmKey, AlarmView } from "../../protocol/alarm.ts";
import { mostAlarmsTold } from "../../protocol/wire.ts";
import { createStandingAlarms } from "../../server/app/standing-alarms.ts";
import { normalAlarm } from "../../server/domain/alarm/alarm.ts";
import { evolveAlarm } from "../../server/domain/alarm/evolve-alarm.ts";
import { toAlarmViewOf } from "../support/builders.ts";

const key: AlarmKey = { loopId: "bench", alarmClass: "process", part: null };
const view = (id: string, given: Partial<AlarmView> = {}): AlarmView =>
  toAlarmViewOf({ ...key, id, ...given });

describe("the alarms that people see", () => {
  test("begin with what wants an act, most urgent first, and end with what is held and what is over", () => {
    const alarms = createStandingAlarms();
    const act = { by: "Ada", atMs: 1, comment: "" };
    alarms.put(key, normalAlarm, [
      view("over", { state: "normal" }),
      view("shelved", { severity: "emergency", hold: { kind: "shelved", act, untilMs: 9 } }),
      view("seen", { severity: "emergency", state: "acknowledged" }),
      view("older", { severity: "caution", openedMs: 1000 }),
      view("newer", { severity: "caution", openedMs: 2000 }),
      view("worst", { severity: "warning" }),
    ]);
    expect(alarms.list().map(({ id }) => id)).toEqual(["worst", "newer", "older", "seen", "shelved", "over"]);
  });

  test("are counted without those that are held", () => {
    const alarms = createStandingAlarms();
    const act = { by: "Ada", atMs: 1, comment: "" };
    expect(alarms.counts()).toEqual({
      unacknowledged: 0,
      acknowledged: 0,
      returned: 0,
      returnedUnacknowledged: 0,
      held: 0,
      worst: null,
    });
    const held = evolveAlarm(key, normalAlarm, { kind: "shelved", act, untilMs: 9 });
    alarms.put(key, held, [view("a", { severity: "emergency", hold: { kind: "shelved", act, untilMs: 9 } })]);
    alarms.put({ ...key, loopId: "b" }, normalAlarm, [
      view("b", { severity: "caution" }),
      view("c", { state: "latched" }),
      view("d", { state: "acknowledged", severity: "warning" }),
      view("e", { state: "normal", severity: "emergency" }),
      view("f", { state: "returned unacknowledged", severity: "caution" }),
    ]);
    expect(alarms.counts()).toEqual({
      unacknowledged: 1,
      acknowledged: 1,
      returned: 2,
      returnedUnacknowledged: 1,
      held: 1,
      worst: "warning",
    });
    expect(alarms.held().map(({ loopId, holds }) => [loopId, holds[0]?.kind])).toEqual([
      ["bench", "shelved"],
    ]);
    alarms.put(key, normalAlarm, []);
    expect(alarms.held()).toEqual([]);
  });

  test("are at most so many in a snapshot, and any of them is found by its name", () => {
    const alarms = createStandingAlarms();
    for (let i = 0; i < 2 * mostAlarmsTold; i++) alarms.put(key, normalAlarm, [view(`a${i}`)]);
    expect(alarms.list()).toHaveLength(mostAlarmsTold);
    expect(alarms.counts().unacknowledged).toBe(2 * mostAlarmsTold);
    expect(alarms.find("a3")?.id).toBe("a3");
    expect(alarms.find("nobody")).toBeNull();
  });

  test("from before a start are listed, but never in the place of one that stands", () => {
    const alarms = createStandingAlarms();
    alarms.put(key, normalAlarm, [view("stands")]);
    alarms.remember([
      view("new", { state: "normal" }),
      view("stands", { state: "normal" }),
      view("old", { state: "normal" }),
    ]);
    expect(alarms.list().map(({ id, state }) => [id, state])).toEqual([
      ["stands", "unacknowledged"],
      ["new", "normal"],
      ["old", "normal"],
    ]);
  });
});

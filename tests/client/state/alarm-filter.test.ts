import { describe, expect, test } from "vitest";
import {
  type AlarmFilter,
  fits,
  mostShown,
  noFilter,
  pickAlarms,
} from "../../../client/state/alarm-filter.ts";
import { sortByAttention, sortByUrgency } from "../../../client/state/urgency.ts";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { someAlarm } from "../fixtures.ts";

const held: AlarmView = {
  ...someAlarm,
  id: "held",
  severity: "emergency",
  hold: { kind: "shelved", act: { by: "A", atMs: 1, comment: "" }, untilMs: 9 },
};
const emergency: AlarmView = { ...someAlarm, id: "emergency", severity: "emergency", state: "acknowledged" };
const acked: AlarmView = { ...someAlarm, id: "acked", state: "acknowledged", openedMs: 9000 };
const older: AlarmView = { ...someAlarm, id: "older", openedMs: 500 };
const ids = (alarms: readonly AlarmView[]) => alarms.map(({ id }) => id);

describe("the order of alarms", () => {
  test("urgency: severity, then what nobody acknowledged, then the newest, and what is held last", () => {
    expect(ids(sortByUrgency([held, acked, older, someAlarm, emergency]))).toEqual([
      "emergency",
      someAlarm.id,
      "older",
      "acked",
      "held",
    ]);
  });

  test("a list to work through: what nobody acknowledged comes before what is only severe", () => {
    expect(ids(sortByAttention([held, acked, older, someAlarm, emergency]))).toEqual([
      someAlarm.id,
      "older",
      "emergency",
      "acked",
      "held",
    ]);
  });
});

test.each<[string, AlarmView, Partial<AlarmFilter>, boolean]>([
  ["everything fits no filter", someAlarm, {}, true],
  ["what is held is not among those that wait", held, { stage: "unacknowledged" }, false],
  ["what is held is found as held", held, { stage: "held" }, true],
  ["an acknowledged one does not wait", acked, { stage: "unacknowledged" }, false],
  [
    "a returned one waits",
    { ...someAlarm, state: "returned unacknowledged" },
    { stage: "unacknowledged" },
    true,
  ],
  [
    "a latched one is latched, acknowledged or not",
    { ...someAlarm, state: "latched unacknowledged" },
    { stage: "latched" },
    true,
  ],
  ["severity is taken at its word", someAlarm, { severity: "emergency" }, false],
  ["another loop's is left out", someAlarm, { loopId: "loop-b" }, false],
  ["another class is left out", someAlarm, { alarmClass: "sensor" }, false],
  ["text is found whatever its case", someAlarm, { text: " COOLANT " }, true],
  [
    "text is found in the name of who takes care",
    { ...someAlarm, assignee: "Grace" },
    { text: "grace" },
    true,
  ],
  ["text that is nowhere leaves it out", someAlarm, { text: "pump" }, false],
])("%s", (_, alarm, filter, isFitting) => {
  expect(fits(alarm, { ...noFilter, ...filter })).toBe(isFitting);
});

describe("a list of alarms", () => {
  test("keeps those of one incident together, at the place of the first", () => {
    const alarms = [
      { ...someAlarm, id: "a1", incidentId: "a", openedMs: 1 },
      { ...someAlarm, id: "b", incidentId: "b", openedMs: 2 },
      { ...someAlarm, id: "a2", incidentId: "a", openedMs: 3 },
    ];
    expect(pickAlarms(alarms, noFilter).groups.map((group) => ids(group.alarms))).toEqual([
      ["a2", "a1"],
      ["b"],
    ]);
  });

  test("shows the first hundred and knows how many more there are", () => {
    const alarms = Array.from({ length: 1000 }, (_, n) => ({ ...someAlarm, id: `${n}`, incidentId: `${n}` }));
    const pick = pickAlarms(alarms, noFilter);
    expect([pick.shown, pick.fitting, pick.groups.length]).toEqual([mostShown, 1000, mostShown]);
  });

  test("is empty when nothing fits", () => {
    expect(pickAlarms([someAlarm], { ...noFilter, text: "pump" })).toEqual({
      groups: [],
      shown: 0,
      fitting: 0,
    });
  });
});

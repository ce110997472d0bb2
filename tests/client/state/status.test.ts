import { expect, test } from "vitest";
import { shapeOf } from "../../../client/state/shapes.ts";
import { type LoopFacts, toDetectionStatus, toLoopStatus } from "../../../client/state/status.ts";
import type { DetectionState } from "../../../protocol/estimate.ts";
import { someAlarm } from "../fixtures.ts";

const heard = { loopId: "loop-a", lastSampleMs: 1, lastArrivalMs: 1, silent: false };
const estimate = (detection: DetectionState) => ({
  loopId: "loop-a",
  atMs: 1,
  detection,
  inventoryL: null,
  inventorySdL: null,
  bottomedOut: false,
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
});
const watching = estimate({ kind: "watching", smallestKgPerH: null });

test.each<[string, LoopFacts, string, string]>([
  [
    "a loop never heard is waiting",
    { alarms: [], signal: { ...heard, lastSampleMs: null }, estimate: undefined },
    "off",
    "Waiting",
  ],
  [
    "a loop nobody told of is waiting",
    { alarms: [], signal: undefined, estimate: undefined },
    "off",
    "Waiting",
  ],
  [
    "a heard loop without estimate has no data",
    { alarms: [], signal: heard, estimate: undefined },
    "off",
    "No data",
  ],
  ["a healthy loop is watched", { alarms: [], signal: heard, estimate: watching }, "normal", "Watching"],
  [
    "silence is not health",
    { alarms: [], signal: { ...heard, silent: true }, estimate: watching },
    "caution",
    "Silent",
  ],
  [
    "an open alarm outranks silence",
    { alarms: [someAlarm], signal: { ...heard, silent: true }, estimate: watching },
    "serious",
    "Warning",
  ],
  [
    "an acknowledged alarm is still an alarm",
    { alarms: [{ ...someAlarm, state: "acknowledged" }], signal: heard, estimate: watching },
    "serious",
    "Warning",
  ],
  [
    "an alarm that is held keeps its word and gives its colour back",
    {
      alarms: [
        { ...someAlarm, hold: { kind: "shelved", act: { by: "A", atMs: 1, comment: "" }, untilMs: 9 } },
      ],
      signal: heard,
      estimate: watching,
    },
    "standby",
    "Warning, shelved",
  ],
  [
    "an alarm that is over does not colour the loop",
    { alarms: [{ ...someAlarm, state: "normal" }], signal: heard, estimate: watching },
    "normal",
    "Watching",
  ],
])("%s", (_, facts, status, word) => {
  expect(toLoopStatus(facts)).toEqual({ status, word });
});

test.each<[DetectionState, string]>([
  [{ kind: "no-data" }, "off"],
  [{ kind: "learning", progress: 0.5, reason: "" }, "standby"],
  [{ kind: "watching", smallestKgPerH: 1 }, "normal"],
  [{ kind: "suspicious", strength: 0.5 }, "caution"],
  [{ kind: "leaking" }, "serious"],
  [{ kind: "unknown", reason: "" }, "caution"],
])("detection %j is shown as %s", (detection, status) => {
  expect(toDetectionStatus(detection).status).toBe(status);
});

test("every status has a shape of its own, so that none depends on colour", () => {
  const shapes = (["off", "standby", "normal", "caution", "serious", "critical"] as const).map(shapeOf);
  expect(new Set(shapes).size).toBe(6);
});

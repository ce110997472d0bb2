import { expect, test } from "vitest";
import type { AlarmKey } from "../../protocol/alarm.ts";
import { type AlarmState, createAlarmState, type SavedAlarmState } from "../../server/app/alarm-state.ts";
import { createRecallGate } from "../../server/app/recall-gate.ts";
import type { AlarmEvent, Observation } from "../../server/domain/alarm/alarm.ts";
import { toFinding } from "../support/builders.ts";

const leak: AlarmKey = { loopId: "bench", alarmClass: "leak", part: null };
const limit: AlarmKey = { loopId: "bench", alarmClass: "limit", part: "p.low" };

const gone = (atMs: number): Observation => ({ kind: "gone", atMs, reason: "it is over", byPerson: false });
const found = (atMs: number): Observation => ({ kind: "found", atMs, finding: toFinding() });

/** What is passed on when the detectors, told again what the store has, have seen these. */
function passedOn(state: Pick<AlarmState, "knownMs">, seen: readonly (readonly [AlarmKey, Observation])[]) {
  const passed: Observation[] = [];
  const gate = createRecallGate((_key, observation) => void passed.push(observation), state.knownMs);
  gate.close();
  for (const [key, observation] of seen) gate.observe(key, observation);
  gate.open();
  return passed;
}

/** The state after these events of the leak alarm, as the journal keeps it or as a snapshot does. */
function stateAfter(events: readonly AlarmEvent[], from: "journal" | "snapshot"): AlarmState {
  const state = createAlarmState({ people: [], routes: [], guidance: { general: {}, byLoop: new Map() } });
  events.forEach((event, i) => {
    state.replay({ seq: i + 1, writtenMs: 9000, kind: "alarm", key: leak, event });
  });
  if (from === "journal") return state;
  const saved = JSON.parse(JSON.stringify(state.save())) as SavedAlarmState;
  return createAlarmState({ people: [], routes: [], guidance: { general: {}, byLoop: new Map() } }, saved);
}

const opened: AlarmEvent = { kind: "opened", atMs: 5000, finding: toFinding() };
const blinded: AlarmEvent = { kind: "blinded", atMs: 99_000 };
const returned: AlarmEvent = { kind: "returned", atMs: 8000, reason: "it is over", latches: false };
const acknowledged: AlarmEvent = {
  kind: "acknowledged",
  act: { by: "Ada", atMs: 99_000, comment: "" },
};

test("of what the detectors see on the way only the last of each alarm is passed on", () => {
  const state = stateAfter([], "journal");
  expect(
    passedOn(state, [
      [leak, found(1000)],
      [limit, found(1000)],
      [leak, gone(2000)],
    ]),
  ).toEqual([gone(2000), found(1000)]);
});

test.each(["journal", "snapshot"] as const)(
  "what the store ends with before a leak was found does not say that the leak is gone (%s)",
  (from) => {
    const state = stateAfter([opened, acknowledged, blinded], from);
    expect(passedOn(state, [[leak, gone(4000)]])).toEqual([]);
    expect(passedOn(state, [[leak, gone(6000)]])).toEqual([gone(6000)]);
    expect(passedOn(state, [[leak, found(5000)]])).toEqual([found(5000)]);
  },
);

test.each(["journal", "snapshot"] as const)(
  "what the store ends with before a leak was over does not open it again (%s)",
  (from) => {
    const state = stateAfter([opened, acknowledged, returned], from);
    expect(passedOn(state, [[leak, found(7000)]])).toEqual([]);
    expect(passedOn(state, [[leak, found(8500)]])).toEqual([found(8500)]);
  },
);

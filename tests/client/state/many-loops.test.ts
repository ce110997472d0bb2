import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { createGather } from "../../../client/state/gather.ts";
import { isKiosk, kioskTurnMs, toRound, toTurn } from "../../../client/state/kiosk.ts";
import { createLatest } from "../../../client/state/latest.ts";
import { sortLoops } from "../../../client/state/loop-order.ts";
import { toSensorState } from "../../../client/state/sensor-state.ts";
import { toSilences } from "../../../client/state/silences.ts";
import { createStore } from "../../../client/state/store.ts";
import { toMarks } from "../../../client/state/trend-marks.ts";
import { busyNowMs, incident, leak, sensor, shelved } from "../../support/busy-alarms.ts";
import { someAlarm, someLoop } from "../fixtures.ts";

describe("a sensor", () => {
  const [channel] = someLoop.channels;
  if (!channel) throw new Error("The loop has channels.");
  const limit = {
    ...someAlarm,
    alarmClass: "limit",
    part: "p1.low",
    headline: "Too low",
    firstOut: null,
  } as const;
  const bad = { quality: "bad", remark: "is silent", takenMs: 5 } as const;

  test("that is well says nothing", () => {
    expect(toSensorState(channel, undefined, [])).toMatchObject({ word: "ok", why: "", isOld: false });
  });

  test("that is bad shows an old value and says why", () => {
    const state = toSensorState(channel, bad, [{ ...leak, firstOut: "p1" }]);
    expect(state).toMatchObject({ word: "bad", why: "Accumulator is silent.", isOld: true, isFirst: true });
  });

  test("that passed a limit shows the worst of them, and its own fault as well", () => {
    const alarms = [limit, { ...limit, severity: "emergency" as const, part: "p1.lowest" }];
    expect(toSensorState(channel, bad, alarms)).toMatchObject({
      ...{ status: "critical", word: "emergency", isOld: true },
      why: "Too low. Accumulator is silent.",
    });
  });

  test.each([
    ["of another channel", { part: "p10.low" }],
    ["that is back inside", { returnedMs: 5 }],
    ["that is shelved", { hold: shelved.hold }],
  ])("has nothing to do with a limit %s", (_name, given) => {
    expect(toSensorState(channel, undefined, [{ ...limit, ...given }]).word).toBe("ok");
  });
});

describe("the newest values", () => {
  test("are kept for each column by their own times, and what is older changes nothing", () => {
    const latest = createLatest(2);
    expect(latest.valueOf(0)).toBeNaN();
    latest.take({
      tMs: [10, 20],
      columns: [
        [1, null],
        [5, 6],
      ],
    });
    latest.take({ tMs: [5], columns: [[99], [99]] });
    expect([latest.valueOf(0), latest.timeOf(0), latest.valueOf(1), latest.timeOf(1)]).toEqual([
      1, 10, 6, 20,
    ]);
    latest.clear();
    expect(latest.valueOf(1)).toBeNaN();
  });
});

describe("a silence", () => {
  test("is where the lines of all channels break at once", () => {
    const columns = [
      [1, null, 2, null],
      [1, null, undefined, 3],
    ];
    expect(toSilences({ tMs: [0, 1, 60, 61], columns })).toEqual([{ fromMs: 0, toMs: 60 }]);
    expect(toSilences({ tMs: [0, 1, 2], columns: [] })).toEqual([]);
  });
});

describe("marks in a trend", () => {
  test("are the alarms that began and what people did, within what is shown", () => {
    const store = createStore(0, (run) => run());
    store.alarms.replace([leak]);
    store.incidents.value = [incident];
    const all = toMarks(store, "ms-22", null);
    expect(all).toContainEqual({ atMs: leak.onsetMs, label: "onset" });
    expect(toMarks(store, "ms-22", { fromMs: busyNowMs, toMs: busyNowMs + 1 })).toEqual([]);
    expect(toMarks(store, "cdu-1", null)).toEqual([]);
  });
});

describe("many loops", () => {
  const loops = ["a", "b", "c", "d"].map((id) => ({ ...someLoop, id }));
  const alarms = new Map([
    ["b", [{ ...sensor, severity: "caution" as const }]],
    ["c", [leak]],
    ["d", [{ ...shelved, severity: "emergency" as const }]],
  ]);

  test("stand by urgency, silent ones before those that are well; what is held does not count", () => {
    const silent = { loopId: "d", lastSampleMs: 1, lastArrivalMs: 1, silent: true };
    const order = sortLoops(loops, alarms, new Map([["d", silent]]));
    expect(order.map(({ id }) => id)).toEqual(["c", "b", "d", "a"]);
  });

  test("on a wall the urgent ones have their turns, or all when none is urgent", () => {
    const on = (loopId: string) => ({ ...leak, loopId });
    expect(toRound(loops, [on("c"), on("b"), on("c"), on("loopwatch")])).toEqual(["c", "b"]);
    expect(toRound(loops, [{ ...on("c"), hold: shelved.hold }])).toEqual(["a", "b", "c", "d"]);
    expect([0, kioskTurnMs, 2 * kioskTurnMs].map((ms) => toTurn(["c", "b"], ms))).toEqual(["c", "b", "c"]);
    expect(toTurn([], 5)).toBeNull();
    expect([isKiosk("?kiosk"), isKiosk("?a=1&kiosk=1"), isKiosk("")]).toEqual([true, true, false]);
  });

  test("their news are put in together, the newest of each", () => {
    const target = signal<ReadonlyMap<string, number>>(new Map([["a", 0]]));
    const turns: (() => void)[] = [];
    const gather = createGather(target, (run) => void turns.push(run));
    gather.put("a", 1);
    gather.put("b", 2);
    gather.put("a", 3);
    expect(turns).toHaveLength(1);
    expect(target.value.get("a")).toBe(0);
    turns[0]?.();
    expect([...target.value]).toEqual([
      ["a", 3],
      ["b", 2],
    ]);
    gather.put("a", 9);
    gather.clear();
    turns[1]?.();
    expect(target.value.get("a")).toBe(3);
  });
});

import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import { createSensingWatch } from "../../server/app/sensing-watch.ts";
import { toAlarmRules } from "../../server/domain/alarm/alarm-rules.ts";
import { createAlarmSet } from "../../server/domain/alarm/alarm-set.ts";
import { toAlarmView } from "../../server/domain/alarm/alarm-view.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { toFinding, toLoop } from "../support/builders.ts";

const t0 = 1_671_062_400_000;
const key = { loopId: "bench", alarmClass: "sensing", part: null } as const;

/** The watch over alarms that are decided as in the house, and what it said about blindness. */
function openWatch(loop: Partial<Loop> = {}) {
  const alarms = createAlarmSet();
  const blind: [string, boolean][] = [];
  const watch = createSensingWatch([toLoop(loop), toLoop({ ...loop, id: "other" })], {
    observe: (whose, seen) => void alarms.observe(whose, seen, toAlarmRules(whose.alarmClass)),
    blind: (loopId, isBlind) => void blind.push([loopId, isBlind]),
    alarmOf: (whose) => alarms.get(whose),
    standing: () =>
      [...alarms.kept()].flatMap(({ key: whose, alarm }) => toAlarmView(whose, alarm, "incident") ?? []),
  });
  return { alarms, blind, watch, state: () => alarms.get(key) };
}

const signal = (given: Partial<LoopSignal> = {}): LoopSignal => ({
  loopId: "bench",
  lastSampleMs: t0,
  lastArrivalMs: t0,
  silent: true,
  ...given,
});

describe("a loop of which nothing is heard", () => {
  test("says anew that it is blind when it was gone from the configuration meanwhile, and else does not", () => {
    const loops = [toLoop()];
    const blind: boolean[] = [];
    const watch = createSensingWatch(loops, {
      observe: () => undefined,
      blind: (_loopId, isBlind) => void blind.push(isBlind),
      alarmOf: (whose) => createAlarmSet().get(whose),
      standing: () => [],
    });
    watch.look([signal()], t0);
    watch.renew();
    watch.look([signal()], t0 + seconds(1));
    expect(blind).toEqual([true]);
    const gone = loops.splice(0);
    watch.renew();
    loops.push(...gone);
    watch.look([signal()], t0 + seconds(2));
    expect(blind).toEqual([true, true]);
  });

  test("is an alarm of its own when the silence lasts, and over when it is heard again", () => {
    const { watch, state, blind } = openWatch();
    watch.look([signal({ silent: false })], t0);
    expect(state().condition.kind).toBe("normal");
    watch.look([signal()], t0 + seconds(20));
    watch.look([signal()], t0 + seconds(45));
    expect(state().condition.kind).toBe("rising");
    watch.look([signal()], t0 + seconds(50));
    const { condition } = state();
    if (condition.kind !== "unacknowledged") throw new Error(`The alarm is ${condition.kind}.`);
    expect(condition.occurrence.finding).toMatchObject({
      severity: "caution",
      verdict: "loss of sensing",
      headline: "Nothing is heard of this loop since 2022-12-15 00:00:00 UTC",
    });
    watch.look([signal({ silent: false })], t0 + minutes(5));
    watch.look([signal({ silent: false })], t0 + minutes(7) - 1);
    expect(state().condition.kind).toBe("unacknowledged");
    watch.look([signal({ silent: false })], t0 + minutes(7));
    expect(state().condition.kind).toBe("returned unacknowledged");
    expect(blind).toEqual([
      ["bench", false],
      ["bench", true],
      ["bench", false],
    ]);
  });

  test("is no alarm for a silence that ends soon", () => {
    const { watch, state } = openWatch();
    watch.look([signal()], t0 + seconds(20));
    watch.look([signal({ silent: false })], t0 + seconds(40));
    watch.look([signal()], t0 + seconds(60));
    watch.look([signal()], t0 + seconds(80));
    expect(state().condition.kind).toBe("rising");
  });

  test("stays one alarm while its link flaps", () => {
    const { watch, alarms, state } = openWatch();
    for (let s = 0; s < 3600; s += 5) watch.look([signal({ silent: s % 120 < 60 })], t0 + seconds(s));
    expect(state().condition).toMatchObject({ kind: "unacknowledged", occurrence: { previousId: null } });
    expect([...alarms.kept()]).toHaveLength(1);
  });

  test("says so when a known leak cannot be seen any more, and how many others are silent", () => {
    const { watch, alarms, state } = openWatch();
    const leak = { loopId: "bench", alarmClass: "leak", part: null } as const;
    alarms.observe(leak, { kind: "found", atMs: t0, finding: toFinding() }, toAlarmRules("leak"));
    for (const atMs of [t0, t0 + minutes(1)]) watch.look([signal(), signal({ loopId: "other" })], atMs);
    const { condition } = state();
    if (condition.kind !== "unacknowledged") throw new Error(`The alarm is ${condition.kind}.`);
    expect(condition.occurrence.finding.evidence.map(({ text }) => text)).toEqual([
      "No channel has sent anything since 2022-12-15 00:00:00 UTC.",
      "The newest sample is of 2022-12-15 00:00:00 UTC.",
      "Another loop is silent too: a sender or a link may be down.",
      "The known leak stays; its forecast goes on with growing doubt.",
    ]);
    expect(alarms.get(leak).condition.kind).toBe("unacknowledged");
  });

  test.each([
    ["never heard at all", signal({ lastArrivalMs: null, lastSampleMs: null }), "normal"],
    [
      "known from an old recording alone",
      signal({ lastArrivalMs: null, lastSampleMs: t0 - hours(30) }),
      "normal",
    ],
    [
      "known from the store as of an hour ago",
      signal({ lastArrivalMs: null, lastSampleMs: t0 - hours(1) }),
      "unacknowledged",
    ],
  ])("calls only where it was expected: %s", (_name, given, kind) => {
    const { watch, state } = openWatch();
    for (const atMs of [t0, t0 + minutes(1)]) watch.look([given], atMs);
    expect(state().condition.kind).toBe(kind);
  });

  test("calls after a start too: where an alarm stands, and where nobody could say what was heard before", () => {
    const unheard = signal({ lastArrivalMs: null, lastSampleMs: t0 - hours(50), silent: false });
    const standing = openWatch();
    const leak = { loopId: "bench", alarmClass: "leak", part: null } as const;
    standing.alarms.observe(leak, { kind: "found", atMs: t0, finding: toFinding() }, toAlarmRules("leak"));
    const unknown = openWatch();
    unknown.watch.expect("bench");
    const spare = openWatch();
    for (const { watch } of [standing, unknown, spare])
      for (const s of [0, 29, 30, 60]) watch.look([unheard], t0 + seconds(s));
    expect(standing.state().condition.kind).toBe("unacknowledged");
    expect(standing.blind).toEqual([["bench", true]]);
    expect(unknown.state().condition.kind).toBe("unacknowledged");
    expect(spare.state().condition.kind).toBe("normal");
  });

  test("calls nobody while the loss was planned, and afterwards if it lasts", () => {
    const window = { fromMs: t0 - minutes(1), toMs: t0 + minutes(10) };
    const { watch, state } = openWatch({ plannedLos: [window] });
    for (const atMs of [t0, t0 + minutes(1), t0 + minutes(9)]) watch.look([signal()], atMs);
    expect(state().condition.kind).toBe("unacknowledged");
    expect(state().holds.suppressed).toMatchObject({ rule: "planned loss of signal", untilMs: window.toMs });
    watch.look([signal()], window.toMs);
    expect(state().condition.kind).toBe("unacknowledged");
    expect(state().holds.suppressed).toBeNull();
  });
});

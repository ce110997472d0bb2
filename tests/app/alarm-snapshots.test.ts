import { join } from "node:path";
import { expect, test } from "vitest";
import type { AlarmKey } from "../../protocol/alarm.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createAlarmDesk } from "../../server/app/alarm-desk.ts";
import { savedAlarmVersion } from "../../server/app/alarm-state.ts";
import { createRules } from "../../server/app/rules-of-alarms.ts";
import { toFinding } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const leak: AlarmKey = { loopId: "bench", alarmClass: "leak", part: null };

test("a server that was killed leaves a snapshot at its next orderly stop, though nothing new has happened", () => {
  const path = join(tempDirForTest(), "state.sqlite");
  const open = () => {
    const state = createSqliteState(path);
    const clock = createFakeClock();
    const saved = state.load(savedAlarmVersion);
    const desk = createAlarmDesk({
      ...{ store: state, saved, clock, log: createMemoryLog(), rulesOf: createRules([]) },
      feed: { alarm: () => undefined },
      policy: { people: [], routes: [], guidance: { general: {}, byLoop: new Map() } },
      writeLetter: () => ({ notices: [], subject: "", person: "" }),
      record: () => undefined,
      send: () => undefined,
    });
    return { state, clock, desk, saved };
  };

  const killed = open();
  killed.desk.observe(leak, { kind: "found", atMs: killed.clock.nowMs(), finding: toFinding() });
  killed.desk.settle();
  killed.state.close();

  const next = open();
  expect(next.saved.snapshot).toBe(null);
  next.desk.stop();
  next.state.close();

  const last = open();
  expect(last.saved.snapshot?.seq).toBe(1);
  expect([...last.state.load(savedAlarmVersion).journal]).toEqual([]);
  expect(last.desk.alarmOf(leak).condition.kind).toBe("unacknowledged");
  last.state.close();
});

import { join } from "node:path";
import type { AlarmKey } from "../../protocol/alarm.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createAlarmDesk } from "../../server/app/alarm-desk.ts";
import { savedAlarmVersion } from "../../server/app/alarm-state.ts";
import { toOverview } from "../../server/app/desk.ts";
import { createLetterWriter } from "../../server/app/letters.ts";
import type { Clock, StateStore } from "../../server/app/ports.ts";
import { createRules } from "../../server/app/rules-of-alarms.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import type { Finding } from "../../server/domain/alarm/alarm.ts";
import { quantile, renderTable } from "./numbers.ts";
import { fields, toLoopName, toLoops, toPeople } from "./shape.ts";

// The alarm desk alone, on a real disk: ten thousand alarms in sixty portions, a clock's second apart.

const loops = 2500;
const portions = 60;
const people = 3;
const nothing = (): void => undefined;

const finding: Finding = {
  severity: "caution",
  verdict: "limit passed",
  headline: "p 52 kPa is above 50 kPa",
  evidence: [{ side: "for", text: "It has stood above 50 kPa since then." }],
  ...{ onsetMs: null, leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null },
};

const keyOf = (i: number): AlarmKey => ({
  loopId: toLoopName(Math.floor(i / fields.length)),
  alarmClass: "limit",
  part: `${fields[i % fields.length]}.high`,
});

/** A clock that is moved, and the one thing that ticks on it. */
function createHandClock() {
  const real = createSystemClock();
  let nowMs = real.nowMs();
  const ticks: (() => void)[] = [];
  const clock: Clock = {
    nowMs: () => nowMs,
    after: () => nothing,
    every(_ms, run) {
      ticks.push(run);
      return nothing;
    },
  };
  const second = (): void => {
    nowMs += 1000;
    for (const tick of ticks) tick();
  };
  return { clock, second };
}

function toConfig() {
  const file = JSON.stringify({ ...toPeople(people), loops: toLoops(loops, () => "caution") });
  const parsed = parseConfig(file, {});
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.config;
}

/** Times what it does. */
function timed<T>(tookMs: number[], work: () => T): T {
  const beganMs = performance.now();
  const result = work();
  tookMs.push(performance.now() - beganMs);
  return result;
}

const toTimes = (tookMs: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((share) => quantile(tookMs, share).toFixed(1)).join(", ")} ms`;

/** The figures as a table. */
export function measureDesk(dir: string): string {
  const config = toConfig();
  const { clock, second } = createHandClock();
  const store = createSqliteState(join(dir, "desk.sqlite"));
  const commits: number[] = [];
  const timedStore: StateStore = { ...store, commit: (change) => timed(commits, () => store.commit(change)) };
  const letters = {
    ...{ loops: config.loops, policy: config.notice, clock, host: "example.org", pageUrl: null },
    ackLinks: null,
    hookShape: () => "loopwatch" as const,
    sourceMs: () => null,
    estimate: () => null,
  };
  const sent: string[] = [];
  let told = 0;
  const desk = createAlarmDesk({
    ...{ store: timedStore, clock, policy: config.notice, saved: store.load(savedAlarmVersion) },
    log: { info: nothing, warn: nothing, error: nothing },
    feed: { alarm: () => void told++ },
    rulesOf: createRules(config.loops),
    writeLetter: createLetterWriter(letters),
    record: nothing,
    send: (notices) => void sent.push(...notices.map(({ reason }) => reason)),
  });
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const all = loops * fields.length;
  const [deciding, settling, ticking, overviews] = [[], [], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
  ];
  for (let n = 0; n < portions; n++) {
    timed(deciding, () => {
      for (let i = Math.floor((n * all) / portions); i < Math.floor(((n + 1) * all) / portions); i++)
        desk.observe(keyOf(i), { kind: "found", atMs: clock.nowMs(), finding });
    });
    timed(settling, desk.settle);
    timed(ticking, second);
    timed(overviews, () => JSON.stringify(toOverview(desk)));
  }
  globalThis.gc?.();
  const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
  const snapshot: number[] = [];
  timed(snapshot, desk.stop);
  const again: number[] = [];
  const behind = timed(again, () => [...store.load(savedAlarmVersion).journal].length);
  store.close();
  return renderTable(
    ["figure", "value"],
    [
      ["alarms standing, told to pages", `${desk.state.standing.counts().unacknowledged}, ${told}`],
      ["letters", `${sent.length} to ${people} people`],
      ["deciding a portion of 167, p50, p99, max", toTimes(deciding)],
      ["committing it, p50, p99, max", toTimes(commits.slice(0, portions))],
      ["settling it, p50, p99, max", toTimes(settling)],
      ["a second's tick, p50, p99, max", toTimes(ticking)],
      ["an overview as text, p50, p99, max", toTimes(overviews)],
      ["heap held for all", `${heapMb.toFixed(0)} MB`],
      ["snapshot and stop", `${snapshot[0]!.toFixed(0)} ms`],
      ["reading it again", `${again[0]!.toFixed(0)} ms, ${behind} facts behind the snapshot`],
    ],
  );
}

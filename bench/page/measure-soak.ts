import { setTimeout as delay } from "node:timers/promises";
import { seconds } from "../../protocol/time.ts";
import { mostAlarmsTold } from "../../protocol/wire.ts";
import { startPageServer } from "./page-server.ts";
import { toAlarm, toEstimate, toFrame, toHello, toLoop } from "./plant.ts";
import { openTab } from "./watched-tab.ts";

/** Memory of a page over a time that is played faster. */
export interface SoakMeasured {
  readonly loops: number;
  readonly alarms: number;
  readonly minutes: number;
  /** How much faster than the clock. */
  readonly speed: number;
  readonly rows: readonly { readonly atMin: number; readonly heapMb: number; readonly residentMb: number }[];
  /** The last heap against the first, and the furthest from the first. */
  readonly growth: number;
  readonly furthest: number;
}

const channels = 7;
/** Alarms that change in a second: each of 2,000 about every three minutes. */
const alarmsPerS = 10;
/** One in so many changes is an end, and another alarm opens. */
const endsEvery = 5;
/** Looks at the memory, evenly over the time. */
const looks = 6;

/** Every loop's sample, estimate and signal once a second, and alarms that change, end and open. */
export async function measureSoak(options: {
  readonly dir: string;
  readonly loops: number;
  readonly alarms: number;
  /** How long the loops run, by their own clock. */
  readonly minutes: number;
}): Promise<SoakMeasured> {
  const loops = Array.from({ length: options.loops }, (_, i) => toLoop(`loop-${i}`, channels));
  const lastsS = options.minutes * 60;
  const lookEveryS = Math.floor(lastsS / looks);
  const startMs = Date.now() - seconds(lastsS);
  const alarms = Array.from({ length: options.alarms }, (_, n) => {
    const loop = loops[n % loops.length] ?? loops[0]!;
    return toAlarm(loop, Math.floor(n / loops.length), 1, startMs - n);
  });
  const counts = { acknowledged: 0, returned: 0, held: 0, worst: "emergency" as const };
  const server = await startPageServer(
    options.dir,
    () => ({
      ...toHello(loops, startMs),
      alarms: alarms.slice(0, mostAlarmsTold),
      counts: { ...counts, unacknowledged: alarms.length },
    }),
    null,
  );
  const tab = await openTab(`${server.url}#/`);
  await tab.page.getByTestId("connection-state").waitFor();
  let seq = 0;
  const say = (alarm: (typeof alarms)[number]): void => {
    seq++;
    server.saysSeq(seq);
    server.pages.emit("alarm", { seq, alarm });
  };
  for (const alarm of alarms.slice(mostAlarmsTold)) say(alarm);

  function playSecond(second: number): void {
    const nowMs = startMs + seconds(second);
    for (const loop of loops) {
      server.pages.emit("frame", toFrame(loop, nowMs, seconds(1)));
      server.pages.emit("estimate", toEstimate(loop, nowMs));
      const signal = { loopId: loop.id, lastSampleMs: nowMs, lastArrivalMs: Date.now(), silent: false };
      server.pages.emit("signal", signal);
    }
    for (let i = 0; i < alarmsPerS; i++) {
      const place = (second * alarmsPerS + i) % alarms.length;
      const alarm = alarms[place];
      if (alarm === undefined) continue;
      const next = { ...alarm, version: alarm.version + 1, calls: alarm.calls + 1 };
      if (i % endsEvery === 0) {
        say({ ...next, state: "normal", returnedMs: nowMs });
        alarms[place] = { ...alarm, id: `${alarm.id}.${second}`, openedMs: nowMs };
      } else alarms[place] = next;
      say(alarms[place]);
    }
  }

  const rows: { atMin: number; heapMb: number; residentMb: number }[] = [];
  const begunMs = Date.now();
  try {
    for (let second = 1; second <= lastsS; second++) {
      playSecond(second);
      // The page sets the speed: the next second comes when it has taken this one.
      await tab.page.evaluate("new Promise((resolve) => setTimeout(resolve, 0))");
      if (second % lookEveryS !== 0) continue;
      await delay(seconds(1));
      rows.push({ atMin: second / 60, heapMb: await tab.heapMb(), residentMb: await tab.residentMb() });
    }
  } finally {
    await tab.close();
    await server.close();
  }
  const first = rows[0]?.heapMb ?? Number.NaN;
  const shares = rows.map(({ heapMb }) => heapMb / first - 1);
  return {
    ...{ loops: loops.length, alarms: alarms.length, rows },
    ...{ minutes: options.minutes, speed: seconds(lastsS) / (Date.now() - begunMs) },
    growth: shares.at(-1) ?? Number.NaN,
    furthest: shares.reduce((most, share) => (Math.abs(share) > Math.abs(most) ? share : most), 0),
  };
}

import { describe, expect, test } from "vitest";
import type { ReplayWish } from "../../protocol/replay.ts";
import { days, hours, minutes, seconds } from "../../protocol/time.ts";
import type { TextPoint } from "../../server/app/ports.ts";
import { createReplayJudge, type ReplayPiece, type ReplayTask } from "../../server/app/replay-judge.ts";
import { createReplayRows } from "../../server/app/replay-rows.ts";
import { createReplays } from "../../server/app/replays.ts";
import { toAlarmViewOf, toLoop } from "../support/builders.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const loop = toLoop({ learningMs: minutes(20) });
const wish: ReplayWish = { loopId: loop.id, fromMs: fakeStartMs, toMs: fakeStartMs + minutes(30) };

interface Asked {
  fromMs: number;
  toMs: number;
}

/** Replays over a store that is asked piece by piece, and judges that only count. */
function open(options: { texts?: readonly TextPoint[]; fails?: boolean; waits?: boolean } = {}) {
  const clock = createFakeClock();
  const asked: Asked[] = [];
  const taken: ReplayPiece[] = [];
  const tasks: ReplayTask[] = [];
  let stopped = 0;
  let ids = 0;
  const told = [
    toAlarmViewOf({ id: "before", openedMs: wish.fromMs - 10, returnedMs: wish.fromMs - 5 }),
    toAlarmViewOf({ id: "stood", openedMs: wish.fromMs - minutes(5), onsetMs: wish.fromMs - minutes(10) }),
    toAlarmViewOf({ id: "inside", openedMs: wish.fromMs + 10 }),
    toAlarmViewOf({ id: "after", openedMs: wish.toMs }),
  ];
  const replays = createReplays({
    ...{ clock, loops: [loop], log: createMemoryLog() },
    store: {
      texts: async () => options.texts ?? [],
      async history({ series, fromMs, toMs }) {
        if (options.fails) throw new Error("away");
        asked.push({ fromMs, toMs });
        return { tMs: [fromMs], min: series.map((_, i) => [i === 2 ? 20 : 300]), max: [] };
      },
    },
    state: { occurrences: () => told },
    newId: () => `replay-${++ids}`,
    openThread(task) {
      tasks.push(task);
      const judge = createReplayJudge(task);
      return {
        take: (piece) => {
          taken.push(piece);
          judge.take(piece);
          return options.waits ? new Promise(() => undefined) : Promise.resolve();
        },
        tell: async () => judge.tell(),
        stop: () => void stopped++,
      };
    },
  });
  return { replays, clock, asked, taken, tasks, stopped: () => stopped };
}

function begun(replays: ReturnType<typeof open>["replays"], person = "Ada") {
  const answer = replays.begin(wish, person);
  if (answer.kind !== "begun") throw new Error(answer.reason);
  return answer.view.id;
}

describe("a replay", () => {
  test("reads short pieces from before what stood then, and ends with the journal's own alarms", async () => {
    const { replays, clock, asked } = open();
    const id = begun(replays);
    await clock.settle();
    const view = replays.view(id, "Ada");
    expect(view).toMatchObject({ state: "done", story: { loopId: loop.id, events: [], isCut: false } });
    if (view?.state !== "done") return;
    expect(view.story.told.map((alarm) => alarm.id)).toEqual(["stood", "inside"]);
    // Ten minutes of onset, and the learning time with a quarter more.
    expect(asked[0]?.fromMs).toBe(wish.fromMs - minutes(35));
    expect(asked.at(-1)?.toMs).toBe(wish.toMs + seconds(4));
    expect(Math.max(...asked.map(({ fromMs, toMs }) => toMs - fromMs))).toBe(minutes(15));
    // A value in a quarter of an hour is a loop that is silent.
    expect(view.story.silences.length).toBeGreaterThan(1);
    expect(view.story.silences.every(({ fromMs, toMs }) => fromMs < toMs && fromMs >= wish.fromMs)).toBe(
      true,
    );
  });

  test("begins after the last service before it, and is told every operation once, also a later service", async () => {
    const at = (ms: number, text: string): TextPoint => ({ atMs: wish.fromMs + ms, text });
    const texts = [
      at(-minutes(20), "refill"),
      at(-minutes(8), "serviced"),
      at(-minutes(4), "isolation"),
      at(minutes(7), "serviced"),
      at(minutes(8), "refill"),
    ];
    const { replays, clock, asked, taken } = open({ texts });
    begun(replays);
    await clock.settle();
    expect(asked[0]?.fromMs).toBe(wish.fromMs - minutes(8));
    const declared = taken.flatMap((piece) => piece.declared.map(({ operation }) => operation));
    expect(declared).toEqual(["isolation", "serviced", "refill"]);
  });

  test.each([
    ["an unknown loop", { ...wish, loopId: "nobody" }, "no such loop"],
    ["an empty stretch", { ...wish, toMs: wish.fromMs }, "invalid"],
    ["more than a week", { ...wish, toMs: wish.fromMs + days(7) + 1 }, "invalid"],
    ["a week", { ...wish, toMs: wish.fromMs + days(7) }, "begun"],
  ])("of %s is answered", (_name, asked, kind) => {
    const { replays, tasks } = open({ waits: true });
    expect(replays.begin(asked, "Ada").kind).toBe(kind);
    expect(tasks.length).toBe(kind === "begun" ? 1 : 0);
  });

  test("is one at a time a person, and one at a time in all", async () => {
    const { replays, clock, stopped } = open({ waits: true });
    const first = begun(replays);
    await clock.settle();
    expect(replays.begin(wish, "Grace").kind).toBe("busy");
    const second = begun(replays);
    expect(replays.view(first, "Ada")).toBeNull();
    expect(stopped()).toBe(1);
    // What is somebody else's is nobody's business.
    expect(replays.view(second, "Grace")).toBeNull();
    replays.cancel(second, "Grace");
    expect(replays.view(second, "Ada")).toMatchObject({ state: "running" });
    replays.cancel(second, "Ada");
    expect(replays.begin(wish, "Grace").kind).toBe("begun");
  });

  test("ends when the page is gone, and not while it asks", async () => {
    const { replays, clock, stopped } = open({ waits: true });
    const id = begun(replays);
    for (let k = 0; k < 10; k++) {
      await clock.advance(seconds(10));
      expect(replays.view(id, "Ada")).toMatchObject({ state: "running" });
    }
    expect(stopped()).toBe(0);
    await clock.advance(seconds(21));
    expect(stopped()).toBe(1);
    expect(replays.view(id, "Ada")).toBeNull();
    expect(replays.begin(wish, "Grace").kind).toBe("begun");
  });

  test("that the store does not answer has failed, with a sentence", async () => {
    const { replays, clock, stopped } = open({ fails: true });
    const id = begun(replays);
    await clock.settle();
    expect(replays.view(id, "Ada")).toMatchObject({ state: "failed" });
    expect(stopped()).toBe(1);
  });
});

test("the curves of a week fit a page, and its shortest spike is in them", () => {
  const toMs = fakeStartMs + days(7);
  const rows = createReplayRows(fakeStartMs, toMs, 2);
  const spikeMs = fakeStartMs + hours(50) + seconds(7);
  for (let atMs = fakeStartMs - minutes(5); atMs < toMs + minutes(5); atMs += seconds(1))
    rows.add(0, atMs, atMs === spikeMs ? 900 : 300);
  const { tMs, columns } = rows.tell();
  expect(rows.bucketMs).toBe(minutes(2) + seconds(48));
  expect(tMs.length).toBeLessThanOrEqual(7202);
  expect(tMs[0]).toBe(fakeStartMs);
  expect(tMs.at(-1)).toBeLessThan(toMs);
  expect(tMs).toEqual([...tMs].sort((a, b) => a - b));
  expect(columns[0]?.filter((value) => value === 900)).toHaveLength(1);
  // Of the other nothing was heard.
  expect(new Set(columns[1])).toEqual(new Set([null]));
});

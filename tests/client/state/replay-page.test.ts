import { describe, expect, test } from "vitest";
import { createReplayPage } from "../../../client/state/replay-page.ts";
import { openReplay, type ReplayAsker, type ReplayProgress } from "../../../client/state/replay-session.ts";
import { toToldRows } from "../../../client/state/replay-told.ts";
import { mayAct } from "../../../client/state/session.ts";
import type { ReplayStory, ReplayView } from "../../../protocol/replay.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { someAlarm, someLoop } from "../fixtures.ts";

const seconds = Array.from({ length: 100 }, (_, k) => k * 1000);
const opened = { ...someAlarm, openedMs: 40_000 };
const story: ReplayStory = {
  ...{ loopId: someLoop.id, fromMs: 0, toMs: 100_000, learntFromMs: -50_000, bucketMs: 1000, isCut: false },
  rows: { tMs: seconds, columns: [...someLoop.channels, "inventory"].map(() => seconds.map((_, k) => k)) },
  estimates: [0, 30_000, 60_000].map((atMs) => ({
    ...{ loopId: someLoop.id, atMs, detection: { kind: "leaking" }, inventoryL: 40, inventorySdL: 1 },
    ...{ bottomedOut: false, leakKgPerH: atMs, leakSdKgPerH: 1, lostL: 0, timeLeft: null },
  })),
  events: [
    { atMs: 40_000, alarm: opened },
    { atMs: 60_000, alarm: { ...opened, severity: "emergency" } },
    { atMs: 80_000, alarm: { ...opened, state: "normal", returnedMs: 80_000 } },
  ],
  conditions: [-10_000, 40_000].map((atMs) => ({
    ...{ loopId: someLoop.id, channels: [], isolatedSinceMs: atMs > 0 ? atMs : null, atMs },
  })),
  silences: [{ fromMs: 20_000, toMs: 25_000 }],
  told: [opened],
};

/** What a page shows of a moment. */
function look(page: ReturnType<typeof createReplayPage>) {
  const { store } = page;
  const signal = store.signalByLoop.value.get(someLoop.id);
  return {
    severities: store.alarms.standing.value.map(({ severity }) => severity),
    isolatedSinceMs: store.conditionByLoop.value.get(someLoop.id)?.isolatedSinceMs,
    leakKgPerH: store.estimateByLoop.value.get(someLoop.id)?.leakKgPerH,
    lastSampleMs: signal?.lastSampleMs,
    silent: signal?.silent,
    nowMs: store.serverNowMs.value,
  };
}

describe("a replay's page", () => {
  test.each([
    [0, { severities: [], isolatedSinceMs: null, leakKgPerH: 0, lastSampleMs: 0, silent: false, nowMs: 0 }],
    [22_500, { severities: [], leakKgPerH: 0, lastSampleMs: 22_000, silent: true, nowMs: 22_500 }],
    [39_999, { severities: [], leakKgPerH: 30_000, lastSampleMs: 39_000, silent: false, nowMs: 39_999 }],
    [40_000, { severities: ["warning"], leakKgPerH: 30_000, isolatedSinceMs: 40_000 }],
    [70_000, { severities: ["emergency"], leakKgPerH: 60_000 }],
    [90_000, { severities: [], leakKgPerH: 60_000 }],
  ])("at %i ms shows what was known then, whichever way it came there", (atMs, expected) => {
    for (const way of [[atMs], [0, 10_000, 35_000, atMs], [99_000, atMs], [99_000, 5_000, atMs]]) {
      const page = createReplayPage(story, someLoop, createFakeClock());
      for (const ms of way) page.show(ms);
      expect(look(page)).toMatchObject(expected);
    }
  });

  test("draws nothing of what is still to come, neither on the way nor after going back", async () => {
    const clock = createFakeClock();
    const page = createReplayPage(story, someLoop, clock);
    page.show(50_000);
    const trend = page.trends.open({ loopId: someLoop.id, rangeMs: null, points: 100 }, () => undefined);
    const drawn = async (): Promise<readonly number[]> => {
      page.tick();
      await clock.settle();
      return trend?.assemble()?.window.tMs ?? [];
    };
    expect(await drawn()).toEqual(seconds.slice(0, 51));
    page.show(70_500);
    expect(await drawn()).toEqual(seconds.slice(0, 71));
    page.show(10_000);
    expect(await drawn()).toEqual(seconds.slice(0, 11));
  });

  test("knows the estimates up to its moment, as columns", async () => {
    const page = createReplayPage(story, someLoop, createFakeClock());
    page.show(45_000);
    const answer = await page.fetchEstimates(someLoop.id, 0, 100_000, 10);
    expect(answer).toMatchObject({ ok: true, value: { tMs: [0, 30_000] } });
    if (answer.ok) expect(answer.value.columns[2]).toEqual([0, 30_000]);
  });

  test("lets nobody act", () => {
    expect(mayAct(createReplayPage(story, someLoop, createFakeClock()).store)).toBe(false);
  });
});

describe("the alarms of a stretch", () => {
  const other = { ...opened, id: "loop-a.limit.2", openedMs: 10_000 };
  const unheard = { ...opened, id: "loop-a.sensing.3", alarmClass: "sensing" as const, openedMs: 50_000 };
  test.each([
    ["the same then and now", [opened], ["both"]],
    ["not called then", [], ["only replay"]],
    [
      "called then alone, and what a replay cannot judge",
      [opened, other, unheard],
      ["only live", "both", "not judged"],
    ],
  ])("%s", (_name, told, kinds) => {
    expect(toToldRows({ events: story.events, told }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe("a page that wants a replay", () => {
  function ask(views: readonly ReplayView[]) {
    const clock = createFakeClock();
    const cancelled: string[] = [];
    const heard: ReplayProgress["kind"][] = [];
    const rest = [...views];
    const next = async () => {
      const value = rest.shift();
      return value ? ({ ok: true, value } as const) : ({ ok: false, reason: "nobody answers" } as const);
    };
    const asker: ReplayAsker = { begin: next, view: next, cancel: (id) => void cancelled.push(id) };
    const close = openReplay(story, { asker, clock, onProgress: ({ kind }) => void heard.push(kind) });
    return { clock, cancelled, heard, close, left: () => rest.length };
  }
  const running: ReplayView = { id: "a", state: "running", share: 0.5 };

  test("asks until it has the story, and gives the server's copy back", async () => {
    const { clock, heard, cancelled } = ask([running, running, { id: "a", state: "done", story }]);
    await clock.advance(5000);
    expect(heard).toEqual(["asking", "asking", "ready"]);
    expect(cancelled).toEqual(["a"]);
  });

  test("that goes asks no more, and ends the replay", async () => {
    const { clock, heard, cancelled, close, left } = ask([running, running, running, running]);
    await clock.advance(500);
    close();
    await clock.advance(5000);
    expect(heard).toEqual(["asking", "asking"]);
    expect(cancelled).toEqual(["a"]);
    expect(left()).toBe(2);
  });

  test("that goes before the first answer ends the replay when it comes", async () => {
    const { clock, heard, cancelled, close } = ask([running]);
    close();
    await clock.advance(1000);
    expect(heard).toEqual([]);
    expect(cancelled).toEqual(["a"]);
  });

  test.each<[string, readonly ReplayView[]]>([
    ["the server refuses", []],
    ["the server is gone meanwhile", [running]],
    ["the replay fails", [running, { id: "a", state: "failed", reason: "The store is away." }]],
  ])("hears that %s, once", async (_name, views) => {
    const { clock, heard } = ask(views);
    await clock.advance(5000);
    expect(heard.at(-1)).toBe("failed");
    expect(heard.filter((kind) => kind === "failed")).toHaveLength(1);
  });
});

import { describe, expect, test } from "vitest";
import type { Frame } from "../../../protocol/telemetry.ts";
import type { AlarmOverview } from "../../../protocol/wire.ts";
import {
  catchUpMs,
  createPageOutlet,
  type Kept,
  mostUnread,
  type Newest,
} from "../../../server/adapters/live/page-outlet.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { leakAlarm } from "../../support/test-desk.ts";

const frame = (loopId: string, tMs: number[]): Newest => {
  const payload: Frame = { loopId, tMs, columns: [tMs], coalesced: 0 };
  return { key: `frame ${loopId}`, event: "frame", payload };
};
const beat = (seq: number): Newest => ({ key: "beat", event: "beat", payload: { serverMs: 0, seq } });
const overview = (changed: AlarmOverview): Newest => ({
  key: "overview",
  event: "overview",
  payload: changed,
});
const alarm = (seq: number): Kept => ({ event: "alarm", payload: { seq, alarm: leakAlarm } });
const alarms = (fromSeq: number, toSeq: number): Kept[] =>
  Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => alarm(fromSeq + i));

function openOutlet() {
  const clock = createFakeClock();
  const sent: (Newest | Kept)[] = [];
  const cutOff: number[] = [];
  let isFree = true;
  const outlet = createPageOutlet(
    {
      isFree: () => isFree,
      send: (item) => void sent.push(item),
      cutOff: (unread) => void cutOff.push(unread),
    },
    clock,
  );
  const page = {
    becomes: (state: "free" | "busy") => {
      isFree = state === "free";
    },
  };
  return { clock, sent, cutOff, outlet, page };
}

describe("a page that keeps up", () => {
  test("hears every event, and those of one turn together in their order", async () => {
    const { clock, sent, outlet } = openOutlet();
    outlet.offer(frame("a", [1]));
    outlet.offer(frame("b", [1]));
    outlet.offer(beat(1));
    expect(sent).toEqual([]);
    await clock.settle();
    expect(sent.map((item) => ("key" in item ? item.key : item.event))).toEqual([
      "frame a",
      "frame b",
      "beat",
    ]);
    outlet.offer(frame("a", [2]));
    await clock.settle();
    expect(sent).toHaveLength(4);
  });
});

describe("a page that cannot keep up", () => {
  test("hears the newest of each kind as soon as it can", async () => {
    const { clock, sent, outlet, page } = openOutlet();
    page.becomes("busy");
    for (const seq of [1, 2, 3]) {
      outlet.offer(beat(seq));
      await clock.advance(1000);
    }
    expect(sent).toEqual([]);
    page.becomes("free");
    await clock.advance(50);
    expect(sent).toEqual([beat(3)]);
  });

  test("learns how many rows it has not seen", async () => {
    const { clock, sent, outlet, page } = openOutlet();
    page.becomes("busy");
    outlet.offer(frame("a", [1, 2, 3]));
    outlet.offer(frame("b", [1]));
    await clock.settle();
    outlet.offer(frame("a", [4, 5]));
    await clock.settle();
    outlet.offer(frame("a", [6]));
    page.becomes("free");
    await clock.advance(50);
    expect(sent).toMatchObject([
      { payload: { loopId: "b", tMs: [1], coalesced: 0 } },
      { payload: { loopId: "a", tMs: [6], coalesced: 5 } },
    ]);
  });

  test("hears of an overview the newest of each part", async () => {
    const { clock, sent, outlet, page } = openOutlet();
    page.becomes("busy");
    outlet.offer(overview({ held: [], flood: { sinceMs: 1, count: 11, loops: 2, worst: "warning" } }));
    await clock.settle();
    outlet.offer(overview({ flood: null }));
    outlet.offer(overview({ proofs: [] }));
    page.becomes("free");
    await clock.advance(50);
    expect(sent).toEqual([overview({ held: [], flood: null, proofs: [] })]);
  });

  test("keeps one timer however much comes", async () => {
    const { clock, outlet, page } = openOutlet();
    page.becomes("busy");
    for (let i = 0; i < 100; i++) {
      outlet.offer(beat(i));
      await clock.settle();
    }
    expect(clock.pending()).toBe(1);
  });

  test("and has gone hears nothing, and leaves no timer", async () => {
    const { clock, sent, outlet, page } = openOutlet();
    page.becomes("busy");
    outlet.offer(beat(1));
    await clock.settle();
    outlet.close();
    page.becomes("free");
    await clock.advance(1000);
    expect(sent).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});

describe("alarms", () => {
  test("are all heard, in their order and before the beat that counts them", async () => {
    const { clock, sent, outlet, page } = openOutlet();
    page.becomes("busy");
    for (const item of alarms(1, 1200)) outlet.keep(item);
    outlet.offer(beat(1200));
    await clock.advance(1000);
    expect(sent).toEqual([]);
    page.becomes("free");
    await clock.advance(50);
    expect(sent).toEqual(alarms(1, 500));
    page.becomes("busy");
    await clock.advance(1000);
    expect(sent).toHaveLength(500);
    page.becomes("free");
    await clock.advance(100);
    expect(sent).toEqual([...alarms(1, 1200), beat(1200)]);
  });

  test("in a burst cut off no page that reads", async () => {
    const { clock, sent, cutOff, outlet } = openOutlet();
    for (const item of alarms(1, 10_000)) outlet.keep(item);
    await clock.advance(catchUpMs);
    expect(sent).toEqual(alarms(1, 10_000));
    expect(cutOff).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test("as many as may wait do not cut a page off, however long it sleeps", async () => {
    const { clock, sent, cutOff, outlet, page } = openOutlet();
    page.becomes("busy");
    for (const item of alarms(1, mostUnread)) outlet.keep(item);
    await clock.advance(60_000);
    page.becomes("free");
    await clock.advance(1000);
    expect(cutOff).toEqual([]);
    expect(sent).toEqual(alarms(1, mostUnread));
  });

  test("10,000 in a minute cut off a page that sleeps, and nothing is kept for it any more", async () => {
    const { clock, sent, cutOff, outlet, page } = openOutlet();
    page.becomes("busy");
    for (let second = 0; second < 60; second++) {
      for (const item of alarms(second * 167 + 1, second * 167 + 167)) outlet.keep(item);
      await clock.advance(1000);
    }
    // From the 11th second on more than 2000 wait; 3 s later the page has not caught up.
    expect(cutOff).toEqual([14 * 167]);
    page.becomes("free");
    await clock.advance(1000);
    expect(sent).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test("cut off a page that reads, but never catches up", async () => {
    const { clock, sent, cutOff, outlet, page } = openOutlet();
    let seq = 0;
    for (let tenth = 0; tenth < 600 && cutOff.length === 0; tenth++) {
      for (let i = 0; i < 1500; i++) outlet.keep(alarm(++seq));
      page.becomes("free");
      await clock.advance(50);
      page.becomes("busy");
      await clock.advance(50);
    }
    expect(cutOff).toHaveLength(1);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent).toEqual(alarms(1, sent.length));
  });
});

test("a page that gets a snapshot does not hear what is older, and goes on with what is newer", async () => {
  const { clock, sent, outlet } = openOutlet();
  outlet.keep(alarm(1));
  outlet.offer(beat(1));
  outlet.renew();
  await clock.settle();
  expect(sent).toEqual([]);
  outlet.keep(alarm(2));
  await clock.settle();
  expect(sent).toEqual([alarm(2)]);
});

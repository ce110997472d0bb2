import { describe, expect, test } from "vitest";
import type { Frame } from "../../protocol/telemetry.ts";
import { createPageOutlet, type Newest } from "../../server/adapters/live/page-outlet.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const frame = (loopId: string, tMs: number[]): Newest => {
  const payload: Frame = { loopId, tMs, columns: [tMs], coalesced: 0 };
  return { key: `frame ${loopId}`, event: "frame", payload };
};
const beat = (seq: number): Newest => ({ key: "beat", event: "beat", payload: { serverMs: 0, seq } });

function openOutlet() {
  const clock = createFakeClock();
  const sent: Newest[] = [];
  let isFree = true;
  const outlet = createPageOutlet({ isFree: () => isFree, send: (item) => void sent.push(item) }, clock);
  const page = {
    becomes: (state: "free" | "busy") => {
      isFree = state === "free";
    },
  };
  return { clock, sent, outlet, page };
}

describe("a page that keeps up", () => {
  test("hears every event, and those of one turn together in their order", async () => {
    const { clock, sent, outlet } = openOutlet();
    outlet.offer(frame("a", [1]));
    outlet.offer(frame("b", [1]));
    outlet.offer(beat(1));
    expect(sent).toEqual([]);
    await clock.settle();
    expect(sent.map(({ key }) => key)).toEqual(["frame a", "frame b", "beat"]);
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

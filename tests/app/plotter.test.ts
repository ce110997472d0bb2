import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { createPlotter, type PlotterParts } from "../../server/app/plotter.ts";
import type { BucketColumns, MailPicture, Plotter, Rasterizer } from "../../server/app/ports.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import type { PlotRequest } from "../../server/domain/notice/notice.ts";
import { exampleLoop, openedMs } from "../domain/notice/examples.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";

const loop: Loop = {
  ...exampleLoop,
  channels: [
    {
      id: "p1",
      name: "Suction pressure",
      role: "pressure",
      unit: "kPa",
      position: null,
      source: { measurement: "coolant", tags: { loop: "ms-22" }, field: "p1" },
      reporting: "periodic",
      maxAgeMs: minutes(1),
      range: { low: 0, high: 1000 },
      step: 0,
      box: null,
    },
  ],
};

const request: PlotRequest = {
  loopId: "ms-22",
  fromMs: openedMs - minutes(60),
  toMs: openedMs,
  onsetMs: null,
  openedMs,
};

const kept: BucketColumns = {
  tMs: [request.fromMs, openedMs - minutes(1)],
  min: [
    [304, 266],
    [44, 42],
  ],
  max: [
    [305, 267],
    [44, 42],
  ],
};

type Query = Parameters<PlotterParts["store"]["history"]>[0];

interface Rig {
  readonly plotter: Plotter;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly asked: Query[];
  readonly widths: number[];
}

function createRig(
  answer: () => Promise<BucketColumns>,
  toPng: Rasterizer["toPng"] = () => Promise.resolve(Uint8Array.of(1)),
): Rig {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const asked: Query[] = [];
  const widths: number[] = [];
  const plotter = createPlotter({
    loops: [loop],
    clock,
    log,
    store: {
      history(query) {
        asked.push(query);
        return answer();
      },
    },
    rasterizer: {
      toPng(svg, widthPx) {
        widths.push(widthPx);
        return toPng(svg, widthPx);
      },
    },
  });
  return { plotter, clock, log, asked, widths };
}

describe("a picture for a mail", () => {
  test("asks the store for channels and inventory of that time, and comes with its words", async () => {
    const { plotter, asked, clock } = createRig(() => Promise.resolve(kept));
    const picture = await plotter.draw(request);
    expect(picture?.alt).toMatch(/^MS-22 external loop, 23:46 to 00:46 UTC: Suction pressure goes from/);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ fromMs: request.fromMs, toMs: request.toMs });
    expect(asked[0]?.series.map(({ measurement, field }) => `${measurement}.${field}`)).toEqual([
      "coolant.p1",
      "loop_estimate.inventory_l",
    ]);
    expect(clock.pending()).toBe(0);
  });

  test("is smaller where the fine one weighs too much, and none when the smallest still does", async () => {
    const weights: Record<number, number> = { 1200: 90_000, 900: 70_000 };
    const heavy = (perWidth: Record<number, number>) => (_svg: string, width: number) =>
      Promise.resolve(new Uint8Array(perWidth[width] ?? 90_000));
    const rig = createRig(() => Promise.resolve(kept), heavy(weights));
    expect((await rig.plotter.draw(request))?.png).toHaveLength(70_000);
    expect(rig.widths).toEqual([1200, 900]);
    const heavier = createRig(() => Promise.resolve(kept), heavy({}));
    expect(await heavier.plotter.draw(request)).toBeNull();
  });
});

describe("there is no picture, and the mail goes without", () => {
  const none: BucketColumns = { tMs: [], min: [[], []], max: [[], []] };

  test.each<{ readonly name: string; readonly asks: PlotRequest; readonly answer: BucketColumns }>([
    { name: "the store has nothing", asks: request, answer: none },
    { name: "the loop is not known", asks: { ...request, loopId: "gone" }, answer: kept },
    { name: "the time has no length", asks: { ...request, fromMs: openedMs }, answer: kept },
  ])("$name", async ({ asks, answer }) => {
    const { plotter, log, clock } = createRig(() => Promise.resolve(answer));
    expect(await plotter.draw(asks)).toBeNull();
    expect(log.entries).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test("what draws cannot", async () => {
    const { plotter } = createRig(
      () => Promise.resolve(kept),
      () => Promise.resolve(null),
    );
    expect(await plotter.draw(request)).toBeNull();
  });

  test("the store fails: said in the log", async () => {
    const { plotter, log } = createRig(() => Promise.reject(new Error("down")));
    expect(await plotter.draw(request)).toBeNull();
    expect(log.entries).toMatchObject([{ level: "warn", detail: { loop: "ms-22" } }]);
  });

  test("the store does not answer within three seconds, and is not waited for", async () => {
    const { plotter, log, clock } = createRig(() => new Promise(() => undefined));
    const outcome: { picture?: MailPicture | null } = {};
    const drawn = plotter.draw(request).then((picture) => {
      outcome.picture = picture;
    });
    await clock.advance(seconds(3) - 1);
    expect(outcome).toEqual({});
    await clock.advance(1);
    await drawn;
    expect(outcome).toEqual({ picture: null });
    expect(log.entries).toHaveLength(1);
  });
});

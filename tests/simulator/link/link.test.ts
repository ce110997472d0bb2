import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Arrival } from "../../../simulator/timing/frame.ts";
import {
  arrivalSeconds,
  frameAt,
  gapOf,
  linkOf,
  runSeconds,
  sampledSeconds,
  startS,
  upTo,
} from "./test-links.ts";

/** Everything that can go wrong at once, often enough to be seen within an hour. */
const rough = {
  delayS: 2.5,
  gaps: [
    { kind: "random", perHour: 20, fromS: 15, toS: 28 },
    { kind: "planned", everyS: 1200, firstAfterS: 300, forS: 120, name: "handover" },
  ],
  recorder: { dumpAfterS: 20, speed: 8, shuffledBlockS: 10 },
  duplicates: 0.05,
  backsteps: 0.02,
  nulls: 0.05,
} as const;

const roughEvents = [
  gapOf(900, 60),
  { kind: "channels out", channels: ["b"], atS: 600, forS: 600 },
  { kind: "clock jump", byS: 1, atS: 1500, forS: null },
] as const;

describe("a clear link", () => {
  test("lets every frame through as it is, at once", () => {
    const link = linkOf({});
    const arrivals = runSeconds(link, 100);
    expect(sampledSeconds(arrivals)).toEqual(upTo(100));
    expect(arrivalSeconds(arrivals)).toEqual(upTo(100));
    expect(link.counts()).toMatchObject({ pushed: 100, live: 100, lost: 0, duplicated: 0, backstepped: 0 });
  });

  test("brings nothing where nothing was sampled", () => {
    const link = linkOf({});
    link.push(startS, null);
    link.push(startS + 1, frameAt(startS + 1));
    link.push(startS + 2, null);
    expect(sampledSeconds(link.takeUntil((startS + 9) * 1000))).toEqual([1]);
    expect(link.counts().pushed).toBe(1);
  });

  test("brings everything later by its delay", () => {
    const link = linkOf({ link: { delayS: 2.5 } });
    link.push(startS, frameAt(startS));
    expect(link.takeUntil(startS * 1000 + 2499)).toEqual([]);
    const [arrival] = link.takeUntil(startS * 1000 + 2500);
    expect(arrival).toMatchObject({ arrivesMs: startS * 1000 + 2500, frame: { sourceMs: startS * 1000 } });
    expect(link.takeUntil(startS * 1000 + 2500)).toEqual([]);
  });

  test("carries what an operator declares", () => {
    const link = linkOf({ link: { delayS: 1 }, events: [gapOf(0, null)] });
    link.pushOperation(startS + 3, "serviced");
    link.push(startS + 3, frameAt(startS + 3));
    expect(link.takeUntil((startS + 4) * 1000)).toEqual([
      {
        kind: "operation",
        arrivesMs: (startS + 4) * 1000,
        sourceMs: (startS + 3) * 1000,
        operation: "serviced",
      },
    ]);
  });

  test("brings what an operator declares before what was sampled in the same second", () => {
    const link = linkOf({});
    link.pushOperation(startS, "serviced");
    link.push(startS, frameAt(startS));
    expect(link.takeUntil(startS * 1000).map(({ kind }) => kind)).toEqual(["operation", "frame"]);
  });

  test("does not take samples back in time", () => {
    const link = linkOf({});
    link.push(startS, null);
    expect(() => link.push(startS, null)).toThrow(RangeError);
  });
});

describe("a gap without a recorder", () => {
  test("loses what is sampled in it, and counts it", () => {
    const link = linkOf({ events: [gapOf(10, 5)] });
    expect(sampledSeconds(runSeconds(link, 30))).toEqual(upTo(30).filter((i) => i < 10 || i >= 15));
    expect(link.counts()).toMatchObject({ pushed: 30, live: 25, lost: 5, recorded: 0 });
  });

  test("is known beforehand to those who ask for it", () => {
    const link = linkOf({ events: [gapOf(10, 5)] });
    expect([9, 10, 14, 15].map((i) => link.inGap(startS + i))).toEqual([false, true, true, false]);
  });

  test("does not come without an event", () => {
    const link = linkOf({ events: [gapOf(10, 5)], eventS: null });
    expect(sampledSeconds(runSeconds(link, 30))).toEqual(upTo(30));
  });

  test("that holds from the start needs no event", () => {
    const link = linkOf({ events: [gapOf(Number.NEGATIVE_INFINITY, 5)], eventS: null });
    expect(sampledSeconds(runSeconds(link, 10))).toEqual([5, 6, 7, 8, 9]);
  });

  test("of another story takes the place of the first", () => {
    const link = linkOf({ events: [gapOf(10, null)] });
    runSeconds(link, 20);
    link.setStory([gapOf(5, 5)], startS + 20);
    const seconds = upTo(20).map((i) => startS + 20 + i);
    for (const atS of seconds) link.push(atS, frameAt(atS));
    expect(sampledSeconds(link.takeUntil((startS + 60) * 1000))).toEqual(
      upTo(40).filter((i) => i >= 20 && (i < 25 || i >= 30)),
    );
  });
});

describe("events at the source", () => {
  test("leave a channel out of the downlink and bring it back", () => {
    const link = linkOf({ events: [{ kind: "channels out", channels: ["b"], atS: 2, forS: 3 }] });
    const frames = runSeconds(link, 7).flatMap((arrival) =>
      arrival.kind === "frame" ? [arrival.frame] : [],
    );
    expect(frames.map(({ values }) => values[1])).toEqual([
      50,
      50,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      50,
      50,
    ]);
    expect(frames.map(({ values }) => values[0])).toEqual(upTo(7));
    expect(link.counts()).toMatchObject({ withheldValues: 3, withheld: 0, live: 7 });
  });

  test("send no point at all when every channel is out", () => {
    const link = linkOf({ events: [{ kind: "channels out", channels: ["b", "a"], atS: 2, forS: 3 }] });
    expect(sampledSeconds(runSeconds(link, 7))).toEqual([0, 1, 5, 6]);
    expect(link.counts()).toMatchObject({ withheldValues: 6, withheld: 3, live: 4, pushed: 7 });
  });

  test("leave the frame that was sampled as it was", () => {
    const link = linkOf({ events: [{ kind: "channels out", channels: ["b"], atS: 0, forS: null }] });
    const frame = frameAt(startS);
    link.push(startS, frame);
    expect(frame).toEqual(frameAt(startS));
  });

  test("shift the stamps while the source's clock is off", () => {
    const link = linkOf({ events: [{ kind: "clock jump", byS: -1, atS: 3, forS: 2 }] });
    const stamps = runSeconds(link, 7).flatMap((arrival) =>
      arrival.kind === "frame" ? [arrival.frame.sourceMs / 1000 - startS] : [],
    );
    expect(stamps).toEqual([0, 1, 2, 2, 3, 5, 6]);
    expect(link.counts().shifted).toBe(2);
  });

  test("that name a channel which is not there are refused", () => {
    const events = [{ kind: "channels out", channels: ["c"], atS: 0, forS: null }] as const;
    expect(() => linkOf({ events })).toThrow(/"c"/);
    expect(() => linkOf({}).setStory(events, startS)).toThrow(RangeError);
  });
});

describe("planned windows", () => {
  const link = linkOf({
    link: {
      gaps: [
        { kind: "planned", everyS: 5400, firstAfterS: 600, forS: 300, name: "handover" },
        { kind: "random", perHour: 1, fromS: 15, toS: 28 },
      ],
    },
    events: [gapOf(3000, 120, true), gapOf(4000, 120, false), gapOf(9000, null, true)],
  });
  const within = (fromS: number, toS: number) =>
    link
      .plannedWindows((startS + fromS) * 1000, (startS + toS) * 1000)
      .map(({ fromMs, toMs, name }) => [fromMs / 1000 - startS, toMs / 1000 - startS, name]);

  test("are all gaps known beforehand, by their beginning, and no others", () => {
    expect(within(0, 10_000)).toEqual([
      [600, 900, "handover"],
      [3000, 3120, "zone of exclusion"],
      [6000, 6300, "handover"],
      [9000, 10_000, "zone of exclusion"],
    ]);
  });

  test("are those that touch the time asked for, and end before it or begin after it otherwise", () => {
    expect(within(899, 900)).toEqual([[600, 900, "handover"]]);
    expect(within(900, 901)).toEqual([]);
    expect(within(599, 600)).toEqual([]);
    expect(within(-10_000, 0)).toEqual([]);
    expect(within(54_000, 55_000).map(([fromS]) => fromS)).toContain(54_600);
  });

  test("are when the signal is lost", () => {
    for (const second of upTo(8900)) {
      const atS = startS + second;
      if (within(second, second + 0.5).length > 0) expect(link.inGap(atS)).toBe(true);
    }
    const bare = linkOf({
      link: { gaps: [{ kind: "planned", everyS: 100, firstAfterS: 7, forS: 10, name: "x" }] },
    });
    const lost = upTo(1000).filter((i) => bare.inGap(startS + i));
    expect(lost).toEqual(upTo(1000).filter((i) => i >= 7 && (i - 7) % 100 < 10));
  });

  test("that would never move on are refused", () => {
    const gaps = [{ kind: "planned", everyS: 0, firstAfterS: 0, forS: 1, name: "x" }] as const;
    expect(() => linkOf({ link: { gaps } })).toThrow(RangeError);
  });
});

/** One line an arrival, with all that is in it: long lists of lines compare faster than long lists of objects. */
const toTexts = (arrivals: readonly Arrival[]): readonly string[] =>
  arrivals.map((arrival) =>
    arrival.kind === "frame"
      ? `${arrival.arrivesMs} ${arrival.frame.sourceMs} ${arrival.frame.values} ${arrival.frame.qualities}`
      : `${arrival.arrivesMs} ${arrival.sourceMs} ${arrival.operation}`,
  );

describe("a rough link", () => {
  const setting = { link: rough, events: roughEvents };
  const hour = 3600;

  test("gives the same arrivals for the same seed, and others for another", () => {
    const arrivals = (seed: number) => toTexts(runSeconds(linkOf({ ...setting, seed }), hour)).join("\n");
    expect(arrivals(5)).toBe(arrivals(5));
    expect(arrivals(6)).not.toBe(arrivals(5));
  });

  test("brings everything in order of arrival and never ahead of its time", () => {
    const arrivals = runSeconds(linkOf(setting), hour);
    const times = arrivalSeconds(arrivals);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const [i, second] of sampledSeconds(arrivals).entries()) {
      if (!Number.isNaN(second)) expect(times[i]).toBeGreaterThanOrEqual(second + rough.delayS);
    }
  });

  test("gives the same however the time is cut into calls", () => {
    const halfHour = 1800;
    const whole = toTexts(runSeconds(linkOf(setting), halfHour));
    const cut = fc.array(fc.double({ min: 0.3, max: 700, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(cut, (pieces) => {
        const link = linkOf(setting);
        const arrivals: Arrival[] = [];
        let untilS = 0;
        let pushed = 0;
        for (let piece = 0; pushed < halfHour; piece++) {
          untilS += pieces[piece % pieces.length] ?? halfHour;
          while (pushed < Math.min(untilS, halfHour)) {
            link.push(startS + pushed, frameAt(startS + pushed));
            pushed += 1;
          }
          // Every other call asks for more than can be known yet.
          arrivals.push(...link.takeUntil((startS + untilS + (piece % 2) * 10) * 1000));
        }
        // A call that looks past the last push also gets what was still on its way.
        expect(toTexts(arrivals.slice(0, whole.length))).toEqual(whole);
        expect(arrivals.length - whole.length).toBeLessThan(30);
      }),
      { numRuns: 25 },
    );
  });

  test("accounts for every point, at any moment", () => {
    const link = linkOf(setting);
    for (const i of upTo(hour)) {
      link.push(startS + i, frameAt(startS + i));
      const { pushed, withheld, live, lost, recorded, dumped, overwritten, waiting } = link.counts();
      expect(pushed).toBe(i + 1);
      expect(pushed).toBe(withheld + live + lost + recorded);
      expect(recorded).toBe(dumped + overwritten + waiting);
    }
    expect(link.counts().dumped).toBeGreaterThan(100);
  });
});

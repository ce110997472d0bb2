import { describe, expect, test } from "vitest";
import type { ChannelTestimony } from "../../../../server/domain/detection/anomaly/anomaly-watch.ts";
import {
  type AnomalyCase,
  describeAnomaly,
} from "../../../../server/domain/detection/anomaly/describe-anomaly.ts";
import { settings } from "./watched-loop.ts";

const [flow, vibration, current, temperature] = [0, 1, 2, 3];
const usual: readonly ChannelTestimony[] = [
  { channel: flow, before: 76.5, now: 76.5, sd: 0.3, moved: false },
  { channel: vibration, before: 0.22, now: 0.221, sd: 0.002, moved: false },
  { channel: current, before: 2.4, now: 2.41, sd: 0.06, moved: false },
  { channel: temperature, before: 30, now: 30.1, sd: 0.25, moved: false },
];

/** The usual testimony, with some channels that moved to another value. */
const moved = (now: Readonly<Record<number, number>>): readonly ChannelTestimony[] =>
  usual.map((one) => {
    const value = now[one.channel];
    return value === undefined ? one : { ...one, now: value, moved: true };
  });

const anomaly = (changes: Partial<AnomalyCase>): AnomalyCase => ({
  channels: settings.channels,
  testimony: moved({ [flow]: 72.3 }),
  atMs: 100_000,
  sinceMs: 60_000,
  changePointMs: Number.NaN,
  inventory: "holds",
  ...changes,
});

describe("the headline", () => {
  test.each<[string, Partial<AnomalyCase>, string]>([
    [
      "says what moved, how fast, and that the pump did not",
      {},
      "Flow fell from 76.5 to 72.3 L/min within 40 s; Vibration and Motor current unchanged.",
    ],
    [
      "counts the time to the change point when there was one since",
      { changePointMs: 85_000 },
      "Flow fell from 76.5 to 72.3 L/min within 25 s; Vibration and Motor current unchanged.",
    ],
    [
      "leaves an older change point alone",
      { changePointMs: 20_000 },
      "Flow fell from 76.5 to 72.3 L/min within 40 s; Vibration and Motor current unchanged.",
    ],
    [
      "names the strongest first",
      { testimony: moved({ [flow]: 72.3, [vibration]: 0.44 }) },
      "Vibration rose from 0.220 to 0.440 g within 40 s; Flow fell from 76.5 to 72.3 L/min.",
    ],
    [
      "counts what it does not name",
      { testimony: moved({ [flow]: 72.3, [vibration]: 0.44, [current]: 3 }) },
      "Vibration rose from 0.220 to 0.440 g within 40 s; Flow fell from 76.5 to 72.3 L/min; 1 more moved.",
    ],
    [
      "has enough digits for a small change",
      { testimony: moved({ [flow]: 76.48 }) },
      "Flow fell from 76.50 to 76.48 L/min within 40 s; Vibration and Motor current unchanged.",
    ],
    ["is plain when nobody moved", { testimony: usual }, "The loop is not as usual."],
  ])("%s", (_name, changes, headline) => {
    expect(describeAnomaly(anomaly(changes)).headline).toBe(headline);
  });
});

describe("the verdict", () => {
  test.each<[string, Partial<AnomalyCase>, string]>([
    ["flow alone", {}, "unknown"],
    ["vibration alone", { testimony: moved({ [vibration]: 0.5 }) }, "unknown"],
    [
      "flow with vibration, nothing lost",
      { testimony: moved({ [flow]: 70, [vibration]: 0.5 }) },
      "pump or valve change",
    ],
    [
      "flow with current, inventory not to be told",
      { testimony: moved({ [flow]: 70, [current]: 1 }), inventory: "unknown" },
      "pump or valve change",
    ],
    [
      "flow with vibration while coolant goes",
      { testimony: moved({ [flow]: 70, [vibration]: 0.5 }), inventory: "falls" },
      "unknown",
    ],
    ["flow with temperature", { testimony: moved({ [flow]: 70, [temperature]: 36 }) }, "unknown"],
  ])("of %s", (_name, changes, verdict) => {
    const finding = describeAnomaly(anomaly(changes));
    expect(finding).toMatchObject({ severity: "advisory", verdict, onsetMs: 60_000, leakKgPerH: null });
  });
});

test("the evidence says what speaks for it, what against, and what is not known", () => {
  const { evidence } = describeAnomaly(anomaly({}));
  expect(evidence).toEqual([
    { side: "for", text: "Flow fell from 76.5 to 72.3 L/min, 14 times its usual scatter." },
    { side: "against", text: "As usual: Vibration, Motor current, Coolant temperature." },
    { side: "against", text: "The inventory does not fall: no coolant is being lost." },
  ]);
  const unsure = describeAnomaly(
    anomaly({ testimony: moved({ [flow]: 72.3 }).slice(0, 3), inventory: "unknown" }),
  );
  expect(unsure.evidence.filter(({ side }) => side === "note").map(({ text }) => text)).toEqual([
    "The inventory cannot be told here, so a loss of coolant is not excluded: look at the tank and the floor.",
    "Not yet learnt: Coolant temperature.",
  ]);
});

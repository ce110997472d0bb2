import { describe, expect, test } from "vitest";
import { seconds } from "../../../../protocol/time.ts";
import { createPumpMode, type PumpModeState } from "../../../../server/domain/detection/limits/pump-mode.ts";
import type { Channel } from "../../../../server/domain/loop/loop.ts";
import { toChannel, toLoop } from "../../../support/builders.ts";
import { startMs, toLimit } from "./limit-rig.ts";

/** As a configuration that says nothing of it has it. */
const flow = toChannel({
  id: "flow",
  role: "flow",
  unit: "L/min",
  range: { low: -10, high: 10_000 },
  step: 0,
});
const pressure = toChannel({ id: "p", limits: [toLimit({ only: "running" })] });
const loopOf = (channels: readonly Channel[]) => toLoop({ channels: [pressure, ...channels] });
const loop = loopOf([flow]);

const wave = (i: number): number => Math.sin(12.9898 * i * i);
const hold = (value: number, lengthS: number, noise = 0): readonly number[] =>
  Array.from({ length: lengthS }, (_, i) => value + noise * wave(i + 1));

/** What was said of the pump after each second of its flow; `NaN`: nothing usable. */
function follow(values: readonly number[], saved?: PumpModeState, fromS = 0) {
  const mode = createPumpMode(loop, saved);
  const said = values.map((value, i) =>
    mode.step(startMs + seconds(fromS + i), (place) => (place === 1 ? value : 300)),
  );
  return { said, mode };
}

describe("whether the pump runs", () => {
  test.each([
    ["a small steady flow is a running pump, however wide its range", hold(6, 60, 0.2), true],
    ["so is a noisy one", hold(6, 300, 1.2), true],
    ["no flow at all is a pump that stands", hold(0, 60), false],
    ["so is noise around nought", hold(0, 300, 0.2), false],
    [
      "a flow that ends is a pump that stands, also with a meter that is a little off",
      [...hold(6, 300, 0.2), ...hold(0.3, 15, 0.02)],
      false,
    ],
    ["half the flow is a pump that runs", [...hold(6, 300, 0.2), ...hold(3, 60, 0.2)], true],
    [
      "a pump that stood at first, with a meter that is a little off, runs when it starts",
      [...hold(0.3, 300), ...hold(6, 15)],
      true,
    ],
    ["and stands when it stops", [...hold(0.3, 300), ...hold(6, 300), ...hold(0.3, 15)], false],
    ["a pump that stood for a day stands still", [...hold(6, 300, 0.2), ...hold(0.3, 86_400, 0.02)], false],
    ["one wild reading makes a running pump no standing one", [...hold(6, 300), 600, ...hold(6, 30)], true],
    ["a flow that runs backwards runs", hold(-6, 60, 0.2), true],
    ["nothing heard tells nothing", [...hold(6, 60), Number.NaN], null],
  ])("%s", (_name, values, runs) => {
    expect(follow(values).said.at(-1)).toBe(runs);
  });

  test("does not flicker while the pump runs, nor with noise around nought", () => {
    expect(new Set(follow(hold(6, 3600, 1.2)).said.slice(30))).toEqual(new Set([true]));
    expect(new Set(follow(hold(0, 3600, 0.2)).said.slice(30))).toEqual(new Set([false]));
  });

  test("is told within ten seconds of a stop", () => {
    const { said } = follow([...hold(6, 300, 0.2), ...hold(0, 10)]);
    expect(said.slice(300).indexOf(false)).toBeGreaterThan(0);
  });

  test("is told by the speed before the flow, and by the flow where the speed is not heard", () => {
    const speed = toChannel({
      id: "speed",
      role: "pump-speed",
      unit: "rpm",
      range: { low: 0, high: 200_000 },
    });
    const mode = createPumpMode(loopOf([flow, speed]));
    const said = [3000, 3000, 0, Number.NaN].map((rpm, i) =>
      mode.step(startMs + seconds(100 * i), (place) => [300, 6, rpm][place]!),
    );
    expect(said).toEqual([true, true, false, true]);
  });

  test("goes on from its state as if it had not been stopped", () => {
    const values = [...hold(6, 200, 0.5), ...hold(1.5, 100, 0.5), ...hold(0.2, 100, 0.1)];
    const whole = follow(values);
    for (const cut of [0, 1, 150, 230, 399]) {
      const first = follow(values.slice(0, cut));
      const saved = JSON.parse(JSON.stringify(first.mode.state)) as PumpModeState;
      const second = follow(values.slice(cut), saved, cut);
      expect([...first.said, ...second.said]).toEqual(whole.said);
    }
  });

  test("is not asked where no limit holds in one mode only", () => {
    const mode = createPumpMode(toLoop({ channels: [flow] }));
    expect(mode.step(startMs, () => 6)).toBeNull();
  });
});

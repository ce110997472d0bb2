import { beforeEach, describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../../protocol/time.ts";
import type { ScenarioDescription } from "../../../simulator/description/scenario-description.ts";
import { createRunner, type Runner } from "../../../simulator/live/runner.ts";
import { toLines } from "../../../simulator/senders/line-protocol.ts";
import { createSimulation, type Simulation } from "../../../simulator/story/simulation.ts";
import { scenarioNamed } from "../../support/example.ts";

const wallMs = 1_700_000_000_000;

const ids = ["healthy", "slow-leak", "puncture", "thermal-transient"];
const stories = ids.map((id) => scenarioNamed(id));
const named = (id: string): ScenarioDescription => scenarioNamed(id);

/** A wall clock that a test turns, and a server that takes what it is given until it is told to stop. */
const world = { nowMs: wallMs, room: true, taken: "" };
let simulation: Simulation;

function run({ id = "healthy", held = null as ScenarioDescription | null, headStartMs = days(30) } = {}) {
  simulation = createSimulation({
    loopId: "ms-22",
    seed: 1,
    startMs: wallMs - headStartMs,
    scenario: named(id),
  });
  return createRunner({
    simulation,
    stories,
    outlet: {
      hasRoom: () => world.room,
      send: (arrivals) => {
        world.taken += toLines("ms-22", simulation.channels, arrivals);
      },
    },
    nowMs: () => world.nowMs,
    speed: 10,
    held,
  });
}

const untilIdle = (runner: Runner) => {
  while (runner.tick());
};
const pass = (runner: Runner, ms: number) => {
  world.nowMs += ms;
  untilIdle(runner);
};

beforeEach(() => Object.assign(world, { nowMs: wallMs, room: true, taken: "" }));

describe("a running simulation", () => {
  test("hands over its prelude at once and then keeps its speed", () => {
    const runner = run();
    untilIdle(runner);
    const { liveMs } = simulation.progress();
    expect(simulation.progress().nowMs).toBe(liveMs);
    expect(world.taken.split("\n")).toHaveLength(hours(3) / 1000 + 1);
    pass(runner, seconds(6));
    expect(simulation.progress().nowMs).toBe(liveMs + minutes(1));
  });

  test("waits with its source time while the sender has no room, and does not rush afterwards", () => {
    const runner = run();
    untilIdle(runner);
    const { liveMs } = simulation.progress();
    world.room = false;
    pass(runner, minutes(10));
    expect(simulation.progress().nowMs).toBe(liveMs);
    world.room = true;
    pass(runner, 0);
    expect(simulation.progress().nowMs).toBe(liveMs);
    pass(runner, seconds(1));
    expect(simulation.progress().nowMs).toBe(liveMs + seconds(10));
  });

  test("never runs ahead of the wall clock, not even in its prelude", () => {
    const runner = run({ headStartMs: hours(1) });
    untilIdle(runner);
    expect(simulation.progress().nowMs).toBe(wallMs);
    pass(runner, seconds(30));
    expect(simulation.progress().nowMs).toBe(wallMs + seconds(30));
  });

  test("changes speed from where it is", () => {
    const runner = run();
    untilIdle(runner);
    pass(runner, seconds(10));
    const before = simulation.progress().nowMs;
    expect(runner.setSpeed(60)).toEqual({ ok: true });
    pass(runner, seconds(10));
    expect(simulation.progress().nowMs).toBe(before + seconds(600));
    expect(runner.state().speed).toBe(60);
  });

  test.each([0, 0.5, 601, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses a speed of %d with a sentence",
    (speed) => {
      const runner = run();
      expect(runner.setSpeed(speed)).toEqual({ ok: false, reason: "The speed must be between 1 and 600." });
      expect(runner.state().speed).toBe(10);
    },
  );
});

describe("stories on request", () => {
  test("start with the loop serviced", () => {
    const runner = run();
    untilIdle(runner);
    expect(runner.startScenario("puncture")).toEqual({ ok: true });
    expect(runner.state()).toMatchObject({ runningId: "puncture", startedMs: simulation.progress().nowMs });
    untilIdle(runner);
    expect(world.taken.match(/coolant_operation/g)).toHaveLength(1);
  });

  test("that do not exist are refused with the choices", () => {
    const runner = run();
    expect(runner.startScenario("flood")).toEqual({
      ok: false,
      reason:
        'There is no scenario "flood" for this plant. Choose one of: healthy, slow-leak, puncture, thermal-transient.',
    });
    expect(runner.state().runningId).toBe("healthy");
  });
});

describe("a story held back for a visitor", () => {
  test("begins 45 seconds of wall time after the first visitor, once", () => {
    const runner = run({ held: named("puncture") });
    untilIdle(runner);
    pass(runner, minutes(3));
    expect(runner.state()).toMatchObject({ runningId: "healthy", eventMs: null });
    runner.visitorArrived();
    const { eventMs, nowMs } = runner.state();
    expect(eventMs).toBe(nowMs + seconds(450));
    pass(runner, seconds(20));
    runner.visitorArrived();
    expect(runner.state()).toMatchObject({ runningId: "puncture", eventMs });
    pass(runner, seconds(25));
    expect(simulation.truth.lostKg).toBe(0);
    pass(runner, seconds(1));
    expect(simulation.truth.lostKg).toBeGreaterThan(0);
    expect(world.taken).not.toContain("coolant_operation");
  });

  test("counts from the end of the prelude for a visitor who comes during it", () => {
    const runner = run({ held: named("puncture") });
    runner.visitorArrived();
    expect(runner.state().eventMs).toBe(simulation.progress().liveMs + seconds(450));
  });

  test("is forgotten when somebody chooses another story", () => {
    const runner = run({ held: named("puncture") });
    untilIdle(runner);
    runner.startScenario("healthy");
    runner.visitorArrived();
    expect(runner.state()).toMatchObject({ runningId: "healthy", eventMs: null });
  });

  test("does not exist unless asked for", () => {
    const runner = run();
    runner.visitorArrived();
    expect(runner.state()).toMatchObject({ runningId: "healthy", eventMs: null });
  });
});

import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../protocol/time.ts";
import { createSimulation, type SimulationOptions } from "../../../simulator/story/simulation.ts";
import { linesUntil, scenarioNamed as named } from "../../support/example.ts";

const startMs = 1_700_000_000_000;

const simulate = (id: string, more: Partial<SimulationOptions> = {}) =>
  createSimulation({
    loopId: "ms-22",
    seed: 1,
    startMs,
    scenario: named(id),
    preludeMs: minutes(1),
    ...more,
  });

const timesOf = (lines: string) =>
  lines
    .split("\n")
    .filter((line) => line.startsWith("coolant_loop"))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));

describe("telemetry of a simulation", () => {
  test("is one wide point a second in line protocol with milliseconds", () => {
    const lines = linesUntil(simulate("healthy"), startMs + 3999);
    expect(timesOf(lines)).toEqual([startMs + 1000, startMs + 2000, startMs + 3000]);
    const number = String.raw`-?\d+(\.\d{1,6})?`;
    const fields = [
      "accumulator_pressure_kpa",
      "pump_out_pressure_kpa",
      "radiator_in_c",
      "radiator_out_c",
      "accumulator_c",
      "flow_lpm",
    ].map((field) => `${field}=${number}`);
    const line = new RegExp(String.raw`^coolant_loop,loop=ms-22 ${fields.join(",")} \d{13}$`);
    for (const text of lines.trimEnd().split("\n")) expect(text).toMatch(line);
    expect(lines.endsWith("\n")).toBe(true);
  });

  test("is the same for the same seed, however it is cut into calls", () => {
    const whole = linesUntil(simulate("puncture"), startMs + minutes(20));
    const cut = simulate("puncture");
    let pieces = "";
    for (let t = 0; t <= minutes(20); t += 7300) pieces += linesUntil(cut, startMs + t);
    pieces += linesUntil(cut, startMs + minutes(20));
    expect(pieces).toBe(whole);
  });

  test("differs with another seed", () => {
    const other = linesUntil(simulate("healthy", { seed: 2 }), startMs + minutes(1));
    expect(other).not.toBe(linesUntil(simulate("healthy"), startMs + minutes(1)));
  });

  test("never goes back in time", () => {
    const simulation = simulate("healthy");
    linesUntil(simulation, startMs + minutes(1));
    expect(linesUntil(simulation, startMs)).toBe("");
    expect(simulation.progress().nowMs).toBe(startMs + minutes(1));
  });

  test("starts at a whole second and carries the name of its loop", () => {
    const lines = linesUntil(
      simulate("healthy", { startMs: startMs + 250, loopId: "loop.b" }),
      startMs + 1500,
    );
    expect(timesOf(lines)).toEqual([startMs + 1000]);
    expect(lines).toContain("coolant_loop,loop=loop.b ");
  });

  test.each(["", "two words", "a,b"])("refuses to run a loop named %j", (loopId) => {
    expect(() => simulate("healthy", { loopId })).toThrow(RangeError);
  });
});

describe("a story", () => {
  test("is healthy until its event, and leaks from that second on", () => {
    const simulation = simulate("puncture");
    const { eventMs, liveMs } = simulation.progress();
    expect(liveMs).toBe(startMs + minutes(1));
    expect(eventMs).toBe(liveMs + (named("puncture").eventDelayS ?? 0) * 1000);
    linesUntil(simulation, eventMs ?? 0);
    expect(simulation.truth.leakKgPerS).toBe(0);
    expect(simulation.truth.inventoryL).toBeCloseTo(44, 6);
    linesUntil(simulation, (eventMs ?? 0) + seconds(1));
    expect(simulation.truth.leakKgPerS * 3600).toBeGreaterThan(18);
    linesUntil(simulation, (eventMs ?? 0) + minutes(30));
    const truth = simulation.truth;
    expect(truth.bottomedOut).toBe(true);
    expect(truth.pressureKpa).toBeLessThan(15);
    expect(truth.massKg + truth.lostKg).toBeCloseTo(30.45, 1);
  });

  test("that has no event never leaks", () => {
    const simulation = simulate("healthy");
    expect(simulation.progress().eventMs).toBeNull();
    linesUntil(simulation, startMs + hours(5));
    expect(simulation.truth.lostKg).toBe(0);
  });

  test("of three hours of prelude and its own delay by default; both can be given", () => {
    const usual = createSimulation({
      loopId: "a",
      seed: 1,
      startMs,
      scenario: named("slow-leak"),
    }).progress();
    expect(usual.liveMs - startMs).toBe(hours(3));
    const given = simulate("slow-leak", { eventDelayMs: minutes(2), preludeMs: 0 }).progress();
    expect(given.eventMs).toBe(startMs + minutes(2));
  });

  test.each([0, 23, 46, 70])(
    "thermal transient %d min into an orbit moves the pressure by a tenth and loses nothing",
    (intoMin) => {
      const simulation = simulate("thermal-transient", { eventDelayMs: minutes(intoMin) });
      const eventMs = simulation.progress().eventMs ?? 0;
      linesUntil(simulation, eventMs);
      const before = { ...simulation.truth };
      let lowestKpa = before.pressureKpa;
      for (let t = 1; t <= 150; t++) {
        linesUntil(simulation, eventMs + minutes(t));
        lowestKpa = Math.min(lowestKpa, simulation.truth.pressureKpa);
      }
      expect(lowestKpa / before.pressureKpa).toBeLessThan(0.9);
      expect(simulation.truth.lostKg).toBe(0);
      // Whole revolutions later the loop is where it was.
      linesUntil(simulation, eventMs + minutes(92.76 * 6));
      expect(Math.abs(simulation.truth.pressureKpa / before.pressureKpa - 1)).toBeLessThan(0.02);
    },
  );
});

describe("another story", () => {
  test("begins with a serviced, full loop, and time goes on", () => {
    const simulation = simulate("puncture");
    linesUntil(simulation, startMs + hours(1));
    expect(simulation.truth.lostKg).toBeGreaterThan(1);
    simulation.start(named("thermal-transient"));
    const at = simulation.progress();
    expect(at).toMatchObject({ startedMs: startMs + hours(1), liveMs: startMs + hours(1) + minutes(1) });
    const lines = linesUntil(simulation, at.nowMs + seconds(2))
      .trimEnd()
      .split("\n");
    expect(lines[0]).toBe(`coolant_operation,loop=ms-22 kind="serviced" ${at.nowMs + 1000}`);
    expect(timesOf(lines.join("\n"))).toEqual([at.nowMs + 1000, at.nowMs + 2000]);
    expect(lines).toHaveLength(3);
    expect(simulation.truth).toMatchObject({ lostKg: 0, leakKgPerS: 0, bottomedOut: false });
    expect(simulation.truth.inventoryL).toBeCloseTo(44, 6);
  });

  test("begins where the thermal cycle would have been", () => {
    const serviced = simulate("puncture");
    linesUntil(serviced, startMs + hours(2));
    serviced.start(named("healthy"));
    linesUntil(serviced, startMs + hours(2) + seconds(1));
    const healthy = simulate("healthy");
    linesUntil(healthy, startMs + hours(2) + seconds(1));
    expect(serviced.truth.pressureKpa).toBeCloseTo(healthy.truth.pressureKpa, 0);
    expect(serviced.truth.bulkTempC).toBeCloseTo(healthy.truth.bulkTempC, 1);
  });

  test("says first that the loop was serviced when earlier telemetry exists", () => {
    expect(linesUntil(simulate("healthy", { serviced: true }), startMs + 1000)).toMatch(
      /^coolant_operation,/,
    );
    expect(linesUntil(simulate("healthy"), startMs + 1000)).toMatch(/^coolant_loop,/);
  });

  test("can be armed for later without touching the plant", () => {
    const simulation = simulate("healthy");
    linesUntil(simulation, startMs + minutes(5));
    const eventMs = startMs + minutes(8);
    simulation.arm(named("puncture"), eventMs);
    expect(simulation.progress()).toMatchObject({
      startedMs: startMs,
      eventMs,
      scenario: { id: "puncture" },
    });
    const lines = linesUntil(simulation, eventMs);
    expect(lines).not.toContain("coolant_operation");
    expect(simulation.truth.lostKg).toBe(0);
    linesUntil(simulation, eventMs + 1000);
    expect(simulation.truth.lostKg).toBeGreaterThan(0);
  });

  test("armed for the past begins now; one without an event stays without", () => {
    const simulation = simulate("healthy");
    linesUntil(simulation, startMs + minutes(5));
    simulation.arm(named("puncture"), startMs);
    expect(simulation.progress().eventMs).toBe(startMs + minutes(5));
    simulation.arm(named("healthy"), startMs + minutes(9));
    expect(simulation.progress().eventMs).toBeNull();
  });
});

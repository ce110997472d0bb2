import { describe, expect, test } from "vitest";
import { kindsOf, loopWith, play, ramp, toLimit, toText } from "./limit-rig.ts";

describe("a limit of the rate", () => {
  const falling = loopWith([toLimit({ name: "falling", kind: "falling", value: 5, deadband: 0.5 })]);
  const last = (values: readonly (number | null)[]): string => toText(play(falling, values).said.at(-1)!);

  test.each([
    ["is unknown while it was heard for less than half a minute", ramp(100, -60, 25), "unknown"],
    [
      "is inside for a slower fall",
      ramp(100, -4.8, 120),
      "gone: Suction pressure changes no faster than 4.5 kPa a minute",
    ],
    [
      "is inside for a rise",
      ramp(100, 30, 120),
      "gone: Suction pressure changes no faster than 4.5 kPa a minute",
    ],
    [
      "is passed by a faster fall",
      ramp(100, -6, 120),
      "found: Suction pressure falls faster than 5 kPa a minute",
    ],
    ["is unknown while nothing is heard", [...ramp(100, -6, 120), null], "unknown"],
    [
      "is passed still when the fall is slower by less than the deadband",
      [...ramp(100, -6, 120), ...ramp(88, -4.8, 120)],
      "found: Suction pressure falls faster than 5 kPa a minute",
    ],
    [
      "is over when the fall is slower by the deadband",
      [...ramp(100, -6, 120), ...ramp(88, -4, 120)],
      "gone: Suction pressure changes no faster than 4.5 kPa a minute",
    ],
    [
      "is not passed by one step of a coarse converter",
      [...ramp(100, 0, 60), ...ramp(97, 0, 60)],
      "gone: Suction pressure changes no faster than 4.5 kPa a minute",
    ],
    [
      "is unknown after a long silence, until half a minute was heard again",
      [...ramp(100, 0, 60), ...ramp(0, 0, 90).map(() => null), ...ramp(50, 0, 20)],
      "unknown",
    ],
    [
      "after a long silence is that of what is heard now",
      [...ramp(100, 0, 60), ...ramp(0, 0, 90).map(() => null), ...ramp(50, 0, 60)],
      "gone: Suction pressure changes no faster than 4.5 kPa a minute",
    ],
  ])("%s", (_name, values, text) => {
    expect(last(values)).toBe(text);
  });

  test("is not passed by one wild reading, wherever it falls", () => {
    for (let at = 30; at < 120; at++) {
      const values = ramp(100, 0, 120).map((value, second) => (second === at ? 40 : value));
      expect(kindsOf(play(falling, values).said)).not.toContain("f");
    }
  });

  test("is passed within a minute of a fall that is twice as fast", () => {
    const values = [...ramp(100, 0, 120), ...ramp(100, -10, 60)];
    const first = play(falling, values).said.findIndex(({ kind }) => kind === "found");
    expect(first).toBeGreaterThan(120);
    expect(first).toBeLessThan(180);
  });

  test("is the rate of change to a twentieth, with the noise of a usual sensor", () => {
    const noisy = ramp(100, -6, 300).map((value, i) => value + 0.05 * Math.sin(i * i));
    const { watch } = play(falling, noisy);
    expect(watch.state.limits["suction.falling"]?.now).toBeCloseTo(-6, 1);
  });

  test("rises in its own words", () => {
    const rising = loopWith([toLimit({ name: "rising", kind: "rising", value: 5, deadband: 0.5 })]);
    const { said } = play(rising, ramp(100, 7.25, 90));
    expect(toText(said.at(-1)!)).toBe("found: Suction pressure rises faster than 5 kPa a minute");
  });
});

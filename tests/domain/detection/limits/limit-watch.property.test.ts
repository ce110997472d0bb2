import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLimitWatch } from "../../../../server/domain/detection/limits/limit-watch.ts";
import { copyState } from "../../../../server/domain/statistics/copy-state.ts";
import { kindsOf, loopWith, play, ramp, startMs, toLimit } from "./limit-rig.ts";

const anyValue = fc.option(fc.double({ min: 85, max: 105, noNaN: true }), { nil: null });
const anyPump = fc.constantFrom(true, false, null);

describe("whatever is heard", () => {
  const twoLimits = [
    toLimit({ deadband: 2 }),
    toLimit({ name: "falling", kind: "falling", value: 5, deadband: 0.5, only: "running" }),
  ];

  test("with a deadband, a value that jitters by less than it never flickers", () => {
    const widths = fc.record({
      deadband: fc.double({ min: 0.01, max: 20, noNaN: true }),
      middle: fc.double({ min: 80, max: 110, noNaN: true }),
      above: fc.boolean(),
      jitter: fc.array(fc.double({ min: -0.499, max: 0.499, noNaN: true }), { minLength: 2, maxLength: 200 }),
    });
    fc.assert(
      fc.property(widths, ({ deadband, middle, above, jitter }) => {
        const loop = loopWith([toLimit({ kind: above ? "above" : "below", deadband })]);
        const { said } = play(
          loop,
          jitter.map((share) => middle + share * deadband),
        );
        const changes = said.filter(({ kind }, i) => i > 0 && kind !== said[i - 1]!.kind).length;
        expect(changes).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("silence never ends what was found: the next word after it is the same, or rests on a value that is back", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 100 }), (values) => {
        const { said } = play(loopWith([toLimit({ deadband: 2 })]), values);
        let found = false;
        said.forEach(({ kind }, i) => {
          const value = values[i];
          if (value === null) expect(kind).toBe("unknown");
          else if (found && value! < 97) expect(kind).toBe("found");
          if (kind !== "unknown") found = kind === "found";
        });
      }),
    );
  });

  test("a watch that goes on from its state, kept as JSON or copied, says the same as one that was never stopped", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyValue, anyPump), { minLength: 40, maxLength: 160 }),
        fc.nat({ max: 160 }),
        fc.constantFrom("json", "copy"),
        (steps, cutAt, how) => {
          const loop = loopWith(twoLimits);
          const pump = (second: number): boolean | null => steps[second]![1];
          const values = steps.map(([value]) => value);
          const cut = Math.min(cutAt, steps.length);
          const whole = play(loop, values, { pump });
          const first = play(loop, values.slice(0, cut), { pump });
          const saved =
            how === "copy" ? copyState(first.watch.state) : JSON.parse(JSON.stringify(first.watch.state));
          const second = play(loop, values.slice(cut), { pump, saved, fromS: cut });
          expect([...first.said, ...second.said]).toEqual(whole.said);
          expect(second.watch.state).toEqual(whole.watch.state);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a copy does not disturb the one that it was made from", () => {
    const loop = loopWith(twoLimits);
    const { watch } = play(loop, ramp(100, -6, 60), { pump: () => true });
    const before = JSON.stringify(watch.state);
    const other = createLimitWatch(loop, copyState(watch.state));
    for (let second = 60; second < 120; second++) other.evaluate(startMs + 1000 * second, () => 50, true);
    expect(JSON.stringify(watch.state)).toBe(before);
  });

  test("a limit that became one of another kind under the same name begins anew", () => {
    const { watch } = play(loopWith([toLimit({ name: "x" })]), [90]);
    const { said } = play(loopWith([toLimit({ name: "x", kind: "falling", value: 5 })]), [90], {
      saved: copyState(watch.state),
    });
    expect(kindsOf(said)).toBe("u");
  });
});

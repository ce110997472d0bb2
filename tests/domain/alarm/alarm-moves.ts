import fc from "fast-check";
import { severities } from "../../../protocol/alarm.ts";
import { minutes, seconds } from "../../../protocol/time.ts";
import type { AlarmAct } from "../../../protocol/wire.ts";
import type { Alarm, AlarmRules, AlarmStep } from "../../../server/domain/alarm/alarm.ts";
import {
  act,
  blind,
  clock,
  found,
  gone,
  heard,
  type Input,
  leakKey,
  passed,
  serviced,
  suppress,
  tell,
  unsuppress,
} from "./alarm-inputs.ts";
import { createPlay } from "./alarm-play.ts";

/** Something that is told after `afterS` seconds, made when the time is known. */
export interface Move {
  readonly afterS: number;
  readonly holds: boolean;
  readonly toInput: (s: number, grewTimes: number) => Input;
  readonly grows?: boolean;
}

const afterS = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(0.2, 0.5, 100, 1000, 5000) },
);

const finding = fc
  .record({
    afterS,
    severity: fc.constantFrom(...severities),
    leakKgPerH: fc.constantFrom(0.1, 1, 1.1, 5),
    grows: fc.boolean(),
  })
  .map(
    ({ severity, leakKgPerH, ...move }): Move => ({
      ...move,
      holds: false,
      toInput: (s, grewTimes) => found(s, { severity, leakKgPerH, grewTimes }),
    }),
  );

const plainMoves = { gone, passed, blind, heard, clock, unsuppress };
const plain = fc
  .record({ afterS, kind: fc.constantFrom(...(Object.keys(plainMoves) as (keyof typeof plainMoves)[])) })
  .map(({ kind, ...move }): Move => ({ ...move, holds: kind === "unsuppress", toInput: plainMoves[kind] }));

// Nobody repairs a loop in less than a second.
const repair = fc
  .integer({ min: 1, max: 60 })
  .map((s): Move => ({ afterS: s, holds: false, toInput: serviced }));

const hold = fc
  .record({ afterS, forS: fc.integer({ min: 1, max: 900 }) })
  .map(({ forS, ...move }): Move => ({ ...move, holds: true, toInput: (s) => suppress(s, s + forS) }));

const holding: ReadonlySet<AlarmAct["kind"]> = new Set([
  "shelve",
  "unshelve",
  "take out of service",
  "put back in service",
]);
const persons = fc
  .record({
    afterS,
    kind: fc.constantFrom<AlarmAct["kind"]>(
      "acknowledge",
      "acknowledge",
      "silence",
      "reset",
      "comment",
      "assign",
      "shelve",
      "unshelve",
      "take out of service",
      "put back in service",
    ),
    forMs: fc.constantFrom(seconds(20), minutes(10)),
  })
  .map(
    ({ kind, forMs, ...move }): Move => ({
      ...move,
      holds: holding.has(kind),
      toInput: (s) => act(s, kind, { forMs }),
    }),
  );

/** How often a property is tried. */
export const manyRuns = { numRuns: 400, seed: 20_221_215 };

export const moves = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: finding },
    { weight: 5, arbitrary: plain },
    { weight: 5, arbitrary: persons },
    { weight: 1, arbitrary: repair },
    { weight: 1, arbitrary: hold },
  ),
  { maxLength: 80, size: "max" },
);

export const rules: fc.Arbitrary<AlarmRules> = fc.record({
  onDelayMs: fc.constantFrom(0, 0, 500, seconds(20)),
  offDelayMs: fc.constantFrom(0, 0, seconds(30)),
  latches: fc.boolean(),
  callAgainAfterMs: fc.constantFrom(null, minutes(20)),
});

/** The moves as inputs: time passes before each, and what has grown once stays grown. */
export function toInputs(given: readonly Move[]): { readonly input: Input; readonly holds: boolean }[] {
  let s = 0;
  let grewTimes = 0;
  return given.map((move) => {
    s += move.afterS;
    if (move.grows === true) grewTimes += 1;
    return { input: move.toInput(s, grewTimes), holds: move.holds };
  });
}

export interface Played {
  readonly steps: readonly AlarmStep[];
  readonly alarm: Alarm;
}

export function run(given: readonly Move[], by: AlarmRules): Played {
  const play = createPlay(leakKey, by);
  for (const { input } of toInputs(given)) tell(play, input);
  return { steps: play.steps, alarm: play.alarm };
}

/** Many random stories, the same ones every time. */
export const forAll = (check: (played: Played, given: readonly Move[], by: AlarmRules) => void): void =>
  fc.assert(
    fc.property(moves, rules, (given, by) => check(run(given, by), given, by)),
    { ...manyRuns },
  );

import { expect, test } from "vitest";
import type { AlarmRules, Condition } from "../../../server/domain/alarm/alarm.ts";
import { type Input, tellAll } from "./alarm-inputs.ts";

/** What is told to an alarm, all that happens ("refused" where nothing does), and how it stands in the end. */
export type Row = readonly [
  name: string,
  inputs: readonly Input[],
  events: readonly string[],
  end: Condition["kind"],
];

/** A test for each row. */
export const playRows = (rules: AlarmRules, rows: readonly Row[]): void =>
  test.each(rows)("%s", (_name, inputs, events, end) => {
    const told = tellAll(inputs, rules);
    expect(told.heard.map((one) => one.replace(/^refused: .*/, "refused"))).toEqual(events);
    expect(told.play.alarm.condition.kind).toBe(end);
  });

import { describe, expect, test } from "vitest";
import { createBacktest } from "../../server/app/backtest.ts";
import { createColumnIntake, planColumns } from "../../server/app/backtest-columns.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { toChannel, toLoop } from "../support/builders.ts";

const source = (field: string) => ({ measurement: "bench", tags: {}, field });

/** A loop whose channels have the given fields; a channel's id is that of its loop and a number. */
const loopOf = (id: string, ...fields: readonly string[]): Loop =>
  toLoop({ id, channels: fields.map((field, k) => toChannel({ id: `${id}-${k}`, source: source(field) })) });

describe("a column belongs to the channel", () => {
  const one = loopOf("one", "p_acc", "p_out");

  test("whose field it is called after", () => {
    const plan = planColumns([one], ["time", "p_out", "p_acc"]);
    expect(plan.wanted).toEqual([1, 2]);
    expect(plan.feeds).toEqual([[{ loopId: "one", place: 1 }], [{ loopId: "one", place: 0 }]]);
    expect(plan).toMatchObject({ loops: [one], unused: [], missing: [], shared: [] });
  });

  test("that is called like it, where no column has the name of its field", () => {
    const plan = planColumns([one], ["time", "one-1", "p_acc"]);
    expect(plan.feeds).toEqual([[{ loopId: "one", place: 1 }], [{ loopId: "one", place: 0 }]]);
  });

  test("that is called like it, where channels share a field", () => {
    const plan = planColumns([loopOf("one", "value", "value")], ["time", "value", "one-0"]);
    expect(plan.feeds).toEqual([[{ loopId: "one", place: 0 }]]);
    expect(plan.unused).toEqual(["value"]);
    expect(plan.missing).toEqual([{ loopId: "one", channels: ["one-1"] }]);
  });

  test("and never the column of the time", () => {
    expect(planColumns([loopOf("one", "time")], ["time", "x"]).loops).toEqual([]);
  });
});

test("loops without any column are left out, others say what they miss", () => {
  const plan = planColumns([loopOf("one", "a", "b"), loopOf("two", "c")], ["time", "a", "note", "note"]);
  expect(plan.loops.map(({ id }) => id)).toEqual(["one"]);
  expect(plan.missing).toEqual([{ loopId: "one", channels: ["one-1"] }]);
  expect(plan.unused).toEqual(["note"]);
});

test("of two columns with one name the first counts", () => {
  expect(planColumns([loopOf("one", "a")], ["time", "a", "a"])).toMatchObject({ wanted: [1], unused: ["a"] });
});

test("a column may feed several loops, and that is said", () => {
  const plan = planColumns([loopOf("one", "a", "b"), loopOf("two", "a")], ["time", "a", "b"]);
  expect(plan.shared).toEqual(["a"]);
  expect(plan.feeds[0]).toHaveLength(2);
});

test("rows go to the lanes of their loops; an empty cell is no sample", () => {
  const loops = [loopOf("one", "a"), loopOf("two", "b")];
  const { lane } = createBacktest(loops, null);
  const take = createColumnIntake(planColumns(loops, ["time", "a", "b"]), lane);
  const atMs = Float64Array.from([1000, 2000, 3000, 4000]);
  const values = Float64Array.from([300, 1, 300, Number.NaN, 300, Number.NaN, Number.NaN, 1]);
  expect(take({ count: 4, width: 2, atMs, values })).toBe(5);
  expect([lane("one").newestMs, lane("two").newestMs]).toEqual([3000, 4000]);
});

import { expect, test } from "vitest";
import { forgetOthers } from "../../server/app/forget-others.ts";

test("what is known of a loop that is gone is forgotten, and nothing else", () => {
  const numbers = new Map([
    ["a", 1],
    ["b", 2],
  ]);
  const names = new Set(["b", "c"]);
  for (const byLoop of [numbers, names]) forgetOthers(byLoop, [{ id: "a" }, { id: "c" }]);
  expect([...numbers]).toEqual([["a", 1]]);
  expect([...names]).toEqual(["c"]);
});

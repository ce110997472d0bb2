import { describe, expect, test } from "vitest";
import { parseScenario } from "../../../simulator/description/parse-scenario.ts";
import { plantText } from "./plant-text.ts";

/** Problems of a story that leaks at its event, with these events beside. */
function withEvents(...events: readonly string[]): string[] {
  const leak = "kind: leak, at: radiator, size: { kind: hole, holeMm: 0.8 }";
  const lines = [leak, ...events].map((event) => `  - { ${event} }\n`).join("");
  const text = `title: A hole\nsummary: Something happens.\nplant: test\nlengthS: 1d\nideal: []\nevents:\n${lines}`;
  const context = { id: "story", variant: null, changes: {}, readPlant: () => plantText, plants: ["test"] };
  const parsed = parseScenario(text, context);
  return parsed.kind === "known" ? [] : parsed.problems.map(({ message }) => message);
}

describe("refills and drains", () => {
  test.each([
    ["what the gas takes", ["kind: refill, atS: 1h, forS: 5min, litres: 1.3, tempC: 20"]],
    ["what leaked before", ["kind: refill, atS: 1h, forS: 5min, litres: 25, tempC: 20"]],
    [
      "what was drained before",
      [
        "kind: drain, atS: -30min, forS: 5min, litres: 1.8",
        "kind: refill, atS: -20min, forS: 5min, litres: 3, tempC: 20",
      ],
    ],
    [
      "what was filled in before",
      [
        "kind: refill, atS: -20min, forS: 5min, litres: 0.5, tempC: 20",
        "kind: drain, atS: 1h, forS: 5min, litres: 2.3",
      ],
    ],
  ])("may move %s", (_, events) => {
    expect(withEvents(...events)).toEqual([]);
  });

  test.each([
    ["before the leak", ["kind: refill, atS: -5min, forS: 5min, litres: 2, tempC: 20"]],
    ["beyond the charge", ["kind: refill, atS: 1h, forS: 5min, litres: 29, tempC: 20"]],
    [
      "one after the other",
      ["kind: drain, atS: 1h, forS: 5min, litres: 1.5", "kind: drain, atS: 2h, forS: 5min, litres: 1.5"],
    ],
  ])("may not move too much %s", (_, events) => {
    expect(withEvents(...events)).toHaveLength(1);
    expect(withEvents(...events)[0]).toMatch(/can still be/);
  });

  test("are told how much more can be moved", () => {
    expect(withEvents("kind: refill, atS: -5min, forS: 5min, litres: 20, tempC: 20")).toEqual([
      "The accumulator's gas cannot take that: with what was drained, lost and filled in before, 1.8 L can still be filled in.",
    ]);
  });
});

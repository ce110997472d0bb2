import { describe, expect, test } from "vitest";
import { toFocus } from "../../../client/state/focus.ts";
import { minimumPosition, toReserve } from "../../../client/state/reserve.ts";
import { renderIcon, toTab } from "../../../client/state/tab.ts";
import { parseThemeChoice, toTheme } from "../../../client/state/theme.ts";
import { someAlarm, someLoop } from "../fixtures.ts";

describe("the loop shown in full", () => {
  const loops = [someLoop, { ...someLoop, id: "loop-b" }, { ...someLoop, id: "loop-c" }];
  const facts = { loops, selectedId: null, openAlarms: [], isHeard: (id: string) => id === "loop-b" };

  test.each([
    ["is the first one heard when all is calm", facts, "loop-b"],
    [
      "is the most urgent one when something is wrong",
      { ...facts, openAlarms: [{ ...someAlarm, loopId: "loop-c" }] },
      "loop-c",
    ],
    [
      "is the selected one, whatever happens elsewhere",
      { ...facts, selectedId: "loop-a", openAlarms: [{ ...someAlarm, loopId: "loop-c" }] },
      "loop-a",
    ],
    [
      "is no loop at all that the monitor's own alarm would choose",
      { ...facts, openAlarms: [{ ...someAlarm, loopId: "loopwatch" }] },
      "loop-b",
    ],
    ["is not an unknown one", { ...facts, selectedId: "nowhere" }, "loop-b"],
    ["is none when nothing was heard", { ...facts, isHeard: () => false }, undefined],
  ])("%s", (_, given, id) => {
    expect(toFocus(given)?.id).toBe(id);
  });
});

describe("the reserve bar", () => {
  test("puts the minimum on its mark and goes no further than its ends", () => {
    expect(toReserve(40, 40, 44)).toEqual({ position: minimumPosition, aboveL: 0 });
    expect(toReserve(10, 40, 44).position).toBe(0);
    expect(toReserve(80, 40, 44).position).toBe(1);
  });

  test("shows less coolant as a shorter bar", () => {
    expect(toReserve(41, 40, 44).position).toBeLessThan(toReserve(43, 40, 44).position);
  });
});

describe("the tab", () => {
  const live = { kind: "live" as const };
  test.each([
    ["is quiet when all is well", toTab(live, []), "Loopwatch", "normal"],
    [
      "counts what nobody acknowledged",
      toTab(live, [someAlarm]),
      "(1) Warning loop-a · Loopwatch",
      "serious",
    ],
    [
      "keeps an acknowledged alarm",
      toTab(live, [{ ...someAlarm, state: "acknowledged" }]),
      "Warning loop-a · Loopwatch",
      "serious",
    ],
    [
      "does not count or show one that is held",
      toTab(live, [
        { ...someAlarm, hold: { kind: "out of service", act: { by: "A", atMs: 1, comment: "broken" } } },
      ]),
      "Loopwatch",
      "normal",
    ],
    [
      "says first that the page is cut off",
      toTab({ kind: "dead", sinceMs: 1 }, [someAlarm]),
      "No connection · Loopwatch",
      "off",
    ],
  ])("%s", (_, tab, title, status) => {
    expect(tab).toEqual({ title, status });
  });

  test("has an icon that needs no request", () => {
    expect(renderIcon("critical", "M0 0h1")).toMatch(/^data:image\/svg\+xml,%3Csvg/);
  });
});

test("the theme follows the system until a person chooses", () => {
  expect(toTheme(parseThemeChoice(null), true)).toBe("dark");
  expect(toTheme(parseThemeChoice("mauve"), false)).toBe("light");
  expect(toTheme(parseThemeChoice("night"), false)).toBe("night");
});

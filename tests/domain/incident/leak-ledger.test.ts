import { describe, expect, test } from "vitest";
import type { LedgerLeak } from "../../../protocol/incident.ts";
import { createLeakLedger } from "../../../server/domain/incident/leak-ledger.ts";
import { createStory, keyOf, min, type Story } from "./alarm-story.ts";

const leak = keyOf("leak");
const day = 24 * 60;
const kinds = ({ entries }: LedgerLeak) => entries.map(({ kind }) => kind);
const only = (story: Story): LedgerLeak => {
  const leaks = story.ledger.list("ms-22");
  expect(leaks).toHaveLength(1);
  return leaks[0]!;
};
const resets = (story: Story, m: number): unknown =>
  story.happen(leak, { kind: "reset", act: { by: "Ada", atMs: min(m), comment: "" } });

/** A leak that has stopped by itself, and was acknowledged. */
function toStopped(): Story {
  const story = createStory();
  story.opens(leak, 0, { leakKgPerH: 1 });
  story.acknowledged(leak, 5);
  story.returns(leak, 60, true);
  return story;
}

describe("the ledger of a leak", () => {
  test("begins when it opens, under the name of its first alarm", () => {
    const story = createStory();
    story.opens(leak, 0, { leakKgPerH: 2, leakSdKgPerH: 0.3 });
    expect(story.ledger.list()).toEqual([
      {
        id: "ms-22.leak.1671062400",
        loopId: "ms-22",
        state: "open",
        entries: [
          { kind: "opened", atMs: min(0), leakKgPerH: 2, occurrenceId: "ms-22.leak.1671062400", by: null },
        ],
        rates: [{ atMs: min(0), kgPerH: 2, sdKgPerH: 0.3 }],
      },
    ]);
  });

  test.each<[string, number, "severity" | "growth", string[]]>([
    ["worse at nearly the same rate is no growth", 1.4, "severity", ["opened"]],
    ["worse at half as much again has grown", 1.5, "severity", ["opened", "grew"]],
    ["what the detector calls growth has grown", 1.2, "growth", ["opened", "grew"]],
  ])("%s", (_name, leakKgPerH, why, expected) => {
    const story = createStory();
    story.opens(leak, 0, { leakKgPerH: 1 });
    story.worsens(leak, 60, { leakKgPerH, severity: "warning" }, why);
    expect(kinds(only(story))).toEqual(expected);
    expect(only(story).rates.map(({ kgPerH }) => kgPerH)).toEqual([1, leakKgPerH]);
  });

  test("growth is measured from the rate at which it last opened or grew", () => {
    const story = createStory();
    story.opens(leak, 0, { leakKgPerH: 1 });
    story.worsens(leak, 10, { leakKgPerH: 1.3, severity: "warning" });
    story.worsens(leak, 20, { leakKgPerH: 1.6, severity: "emergency" });
    expect(kinds(only(story))).toEqual(["opened", "grew"]);
  });

  test("newer figures are its history and no chapter", () => {
    const story = createStory();
    story.opens(leak, 0, { leakKgPerH: null });
    story.revised(leak, 10, { leakKgPerH: 2 });
    story.revised(leak, 20, { leakKgPerH: 3 });
    expect(kinds(only(story))).toEqual(["opened"]);
    expect(only(story).rates.map(({ kgPerH }) => kgPerH)).toEqual([2, 3]);
  });

  test("what stops by itself is not repaired, and comes again as the same leak within 90 days", () => {
    const story = toStopped();
    expect(only(story).state).toBe("open");
    story.opens(leak, 90 * day + 60, { leakKgPerH: 4 });
    expect(kinds(only(story))).toEqual(["opened", "stopped", "reopened"]);
    expect(only(story).entries.at(-1)?.leakKgPerH).toBe(4);
  });

  test("after 90 days it is another one", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.returns(leak, 60, true);
    story.acknowledged(leak, 61);
    story.opens(leak, 90 * day + 61);
    const [newest, oldest] = story.ledger.list("ms-22");
    expect(kinds(newest!)).toEqual(["opened"]);
    expect(kinds(oldest!)).toEqual(["opened", "stopped"]);
  });

  test("is repaired when a person resets it, and says who", () => {
    const story = toStopped();
    resets(story, 120);
    expect(only(story)).toMatchObject({ state: "repaired" });
    expect(only(story).entries.at(-1)).toMatchObject({
      kind: "repaired",
      atMs: min(120),
      by: "Ada",
      leakKgPerH: 1,
    });
  });

  test.each([
    ["a repair that held for six days was none", 6 * day, ["opened", "stopped", "repaired", "reopened"], 1],
    ["after eight days it is another leak", 8 * day, ["opened"], 2],
  ])("%s", (_name, afterMin, expected, leaks) => {
    const story = toStopped();
    resets(story, 120);
    story.opens(leak, 120 + afterMin);
    expect(story.ledger.list("ms-22")).toHaveLength(leaks);
    expect(kinds(story.ledger.list("ms-22")[0]!)).toEqual(expected);
    expect(story.ledger.list("ms-22")[0]?.state).toBe("open");
  });

  test("a reset in a replay of years ago counts from when the leak stopped", () => {
    const story = createStory((sourceMs) => sourceMs + 4 * 365 * day * 60_000);
    story.opens(leak, 0);
    story.acknowledged(leak, 5);
    story.returns(leak, 60, true);
    resets(story, 120 + 4 * 365 * day);
    expect(only(story).entries.at(-1)).toMatchObject({ kind: "repaired", atMs: min(60) });
    story.opens(leak, 60 + 8 * day);
    expect(story.ledger.list("ms-22")).toHaveLength(2);
  });

  test("is repaired once when the loop is serviced, whichever is heard of first", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.declares("serviced", 60);
    story.revised(leak, 61, { leakKgPerH: 9 });
    story.worsens(leak, 62, { leakKgPerH: 30, severity: "emergency" }, "growth");
    story.returns(leak, 63);
    expect(kinds(only(story))).toEqual(["opened", "repaired"]);
    expect(only(story).rates).toHaveLength(1);
    expect(only(story).entries.at(-1)?.by).toBe("Ada");
  });

  test("is not repaired by being taken out of the configuration, and comes again as the same leak", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.returns(leak, 60);
    expect(kinds(only(story))).toEqual(["opened", "stopped"]);
    expect(only(story)).toMatchObject({ state: "open" });
    story.acknowledged(leak, 61);
    story.opens(leak, 30 * day);
    expect(kinds(only(story))).toEqual(["opened", "stopped", "reopened"]);
  });

  test("is repaired by a service that is heard of after its alarm was over", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.returns(leak, 60);
    story.declares("serviced", 60, null);
    expect(only(story)).toMatchObject({ state: "repaired" });
    expect(kinds(only(story))).toEqual(["opened", "stopped", "repaired"]);
  });

  test("is isolated while it is open, leaks on when the part is joined again, and can be repaired meanwhile", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.declares("isolation", 60);
    story.declares("isolation", 61);
    expect(only(story).state).toBe("isolated");
    story.declares("reopening", 120, null);
    expect(only(story).state).toBe("open");
    story.declares("isolation", 180);
    story.declares("serviced", 240);
    story.declares("reopening", 300);
    expect(only(story).state).toBe("repaired");
    expect(kinds(only(story))).toEqual(["opened", "isolated", "reopened", "isolated", "repaired"]);
  });

  test("isolated and stopped, it opens again as the same leak", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.declares("isolation", 60);
    story.returns(leak, 70, true);
    story.opens(leak, 30 * day);
    expect(kinds(only(story))).toEqual(["opened", "isolated", "stopped", "reopened"]);
    expect(only(story).state).toBe("open");
  });

  test("hears nothing of other alarms, of other loops, and of work on a loop that never leaked", () => {
    const story = createStory();
    story.declares("isolation", 0);
    story.opens(keyOf("process"), 1);
    expect(story.ledger.list()).toEqual([]);
    story.opens(keyOf("leak", null, "cdu"), 2);
    story.declares("serviced", 3);
    expect(story.ledger.list("cdu")[0]?.state).toBe("open");
    expect(story.ledger.list("ms-22")).toEqual([]);
  });
});

describe("a ledger over years", () => {
  test("thins the history of a rate evenly, and keeps its ends", () => {
    const story = createStory();
    story.opens(leak, 0, { leakKgPerH: 1 });
    for (let m = 1; m <= 3000; m++) story.revised(leak, m, { leakKgPerH: 1 + m });
    const { rates } = only(story);
    expect(rates).toHaveLength(500);
    expect(rates[0]?.atMs).toBe(min(0));
    expect(rates.at(-1)?.atMs).toBe(min(3000));
    const gaps = rates.slice(1).map(({ atMs }, k) => (atMs - rates[k]!.atMs) / 60_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * (3000 / 250));
  });

  test("keeps 200 leaks a loop, and lets repaired ones go first", () => {
    const story = createStory();
    story.opens(leak, 0);
    story.returns(leak, 1, true);
    story.acknowledged(leak, 2);
    const begin = 100 * day;
    for (let n = 0; n < 250; n++) {
      story.opens(leak, begin + n * 10 * day);
      story.ends(leak, begin + n * 10 * day + 1);
      story.declares("serviced", begin + n * 10 * day + 1);
    }
    const leaks = story.ledger.list("ms-22");
    expect(leaks).toHaveLength(200);
    expect(leaks.at(-1)?.entries[0]?.atMs).toBe(min(0));
  });

  test("bounds the chapters of a leak that comes and goes, and keeps its first", () => {
    const story = createStory();
    for (let n = 0; n < 300; n++) {
      story.opens(leak, n * 10);
      story.acknowledged(leak, n * 10 + 1);
      story.returns(leak, n * 10 + 2, true);
    }
    const { entries } = only(story);
    expect(entries).toHaveLength(200);
    expect(entries[0]).toMatchObject({ kind: "opened", atMs: min(0) });
    expect(entries.at(-1)).toMatchObject({ kind: "stopped", atMs: min(2992) });
  });

  test("goes on from its state as text", () => {
    const story = toStopped();
    const state = JSON.parse(JSON.stringify(story.ledger.state)) as typeof story.ledger.state;
    const again = createLeakLedger(state);
    expect(again.list()).toEqual(story.ledger.list());
    again.operated({ loopId: "ms-22", operation: "serviced", atMs: min(100), by: null, comment: "" });
    expect(again.list()[0]?.state).toBe("repaired");
    expect(story.ledger.list()[0]?.state).toBe("open");
  });
});

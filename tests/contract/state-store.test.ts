import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { printedBeforeKill } from "../support/killed-child.ts";
import { toEntry, toNotice } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const childScript = new URL("../support/state-child.ts", import.meta.url);

const tempPath = () => join(tempDirForTest(), "state.sqlite");
const open = (path = tempPath()) => {
  const state = createSqliteState(path);
  onTestFinished(() => state.close());
  return state;
};

describe("alarm journal and outbox in SQLite", () => {
  test("a new store is empty, and an empty change changes nothing", () => {
    const state = open();
    expect(state.load()).toEqual({ journal: [], notices: [] });
    state.commit({ journal: [], notices: [] });
    expect(state.load()).toEqual({ journal: [], notices: [] });
  });

  test("journal and notices come back as they went in, also after reopening", () => {
    const path = tempPath();
    const state = open(path);
    const change = { journal: [toEntry(1), toEntry(2)], notices: [toNotice("a", 10), toNotice("b", 11)] };
    state.commit(change);
    expect(state.load()).toEqual(change);
    state.close();
    expect(open(path).load()).toEqual(change);
  });

  test("the journal comes in the order of its numbers, notices oldest first", () => {
    const state = open();
    state.commit({ journal: [toEntry(10), toEntry(11)], notices: [toNotice("late", 30)] });
    state.commit({ journal: [toEntry(12)], notices: [toNotice("z", 20), toNotice("a", 20)] });
    const { journal, notices } = state.load();
    expect(journal.map(({ seq }) => seq)).toEqual([10, 11, 12]);
    expect(notices.map(({ id }) => id)).toEqual(["z", "a", "late"]);
  });

  test("a notice written again replaces its older version and keeps its place", () => {
    const state = open();
    state.commit({ journal: [], notices: [toNotice("a", 10), toNotice("b", 10)] });
    state.commit({ journal: [], notices: [toNotice("a", 10, 3)] });
    expect(state.load().notices).toEqual([toNotice("a", 10, 3), toNotice("b", 10)]);
  });

  test("a change that fails half-way leaves nothing of itself", () => {
    const state = open();
    state.commit({ journal: [toEntry(1)], notices: [] });
    const change = { journal: [toEntry(2), toEntry(1)], notices: [toNotice("a", 1)] };
    expect(() => state.commit(change)).toThrow(expect.objectContaining({ name: "SqliteError" }));
    expect(state.load()).toEqual({ journal: [toEntry(1)], notices: [] });
    state.commit({ journal: [toEntry(2)], notices: [toNotice("a", 1)] });
    expect(state.load()).toEqual({ journal: [toEntry(1), toEntry(2)], notices: [toNotice("a", 1)] });
  });

  test("every commit that returned survives kill -9, journal and notice together", async () => {
    const path = tempPath();
    const printed = await printedBeforeKill(childScript, { args: [path], lines: 50 });
    expect(printed.length).toBeGreaterThanOrEqual(50);
    const { journal, notices } = open(path).load();
    expect(journal.slice(0, printed.length)).toEqual(printed.map((seq) => toEntry(Number(seq))));
    expect(notices).toEqual(journal.map(({ seq }) => toNotice(`notice-${seq}`, seq)));
  });

  test("a file of a newer Loopwatch is left alone, with a sentence that says what to do", () => {
    const path = tempPath();
    const first = createSqliteState(path);
    first.commit({ journal: [toEntry(1)], notices: [] });
    first.close();
    const raw = openRaw(path);
    raw.exec("PRAGMA user_version = 99");
    raw.close();
    expect(() => createSqliteState(path)).toThrow(/was written by a newer Loopwatch \(version 99/);
  });

  test("a damaged row is an error that names the file", () => {
    const path = tempPath();
    const state = open(path);
    state.commit({ journal: [toEntry(1)], notices: [] });
    const raw = openRaw(path);
    raw.exec("UPDATE journal SET event = '{'");
    raw.close();
    expect(() => state.load()).toThrow(`SQLite file ${path}: a row is damaged`);
  });
});

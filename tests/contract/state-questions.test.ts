import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { toEntry, toView, writtenMsOf } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const tempPath = () => join(tempDirForTest(), "state.sqlite");
const open = (path = tempPath()) => {
  const state = createSqliteState(path);
  onTestFinished(() => state.close());
  return state;
};

const ids = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);

test("alarms that were over long ago are forgotten, those that stand never, and the journal keeps all", () => {
  const state = open();
  state.commit({
    journal: [toEntry(1)],
    occurrences: [toView("ms-22.leak.1", { state: "normal" }), toView("ms-22.leak.2", { state: "latched" })],
  });
  expect(state.dropOccurrencesBefore(writtenMsOf(1))).toBe(0);
  expect(state.dropOccurrencesBefore(writtenMsOf(1) + 1)).toBe(1);
  expect(ids(state.occurrences({ limit: 9 }))).toEqual(["ms-22.leak.2"]);
  expect(state.occurrence("ms-22.leak.1")).toBeNull();
  expect([...state.journal()]).toHaveLength(1);
});

describe("questions about the past", () => {
  const leak = (loopId: string) => ({ loopId, alarmClass: "leak" as const, part: null });
  const store = () => {
    const state = open();
    state.commit({
      journal: [
        { ...toEntry(1), key: leak("north") },
        { ...toEntry(2), key: leak("south") },
      ],
      occurrences: [
        toView("north.leak.1", {
          loopId: "north",
          severity: "emergency",
          headline: "Ölverlust: STRONG leak",
        }),
        toView("south.leak.1", { loopId: "south", headline: "100 % of it, a_b" }),
      ],
    });
    state.commit({
      journal: [{ ...toEntry(3), key: { ...leak("north"), alarmClass: "sensor" } }],
      occurrences: [toView("north.sensor.1", { loopId: "north", alarmClass: "sensor", severity: "caution" })],
    });
    return state;
  };

  test.each([
    {
      name: "everything, newest change first",
      query: {},
      wanted: ["north.sensor.1", "south.leak.1", "north.leak.1"],
    },
    { name: "the newest two", query: { limit: 2 }, wanted: ["north.sensor.1", "south.leak.1"] },
    { name: "a loop", query: { loopId: "north" }, wanted: ["north.sensor.1", "north.leak.1"] },
    { name: "a severity", query: { severity: "warning" as const }, wanted: ["south.leak.1"] },
    { name: "a class", query: { alarmClass: "leak" as const }, wanted: ["south.leak.1", "north.leak.1"] },
    {
      name: "a loop and a class",
      query: { loopId: "north", alarmClass: "leak" as const },
      wanted: ["north.leak.1"],
    },
    { name: "words, whatever their case", query: { text: "ölverlust: strong" }, wanted: ["north.leak.1"] },
    {
      name: "words with signs that SQL gives a meaning",
      query: { text: "100 % of it, a_b" },
      wanted: ["south.leak.1"],
    },
    { name: "signs that would fit anything", query: { text: "%leak%" }, wanted: [] },
    {
      name: "from a moment on",
      query: { fromMs: writtenMsOf(2) },
      wanted: ["north.sensor.1", "south.leak.1"],
    },
    { name: "until before a moment", query: { toMs: writtenMsOf(2) }, wanted: ["north.leak.1"] },
    { name: "a loop that nobody knows", query: { loopId: "west" }, wanted: [] },
    { name: "none at all", query: { limit: 0 }, wanted: [] },
  ])("$name", ({ query, wanted }) => {
    expect(ids(store().occurrences({ limit: 100, ...query }))).toEqual(wanted);
  });

  test("an alarm that changes again is the newest, and is listed once, as it is now", () => {
    const state = store();
    const worse = toView("south.leak.1", { loopId: "south", severity: "emergency", state: "normal" });
    state.commit({ journal: [{ ...toEntry(4), key: leak("south") }], occurrences: [worse] });
    expect(state.occurrences({ limit: 1 })).toEqual([worse]);
    expect(state.occurrences({ limit: 10 })).toHaveLength(3);
    expect(state.occurrences({ limit: 10, severity: "warning" })).toEqual([]);
    expect(state.occurrence("south.leak.1")).toEqual(worse);
    expect(state.occurrence("south.leak.2")).toBeNull();
  });

  test("an escalation stands before the occurrence that it ended", () => {
    const state = open();
    state.commit({
      journal: [{ ...toEntry(1), key: leak("ms-22") }],
      occurrences: [
        toView("ms-22.leak.1", { state: "normal" }),
        toView("ms-22.leak.2", { previousId: "ms-22.leak.1" }),
      ],
    });
    expect(ids(state.occurrences({ limit: 10 }))).toEqual(["ms-22.leak.2", "ms-22.leak.1"]);
  });
});

describe("jobs and secrets", () => {
  test("a job has never run until it has; the newest run counts, also after reopening", () => {
    const path = tempPath();
    const state = open(path);
    expect(state.lastRunMs("digest")).toBeNull();
    state.ran("digest", 10);
    state.ran("digest", 20);
    state.ran("retention", 30);
    expect([state.lastRunMs("digest"), open(path).lastRunMs("retention")]).toEqual([20, 30]);
  });

  test("a secret is 32 bytes, the same for ever, and another for another name and another file", () => {
    const path = tempPath();
    const state = open(path);
    const drawn = state.secret("links");
    expect(drawn).toHaveLength(32);
    expect(state.secret("links")).toEqual(drawn);
    expect(open(path).secret("links")).toEqual(drawn);
    expect(state.secret("others")).not.toEqual(drawn);
    expect(open().secret("links")).not.toEqual(drawn);
  });

  test.skipIf(process.platform === "win32").each([
    { name: "a new file", prepare: () => undefined },
    {
      name: "a file that others could read",
      prepare: (path: string) => {
        writeFileSync(path, "");
        chmodSync(path, 0o644);
      },
    },
  ])("$name is for its owner only, with its companions", ({ prepare }) => {
    const path = tempPath();
    prepare(path);
    open(path).commit({ journal: [toEntry(1)] });
    const modes = [path, `${path}-wal`, `${path}-shm`].map((file) =>
      (statSync(file).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(["600", "600", "600"]);
  });
});

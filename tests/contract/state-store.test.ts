import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import type { StateStore } from "../../server/app/ports.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { printedBeforeKill } from "../support/killed-child.ts";
import { toEntry, toNotice, toView } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const childScript = new URL("../support/state-child.ts", import.meta.url);

const tempPath = () => join(tempDirForTest(), "state.sqlite");
const open = (path = tempPath()) => {
  const state = createSqliteState(path);
  onTestFinished(() => state.close());
  return state;
};

/** Does something to a file behind the store's back. */
const tamper = (path: string, sql: string): void => {
  const raw = openRaw(path);
  raw.exec(sql);
  raw.close();
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const seqs = (entries: Iterable<{ readonly seq: number }>): readonly number[] =>
  [...entries].map(({ seq }) => seq);
const ids = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);

/** What a start finds, the journal read to its end. */
const load = (state: StateStore) => {
  const found = state.load(1);
  return { ...found, journal: [...found.journal] };
};

const empty = { snapshot: null, journal: [], notices: [] };
const accepted: Notice["state"] = { kind: "accepted", atMs: 1, attempts: 1, response: "250 taken" };

describe("a change", () => {
  test("a new store is empty, and an empty change changes nothing", () => {
    const state = open();
    expect(load(state)).toEqual(empty);
    state.commit({});
    state.commit({ journal: [], notices: [], occurrences: [] });
    expect(load(state)).toEqual(empty);
    expect(state.occurrences({ limit: 10 })).toEqual([]);
  });

  test("comes back as it went in, also after reopening", () => {
    const path = tempPath();
    const state = open(path);
    const journal = [toEntry(1), toEntry(2)];
    const notices = [toNotice("a", { createdMs: 10 }), toNotice("b", { createdMs: 11 })];
    const views = [toView("ms-22.leak.1")];
    state.commit({ journal, notices, occurrences: views });
    for (const each of [state, open(path)]) {
      expect(load(each)).toEqual({ snapshot: null, journal, notices });
      expect(each.occurrences({ limit: 10 })).toEqual(views);
    }
  });

  test("that fails half-way leaves nothing of itself", () => {
    const state = open();
    state.commit({ journal: [toEntry(1)] });
    const change = {
      journal: [toEntry(2), toEntry(2)],
      notices: [toNotice("a")],
      occurrences: [toView("ms-22.leak.1")],
      snapshot: { seq: 2, version: 1, state: {} },
    };
    expect(() => state.commit(change)).toThrow(expect.objectContaining({ name: "SqliteError" }));
    expect(load(state)).toEqual({ ...empty, journal: [toEntry(1)] });
    expect(state.occurrences({ limit: 10 })).toEqual([]);
    state.commit({ ...change, journal: [toEntry(2)] });
    expect(load(state)).toMatchObject({ snapshot: { seq: 2 }, journal: [], notices: [toNotice("a")] });
  });

  test("survives kill -9 once `commit` returned: journal, notice, occurrence and snapshot together", async () => {
    const path = tempPath();
    const printed = (await printedBeforeKill(childScript, { args: [path], lines: 50 })).map(Number);
    expect(printed.length).toBeGreaterThanOrEqual(50);
    const state = open(path);
    const whole = [...state.journal()];
    expect(whole.slice(0, printed.length)).toEqual(printed.map(toEntry));
    const last = whole.at(-1)?.seq ?? 0;
    expect(ids(state.load(1).notices)).toEqual(whole.map(({ seq }) => `notice-${seq}`));
    expect(ids(state.occurrences({ limit: 1000 }))).toEqual(
      whole.map(({ seq }) => `ms-22.leak.${seq}`).reverse(),
    );
    const snapshotSeq = last - (last % 5);
    expect(state.load(1).snapshot).toEqual({ seq: snapshotSeq, version: 1, state: { upTo: snapshotSeq } });
    expect(seqs(state.load(1).journal)).toEqual(range(snapshotSeq + 1, last));
  });
});

describe("the journal", () => {
  test("is read in the order of its numbers, page by page, while it grows", () => {
    const state = open();
    state.commit({ journal: range(1, 2500).map(toEntry) });
    const read: number[] = [];
    for (const { seq } of state.journal()) {
      read.push(seq);
      if (seq === 10) state.commit({ journal: [toEntry(2501)] });
    }
    expect(read).toEqual(range(1, 2501));
  });

  test("is read page by page by a start too, whatever there is behind a snapshot", () => {
    const state = open();
    state.commit({ journal: [toEntry(1)], snapshot: { seq: 1, version: 1, state: {} } });
    state.commit({ journal: range(2, 2500).map(toEntry) });
    const { journal } = state.load(1);
    state.commit({ journal: [toEntry(2501)] });
    expect(seqs(journal)).toEqual(range(2, 2501));
  });

  test("only grows: a number that is not larger is refused, though it is free", () => {
    const state = open();
    state.commit({ journal: [toEntry(10), toEntry(11)] });
    for (const seq of [11, 10, 9])
      expect(() => state.commit({ journal: [toEntry(seq)] })).toThrow(/the numbers of the journal only grow/);
    expect(seqs(state.journal())).toEqual([10, 11]);
  });

  test.each(["UPDATE journal SET fact = '{}'", "DELETE FROM journal"])(
    "refuses what would change what is written: %s",
    (sql) => {
      const path = tempPath();
      open(path).commit({ journal: [toEntry(1)] });
      expect(() => tamper(path, sql)).toThrow(/the journal is not (changed|shortened)/);
    },
  );

  test("is in the order of its numbers where the wall clock was put back", () => {
    const state = open();
    const written = [10, 20, 5, 15, 30].map((ms, i) => ({ ...toEntry(i + 1), writtenMs: ms }));
    state.commit({ journal: written });
    expect([...state.journal()]).toEqual(written);
  });

  test("with a damaged row is an error that names the file", () => {
    const path = tempPath();
    const state = open(path);
    state.commit({ journal: [toEntry(1)] });
    tamper(path, "DROP TRIGGER journal_is_not_changed; UPDATE journal SET fact = '{'");
    expect(() => load(state)).toThrow(`SQLite file ${path}: a row is damaged`);
  });
});

describe("snapshots", () => {
  const at = (seq: number, version = 1) => ({
    journal: range(seq - 9, seq).map(toEntry),
    snapshot: { seq, version, state: { upTo: seq } },
  });

  test("the newest counts, with the journal behind it", () => {
    const state = open();
    state.commit(at(10));
    state.commit(at(20));
    state.commit({ journal: [toEntry(21)] });
    const { snapshot, journal } = state.load(1);
    expect(snapshot).toEqual({ seq: 20, version: 1, state: { upTo: 20 } });
    expect(seqs(journal)).toEqual([21]);
  });

  test("of another version is not used: the whole journal is", () => {
    const state = open();
    state.commit(at(10));
    expect(state.load(2).snapshot).toBeNull();
    expect(seqs(state.load(2).journal)).toEqual(range(1, 10));
  });

  test("an older one of this version is used beside a newer one of another", () => {
    const state = open();
    state.commit(at(10, 1));
    state.commit(at(20, 2));
    expect(state.load(1).snapshot?.seq).toBe(10);
    expect(seqs(state.load(1).journal)).toEqual(range(11, 20));
  });

  test.each([
    { name: "cut off", sql: "UPDATE snapshot SET state = substr(state, 1, 4) WHERE seq = 20", seq: 10 },
    {
      name: "with another number in it",
      sql: "UPDATE snapshot SET state = replace(state, '20', '21')",
      seq: 10,
    },
    { name: "damaged like the one before it", sql: "UPDATE snapshot SET state = ''", seq: null },
  ])("a damaged one is skipped: $name", ({ sql, seq }) => {
    const path = tempPath();
    const state = open(path);
    state.commit(at(10));
    state.commit(at(20));
    tamper(path, sql);
    const { snapshot, journal } = state.load(1);
    expect(snapshot?.seq ?? null).toBe(seq);
    expect(seqs(journal)).toEqual(range((seq ?? 0) + 1, 20));
  });

  test("two are kept", () => {
    const path = tempPath();
    const state = open(path);
    for (const seq of [10, 20, 30, 40]) state.commit(at(seq));
    const raw = openRaw(path);
    onTestFinished(() => raw.close());
    expect(raw.prepare("SELECT seq FROM snapshot ORDER BY seq").all()).toEqual([{ seq: 30 }, { seq: 40 }]);
  });
});

describe("notices", () => {
  test("come oldest first, and in the order of writing where they are as old", () => {
    const state = open();
    state.commit({ notices: [toNotice("late", { createdMs: 30 })] });
    state.commit({ notices: [toNotice("z", { createdMs: 20 }), toNotice("a", { createdMs: 20 })] });
    expect(ids(state.load(1).notices)).toEqual(["z", "a", "late"]);
  });

  test("written again replace their older version and keep their place", () => {
    const state = open();
    state.commit({ notices: [toNotice("a"), toNotice("b")] });
    const retrying: Notice["state"] = { kind: "retrying", attempts: 3, nextAttemptMs: 9, lastError: "451" };
    state.commit({ notices: [toNotice("a", { state: retrying })] });
    expect(state.load(1).notices).toEqual([toNotice("a", { state: retrying }), toNotice("b")]);
  });

  test("that are settled stay so when the journal writes them late, as they were when they were new", () => {
    const state = open();
    const settled = toNotice("a", { state: accepted });
    state.commit({ notices: [settled] });
    state.commit({ journal: [toEntry(1)], notices: [toNotice("a"), toNotice("b")] });
    expect(state.load(1).notices).toEqual([settled, toNotice("b")]);
  });

  test("a start reads all that wait, however old, and 500 that are settled", () => {
    const state = open();
    const settled = range(1, 700).map((n) => toNotice(`done-${n}`, { createdMs: n, state: accepted }));
    const waiting = [
      toNotice("queued", { createdMs: 1 }),
      toNotice("retrying", {
        createdMs: 2,
        state: { kind: "retrying", attempts: 1, nextAttemptMs: 99, lastError: "451" },
      }),
    ];
    state.commit({ notices: [...settled, ...waiting] });
    expect(ids(state.load(1).notices)).toEqual([
      "queued",
      "retrying",
      ...range(201, 700).map((n) => `done-${n}`),
    ]);
  });

  test("that are settled are forgotten when they are old, those that wait never", () => {
    const state = open();
    state.commit({
      notices: [
        toNotice("old", { createdMs: 1000, state: accepted }),
        toNotice("waiting", { createdMs: 1000 }),
        toNotice("new", { createdMs: 2000, state: accepted }),
      ],
    });
    expect(state.dropNoticesBefore(2000)).toBe(1);
    expect(ids(state.load(1).notices)).toEqual(["waiting", "new"]);
    expect(state.dropNoticesBefore(2000)).toBe(0);
  });

  test("are found by their id, settled or not", () => {
    const state = open();
    state.commit({ notices: [toNotice("a"), toNotice("b", { state: accepted })] });
    expect(state.notice("b")).toEqual(toNotice("b", { state: accepted }));
    expect(state.notice("c")).toBeNull();
  });
});

test("a file of a newer Loopwatch is left alone, with a sentence that says what to do", () => {
  const path = tempPath();
  const first = createSqliteState(path);
  first.commit({ journal: [toEntry(1)] });
  first.close();
  tamper(path, "PRAGMA user_version = 99");
  expect(() => createSqliteState(path)).toThrow(/was written by a newer Loopwatch \(version 99/);
});

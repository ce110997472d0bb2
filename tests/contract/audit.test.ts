import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSqliteAccess } from "../../server/adapters/sqlite/sqlite-access.ts";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { stateMigrations } from "../../server/adapters/sqlite/state-schema.ts";
import type { AuditEntry } from "../../server/domain/access/audit-entry.ts";
import { toEntry } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const toLine = (n: number, given: Partial<AuditEntry> = {}): AuditEntry => ({
  atMs: 1000 + n,
  person: `Person ${n}`,
  role: "operator",
  via: "session",
  address: "192.0.2.1",
  deed: "acknowledge",
  subject: `alarm:${n}`,
  before: { version: n },
  after: { version: n + 1 },
  comment: "on it",
  refusal: null,
  ...given,
});

const open = (path: string) => {
  const books = createSqliteAccess(path);
  onTestFinished(books.close);
  return books;
};

/** A file whose audit has five rows, as another process left it. */
function fiveRows(): string {
  const path = join(tempDirForTest(), "state.sqlite");
  const books = createSqliteAccess(path);
  for (const n of [1, 2, 3, 4, 5]) books.audit(toLine(n));
  books.close();
  return path;
}

/** What somebody does to the file who can write to it and drops what guards it. */
function tampered(sql: string): string {
  const path = fiveRows();
  const raw = openRaw(path);
  const triggers = raw
    .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
    .all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${String(name)}`);
  raw.exec(sql);
  raw.close();
  return path;
}

describe("the audit", () => {
  test("comes back as it went in, and is whole; an empty one is whole too", () => {
    const path = join(tempDirForTest(), "state.sqlite");
    const books = open(path);
    expect(books.trail.verify()).toEqual({ ok: true, rows: 0, head: null });
    const odd = toLine(2, {
      role: null,
      via: null,
      before: null,
      after: ["Ø", 1.5],
      refusal: "No.\n\u202E💧",
    });
    books.audit(toLine(1));
    books.audit(odd);
    expect([...books.trail.since(0)]).toMatchObject([
      { seq: 1, ...toLine(1) },
      { seq: 2, ...odd },
    ]);
    expect([...books.trail.since(1002)].map(({ seq }) => seq)).toEqual([2]);
    expect(books.trail.verify()).toMatchObject({ ok: true, rows: 2 });
  });

  test("is whole whatever people write: half a character, a NUL, a megabyte", () => {
    const books = open(join(tempDirForTest(), "state.sqlite"));
    for (const text of ["\uD83D", "a\0b", "x".repeat(1_000_000), "'; DROP TABLE audit; --"])
      books.audit(toLine(1, { comment: text, person: text, refusal: text, after: { text } }));
    expect(books.trail.verify()).toMatchObject({ ok: true, rows: 4 });
  });

  test("is read and verified page by page", () => {
    const path = join(tempDirForTest(), "state.sqlite");
    const state = createSqliteState(path);
    state.commit({ audit: Array.from({ length: 2500 }, (_, i) => toLine(i)) });
    state.close();
    const { trail } = open(path);
    expect(trail.verify()).toMatchObject({ ok: true, rows: 2500 });
    expect([...trail.since(1100)].map(({ seq }) => seq)).toEqual(
      Array.from({ length: 2400 }, (_, i) => i + 101),
    );
  });

  test("is one chain whoever writes: the server with its journal, and commands beside it", () => {
    const path = join(tempDirForTest(), "state.sqlite");
    const state = createSqliteState(path);
    onTestFinished(() => state.close());
    const books = open(path);
    state.commit({ journal: [toEntry(1)], audit: [toLine(1), toLine(2)] });
    books.audit(toLine(3));
    state.commit({ audit: [toLine(4)] });
    expect(books.trail.verify()).toMatchObject({ ok: true, rows: 4 });
    expect(() => state.commit({ journal: [toEntry(1)], audit: [toLine(5)] })).toThrow();
    expect(books.trail.verify()).toMatchObject({ ok: true, rows: 4 });
  });

  test.each([
    "UPDATE audit SET comment = 'nothing' WHERE seq = 2",
    "DELETE FROM audit WHERE seq = 5",
    "DELETE FROM audit_head",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2",
    "INSERT INTO audit SELECT 7, at_ms, person, role, via, address, deed, subject, before, after, comment, refusal, previous_hash, hash FROM audit WHERE seq = 5",
  ])("refuses: %s", (sql) => {
    const path = fiveRows();
    const raw = openRaw(path);
    expect(() => raw.exec(sql)).toThrow(/the audit/);
    raw.close();
    expect(open(path).trail.verify()).toMatchObject({ ok: true, rows: 5 });
  });

  test.each([
    ["at_ms", "at_ms + 1"],
    ["person", "'Eve'"],
    ["role", "'viewer'"],
    ["role", "NULL"],
    ["via", "'token'"],
    ["address", "''"],
    ["deed", "'silence'"],
    ["subject", "'alarm:7'"],
    ["before", "'null'"],
    ["after", "'{\"version\": 4}'"],
    ["comment", "''"],
    ["refusal", "'No.'"],
    ["previous_hash", "hash"],
    ["hash", "previous_hash"],
    ["seq", "30"],
  ])("whose column %s became %s is found at that row", (column, value) => {
    const verdict = open(tampered(`UPDATE audit SET ${column} = ${value} WHERE seq = 3`)).trail.verify();
    const seq = column === "seq" ? 4 : 3;
    expect(verdict).toEqual({ ok: false, rows: 2, seq, reason: expect.stringMatching(/Row [34] /) });
  });

  test.each([
    ["a row is taken out", "DELETE FROM audit WHERE seq = 3", "Row 3 is missing."],
    ["the first row is taken out", "DELETE FROM audit WHERE seq = 1", "Row 1 is missing."],
    ["the last row is taken out", "DELETE FROM audit WHERE seq = 5", "Row 5 is missing, and all behind it."],
    ["everything is taken out", "DELETE FROM audit", "Row 1 is missing, and all behind it."],
    [
      "two rows change places",
      "UPDATE audit SET seq = 30 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 30",
      "Row 3 does not follow the row before it.",
    ],
    [
      "the head is taken away",
      "DELETE FROM audit_head",
      "Whether rows are missing at its end is not known: its head is gone.",
    ],
    [
      "a row is added by hand",
      "INSERT INTO audit SELECT 6, at_ms, person, role, via, address, deed, subject, before, after, comment, refusal, hash, hash FROM audit WHERE seq = 5",
      "Row 6 is not what was written.",
    ],
  ])("of which %s is broken", (_name, sql, reason) => {
    expect(open(tampered(sql)).trail.verify()).toMatchObject({ ok: false, reason });
  });

  test("written anew as a whole is found by a hash that was noted before", () => {
    const books = open(fiveRows());
    const noted = books.trail.verify();
    const hash = noted.ok && noted.head !== null ? noted.head : "";
    books.audit(toLine(6));
    expect(books.trail.verify(hash)).toMatchObject({ ok: true, rows: 6 });
    const anew = open(join(tempDirForTest(), "state.sqlite"));
    for (const n of [1, 2, 3, 4, 50, 6]) anew.audit(toLine(n));
    expect(anew.trail.verify()).toMatchObject({ ok: true, rows: 6 });
    expect(anew.trail.verify(hash)).toMatchObject({ ok: false, reason: expect.stringContaining("noted") });
  });
});

test("a file of version 2 becomes one with an empty audit and no accounts, and keeps its journal", () => {
  const path = join(tempDirForTest(), "state.sqlite");
  const raw = openRaw(path);
  for (const sql of stateMigrations.slice(0, 2)) raw.exec(sql);
  raw.exec("PRAGMA user_version = 2");
  const { seq, writtenMs, ...fact } = toEntry(1);
  raw
    .prepare("INSERT INTO journal (seq, written_ms, fact) VALUES (?, ?, ?)")
    .run(seq, writtenMs, JSON.stringify(fact));
  raw.close();
  const books = open(path);
  expect([books.accounts.list(), books.tokens.list(), books.sessions.list()]).toEqual([[], [], []]);
  const state = createSqliteState(path);
  onTestFinished(() => state.close());
  expect([...state.journal()]).toEqual([toEntry(1)]);
});

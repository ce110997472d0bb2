import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { createDataLock } from "../../server/adapters/sqlite/data-lock.ts";
import { createSqliteAccess } from "../../server/adapters/sqlite/sqlite-access.ts";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { parseManifest } from "../../server/boundary/backup-manifest.ts";
import { toLocalDeed } from "../../server/start/local-deed.ts";
import { toEntry, toNotice, toView } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { runCommand } from "../support/test-terminal.ts";

/** A data directory with a state of `entries` facts, and the commands that work on it. */
function setUp(entries = 3) {
  const dir = tempDirForTest();
  const dataDir = join(dir, "data");
  mkdirSync(dataDir);
  const config = join(dir, "loopwatch.yaml");
  writeFileSync(
    config,
    `mail: { to: [ada@example.org] }
dataDir: ${dataDir}
loops: [{ id: one, channels: [{ id: p, role: pressure, source: { measurement: m, field: p } }] }]
`,
  );
  const statePath = join(dataDir, "state.sqlite");
  const grow = (from: number, to: number): void => {
    const state = createSqliteState(statePath);
    for (let seq = from; seq <= to; seq++)
      state.commit({
        journal: [toEntry(seq)],
        notices: [toNotice(`n-${seq}`)],
        occurrences: [toView(`a-${seq}`)],
      });
    state.close();
  };
  if (entries > 0) grow(1, entries);
  const run = (...args: string[]) => runCommand([...args, "--config", config]);
  return { dir, dataDir, statePath, grow, run, to: join(dir, "backup") };
}

/** Numbers of the journal in a file, as a server that starts on it reads them. */
function journalOf(path: string): readonly number[] {
  const state = createSqliteState(path);
  try {
    return [...state.journal()].map(({ seq }) => seq);
  } finally {
    state.close();
  }
}

const manifestOf = (folder: string) => parseManifest(readFileSync(join(folder, "manifest.json"), "utf8"));

describe("a backup", () => {
  test("while acts are written is the state of one moment, whole, with all that was written before it began", async () => {
    const { statePath, dir, run } = setUp(0);
    const script = fileURLToPath(new URL("../support/state-child.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", script, statePath], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let last = 0;
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (part: string) => {
      last = Number(part.trimEnd().split("\n").at(-1));
    });
    const grown = async (by: number): Promise<void> => {
      const enough = last + by;
      while (last < enough) await once(child.stdout, "data");
    };
    for (const name of ["first", "second", "third"]) {
      await grown(50);
      const before = last;
      expect(await run("backup", "--to", join(dir, name))).toMatchObject({ code: 0, err: "" });
      await grown(1);
      const copied = journalOf(join(dir, name, "state.sqlite"));
      expect(copied.length).toBeGreaterThanOrEqual(before);
      expect(copied).toEqual(Array.from({ length: copied.length }, (_, i) => i + 1));
    }
  });

  test("says in its manifest what it holds, and only its owner may read it", async () => {
    const { run, to } = setUp();
    const { out } = await run("backup", "--to", to);
    expect(out).toContain("state.sqlite");
    const manifest = manifestOf(to);
    expect(manifest?.files).toEqual([
      {
        name: "state.sqlite",
        bytes: statSync(join(to, "state.sqlite")).size,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        schema: expect.any(Number),
      },
    ]);
    for (const file of readdirSync(to)) expect(statSync(join(to, file)).mode & 0o077).toBe(0);
  });

  test("takes the telemetry along when asked to, and says so when there is none", async () => {
    const { run, to, dir, dataDir } = setUp();
    const none = await run("backup", "--to", join(dir, "none"), "--telemetry");
    expect(none).toMatchObject({ code: 1 });
    expect(none.err).toContain("There is no telemetry.sqlite");
    const store = createSqliteStore(join(dataDir, "telemetry.sqlite"));
    onTestFinished(() => store.close());
    await store.write(Buffer.from("m p=1 1\nm p=2 2\n"), "ms");
    expect((await run("backup", "--to", to, "--telemetry")).code).toBe(0);
    const copy = createSqliteStore(join(to, "telemetry.sqlite"));
    onTestFinished(() => copy.close());
    expect(await copy.count("m")).toBe(2);
  });

  test("goes into no folder that holds anything", async () => {
    const { run, dir } = setUp();
    const answer = await run("backup", "--to", dir);
    expect(answer.code).toBe(1);
    expect(answer.err).toContain("is not empty");
  });
});

describe("a restore", () => {
  test("brings back what was, keeps aside what is, and ends every session", async () => {
    const { run, to, grow, statePath, dataDir } = setUp(3);
    const db = openRaw(statePath);
    db.exec(`CREATE TABLE IF NOT EXISTS session (digest TEXT PRIMARY KEY, account_id INTEGER NOT NULL,
      begun_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, address_key TEXT NOT NULL)`);
    db.exec("INSERT INTO session VALUES ('abc', 1, 1, 1, 9999999999999, '127.0.0.1')");
    db.close();
    await run("backup", "--to", to);
    grow(4, 9);
    const { code, out } = await run("restore", "--from", to);
    expect([code, out]).toEqual([0, expect.stringContaining("before-restore-")]);
    expect(journalOf(statePath)).toEqual([1, 2, 3]);
    const aside = readdirSync(dataDir).find((name) => name.startsWith("before-restore-")) ?? "";
    expect(journalOf(join(dataDir, aside, "state.sqlite"))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const raw = openRaw(statePath);
    onTestFinished(() => raw.close());
    expect(raw.prepare("SELECT count(*) AS n FROM session").get()?.["n"]).toBe(0);
  });

  test("into an empty data directory is all it takes on a new machine", async () => {
    const { run, to, dataDir, statePath } = setUp(5);
    await run("backup", "--to", to);
    rmSync(dataDir, { recursive: true });
    const { code, out } = await run("restore", "--from", to);
    expect([code, out]).toEqual([0, expect.not.stringContaining("before-restore")]);
    expect(journalOf(statePath)).toEqual([1, 2, 3, 4, 5]);
  });

  test("says who and what may come in again, and stands in the audit", async () => {
    const { run, to, statePath } = setUp(1);
    const books = createSqliteAccess(statePath);
    const line = toLocalDeed("add", "somebody", { atMs: 1 });
    const ada = { name: "Ada", nameKey: "ada", role: "operator", passwordHash: "x", madeMs: 1 } as const;
    books.accounts.add(ada, line);
    const allows = { kind: "telemetry", loops: "all" } as const;
    for (const name of ["hall", "old"])
      books.tokens.add({ name, nameKey: name, digest: name, allows, madeMs: 1 }, line);
    books.tokens.revoke(books.tokens.list().find(({ name }) => name === "old")?.id ?? 0, line);
    await run("backup", "--to", to);
    books.accounts.remove(books.accounts.list()[0]?.id ?? 0, line);
    books.close();
    const { out } = await run("restore", "--from", to);
    expect(out).toContain(
      "removed, changed or revoked since. In force:\n  accounts: Ada (operator)\n  tokens: hall\n",
    );
    const restored = createSqliteAccess(statePath);
    onTestFinished(() => restored.close());
    expect([...restored.trail.since(0)].at(-1)).toMatchObject({
      ...{ deed: "restore", role: "administrator", via: "local", refusal: null },
      after: { files: ["state.sqlite"] },
    });
    expect(restored.trail.verify().ok).toBe(true);
  });

  test("is refused while a server runs, and nothing is touched", async () => {
    const { run, to, dataDir, statePath, grow } = setUp(2);
    await run("backup", "--to", to);
    grow(3, 3);
    const lock = createDataLock(dataDir);
    const { code, err } = await run("restore", "--from", to);
    lock.release();
    expect([code, err]).toEqual([1, expect.stringContaining("Another Loopwatch is running")]);
    expect(journalOf(statePath)).toEqual([1, 2, 3]);
    expect(readdirSync(dataDir).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  test.each<readonly [string, (to: string) => void, string]>([
    ["without a manifest", (to) => rmSync(join(to, "manifest.json")), "is no whole backup"],
    [
      "with a manifest that is none",
      (to) => writeFileSync(join(to, "manifest.json"), "{}"),
      "is no whole backup",
    ],
    ["with a file that is gone", (to) => rmSync(join(to, "state.sqlite")), "state.sqlite is missing"],
    [
      "with a file that has changed",
      (to) => appendFileSync(join(to, "state.sqlite"), "x"),
      "is not what the manifest says",
    ],
    ["of a newer Loopwatch", (to) => changeManifest(to, { schema: 99 }), "made by a newer Loopwatch"],
    [
      "whose manifest names a file elsewhere",
      (to) => changeManifest(to, { name: "../../etc/passwd" }),
      "is no whole backup",
    ],
  ])("of a backup %s is refused before anything is touched", async (_name, spoil, sentence) => {
    const { run, to, statePath, dataDir, grow } = setUp(2);
    await run("backup", "--to", to);
    grow(3, 3);
    spoil(to);
    const { code, err } = await run("restore", "--from", to);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
    expect(journalOf(statePath)).toEqual([1, 2, 3]);
    expect(existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith("before-"))).toBe(
      false,
    );
  });
});

function changeManifest(folder: string, change: object): void {
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { files: object[] };
  writeFileSync(
    path,
    JSON.stringify({ ...manifest, files: manifest.files.map((file) => ({ ...file, ...change })) }),
  );
}

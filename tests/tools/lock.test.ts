import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTreeCopy, type TreeCopy } from "../support/tree-copy.ts";

interface LockEntry {
  version: string;
  resolved?: string;
  integrity?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}
interface Lock {
  packages: Record<string, LockEntry>;
}

let tree: TreeCopy;
beforeEach(() => {
  tree = createTreeCopy({ linkModules: true });
});
afterEach(() => tree.dispose());

const readLock = (): Lock => JSON.parse(tree.read("package-lock.json"));
const writeLock = (lock: Lock) => tree.write("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
const complete = (...args: string[]) => tree.run([process.execPath, "tools/complete-lock.mjs", ...args]);
const platformOf = ({ os, cpu, libc }: LockEntry) => ({ os, cpu, libc });

describe("the lock", () => {
  test("is complete for every platform and names no registry", async () => {
    const ended = await complete("--check");
    expect(ended.stderr).toBe("");
    expect(ended.code).toBe(0);
    expect(tree.read("package-lock.json")).not.toContain('"resolved"');
  });

  test("holds a binary for Linux, macOS and Windows of each tool that has one", () => {
    const names = Object.keys(readLock().packages);
    for (const tool of ["@biomejs/cli-", "@oxc-parser/binding-", "@rolldown/binding-", "@esbuild/"]) {
      for (const platform of ["linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "win32-x64"]) {
        expect(names.some((name) => name.startsWith(`node_modules/${tool}${platform}`))).toBe(true);
      }
    }
  });

  test("is left as it is when nothing is missing", async () => {
    const before = tree.read("package-lock.json");
    expect((await complete()).code).toBe(0);
    expect(tree.read("package-lock.json")).toBe(before);
  });
});

describe("complete-lock", () => {
  test("writes for a lost platform binary the platform that npm itself had written", async () => {
    const before = readLock();
    const parents = Object.values(before.packages).map((entry) => entry.optionalDependencies ?? {});
    // fsevents is for macOS only and does not say so in its name.
    const lost = parents.flatMap(Object.keys).filter((name) => name !== "fsevents");
    const cut = structuredClone(before);
    for (const name of lost) delete cut.packages[`node_modules/${name}`];
    writeLock(cut);

    expect((await complete("--check")).code).toBe(1);
    expect((await complete()).code).toBe(0);

    const after = readLock();
    expect(lost.length).toBeGreaterThan(50);
    expect(Object.keys(after.packages)).toEqual(Object.keys(before.packages));
    for (const name of lost) {
      const path = `node_modules/${name}`;
      const [mended, original] = [after.packages[path], before.packages[path]];
      expect([name, mended && platformOf(mended), mended?.version]).toEqual([
        name,
        original && platformOf(original),
        original?.version,
      ]);
    }
  });

  test("refuses to guess the platform of a package whose name does not say it", async () => {
    const lock = readLock();
    delete lock.packages["node_modules/fsevents"];
    writeLock(lock);
    const ended = await complete();
    expect(ended.stderr).toContain("fsevents");
    expect(ended.code).toBe(1);
    expect(readLock()).toEqual(lock);
  });

  test("takes out the address of the registry that served a package", async () => {
    const lock = readLock();
    const before = structuredClone(lock);
    const entry = Object.values(lock.packages).find((each) => each.integrity !== undefined);
    if (entry === undefined) throw new Error("the lock has no package with integrity");
    entry.resolved = "https://registry.example.org/some.tgz";
    writeLock(lock);
    expect((await complete("--check")).code).toBe(1);
    expect((await complete()).code).toBe(0);
    expect(readLock()).toEqual(before);
  });
});

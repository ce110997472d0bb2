import { describe, expect, test } from "vitest";

interface LockLike {
  readonly packages: Record<string, { readonly version?: string; readonly optional?: boolean }>;
}

// The tools are plain JavaScript, for they run before anything is installed; here they get their types.
const { dependenciesInstalled } = (await import(
  new URL("../../tools/lib/dependencies.mjs", import.meta.url).href
)) as { dependenciesInstalled(lock: LockLike | null, installed: LockLike | null): boolean };
const { nodeComplaint } = (await import(new URL("../../tools/lib/project.mjs", import.meta.url).href)) as {
  nodeComplaint(version?: string): string | null;
};

describe("packages", () => {
  const lock: LockLike = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/express": { version: "5.3.0" },
      "node_modules/@esbuild/linux-x64": { version: "0.28.2", optional: true },
      "node_modules/@esbuild/win32-x64": { version: "0.28.2", optional: true },
    },
  };
  const onDisk = (packages: LockLike["packages"]): LockLike => ({ packages });
  const express = { "node_modules/express": { version: "5.3.0" } };

  test.each([
    [
      "all of this platform are there",
      true,
      onDisk({ ...express, "node_modules/@esbuild/linux-x64": { version: "0.28.2" } }),
    ],
    ["no optional one is there", true, onDisk(express)],
    [
      "more is there than the lock names",
      true,
      onDisk({ ...express, "node_modules/left-over": { version: "1.0.0" } }),
    ],
    ["one is missing", false, onDisk({})],
    ["one is there in another version", false, onDisk({ "node_modules/express": { version: "5.2.0" } })],
    [
      "an optional one is there in another version",
      false,
      onDisk({ ...express, "node_modules/@esbuild/linux-x64": { version: "0.28.1" } }),
    ],
    ["nothing was ever installed", false, null],
  ])("%s: installed is %s", (_name, installed, there) => {
    expect(dependenciesInstalled(lock, there)).toBe(installed);
  });

  test("without a lock nothing counts as installed", () => {
    expect(dependenciesInstalled(null, onDisk(express))).toBe(false);
  });
});

describe("Node", () => {
  test.each(["20.19.0", "20.20.2", "22.12.0", "24.0.0"])("%s is new enough", (version) => {
    expect(nodeComplaint(version)).toBeNull();
  });

  test.each(["18.20.8", "20.18.3", "8.0.0"])(
    "%s is refused by a sentence with the version needed",
    (version) => {
      expect(nodeComplaint(version)).toContain("Node 20.19 or newer is needed");
      expect(nodeComplaint(version)).toContain(version);
    },
  );
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new empty directory. The caller removes it. */
export const createTempDir = (): string => mkdtempSync(join(tmpdir(), "loopwatch-test-"));

/** A new empty directory that goes with the test it was made in. */
export function tempDirForTest(): string {
  const dir = createTempDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PartResult } from "./page.ts";

const toPath = (folder: string, id: string): string => join(folder, `part-${id}.json`);

/** Keeps a measured part, so that a page can be put together from several runs. */
export function keepPart(folder: string, part: PartResult): void {
  mkdirSync(folder, { recursive: true });
  // JSON has no infinity: figures that are infinite are text in the markdown already, and nothing in the data.
  writeFileSync(toPath(folder, part.id), `${JSON.stringify(part)}\n`);
}

/** A part that an earlier run measured; `null`: none did. */
export function readPart(folder: string, id: string): PartResult | null {
  const path = toPath(folder, id);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

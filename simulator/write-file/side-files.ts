import { rename, rm, writeFile } from "node:fs/promises";
import { toPartPath } from "../senders/file-sender.ts";
import { orOutputFileError } from "../senders/output-file-error.ts";

/** A file that belongs to a telemetry file; `text` null: there must be none. */
export interface SideFile {
  readonly path: string;
  readonly text: string | null;
}

/** `run.csv` and `run.lp` have `run.truth.json` (what was really so) and `run.los.ics` (planned losses of signal). */
export function toSidePaths(path: string): { readonly truthPath: string; readonly calendarPath: string } {
  const stem = path.replace(/\.(csv|lp)$/i, "");
  return { truthPath: `${stem}.truth.json`, calendarPath: `${stem}.los.ics` };
}

/** Writes the files under temporary names, so that they can be put in place together. Rejects with `OutputFileError`. */
export async function prepareSideFiles(files: readonly SideFile[]): Promise<void> {
  for (const { path, text } of files) {
    if (text !== null) await orOutputFileError(path, () => writeFile(toPartPath(path), text));
  }
}

/** Gives prepared files their names; one of an earlier run that has no successor is removed, for it would lie. */
export async function placeSideFiles(files: readonly SideFile[]): Promise<void> {
  for (const { path, text } of files) {
    await orOutputFileError(path, () =>
      text === null ? rm(path, { force: true }) : rename(toPartPath(path), path),
    );
  }
}

/** Removes what was prepared and will not be placed. */
export async function dropSideFiles(files: readonly SideFile[]): Promise<void> {
  for (const { path } of files) await orOutputFileError(path, () => rm(toPartPath(path), { force: true }));
}

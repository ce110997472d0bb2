import { open, rename, rm, stat } from "node:fs/promises";
import { OutputFileError, orOutputFileError } from "./output-file-error.ts";
import type { Sender } from "./sender.ts";
import { countLines, createTally } from "./tally.ts";

/** Writes texts of whole lines into a file, which gets its name only when it is whole. */
export interface FileSender extends Sender<string> {
  /** Resolves when there is room; rejects with `OutputFileError` when the file cannot be written. */
  whenRoom(): Promise<void>;
  /** Brings what waits down to the disk and gives the file its name. Rejects with `OutputFileError`. */
  finish(): Promise<void>;
  /** Where the texts are until then; `null` for a device or pipe, which has no half. */
  readonly partPath: string | null;
}

/** Texts wait in memory up to this many characters before the disk is waited for. */
const mostWaiting = 1_000_000;

/** A name beside the file under which it is written, so that a half file never looks whole. */
export const toPartPath = (path: string): string => `${path}.part`;

/**
 * Opens the file under its temporary name and writes `header`, which is no point. Devices and pipes are written
 * directly. Rejects with `OutputFileError`. `close` without `finish` leaves the half file under its temporary name;
 * a file that could not be written is removed, so that it does not fill the disk.
 */
export async function createFileSender(path: string, header = ""): Promise<FileSender> {
  const partPath = (await isDevice(path)) ? null : toPartPath(path);
  const file = await orOutputFileError(path, () => open(partPath ?? path, partPath === null ? "a" : "w"));
  const tally = createTally();
  let waiting: string[] = [];
  let waitingSize = 0;
  let failure: OutputFileError | null = null;
  let isClosed = false;
  let working: Promise<void> | null = null;
  let headerLines = countLines(header);

  const add = (text: string): void => {
    waiting.push(text);
    waitingSize += text.length;
    working ??= work().finally(() => {
      working = null;
    });
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0 && failure === null && !isClosed) {
      const text = waiting.join("");
      waiting = [];
      try {
        await file.appendFile(text);
        waitingSize -= text.length;
        tally.acknowledged(countLines(text) - headerLines);
        headerLines = 0;
      } catch (error) {
        failure = new OutputFileError(path, error);
      }
    }
  };

  if (header !== "") add(header);

  const whenIdle = async (): Promise<void> => {
    while (working !== null) await working;
  };

  const closeFile = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await whenIdle();
    try {
      // A rename can reach the disk before the contents do: after a power cut the file would be whole and empty.
      if (failure === null && partPath !== null) await file.sync();
      await file.close();
    } catch (error) {
      failure = new OutputFileError(path, error);
    }
    if (failure !== null && partPath !== null) await rm(partPath, { force: true });
  };

  return {
    partPath,
    hasRoom: () => failure === null && waitingSize < mostWaiting,
    send(text) {
      if (text === "" || isClosed) return;
      tally.sent(countLines(text));
      // After a failure the points stay "not sent"; keeping their text would only fill the memory.
      if (failure === null) add(text);
    },
    counters: () => tally.counters(),
    whenIdle,
    async whenRoom() {
      while (failure === null && waitingSize >= mostWaiting && working !== null) await working;
      if (failure !== null) throw failure;
    },
    async finish() {
      if (isClosed) throw new Error(`${path} was closed before it was whole.`);
      await whenIdle();
      await closeFile();
      if (failure !== null) throw failure;
      if (partPath !== null) await orOutputFileError(path, () => rename(partPath, path));
    },
    close: closeFile,
  };
}

/** True for what exists and is no file: nothing can be renamed into its place. */
async function isDevice(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new OutputFileError(path, new Error("it is a directory"));
    return !found.isFile();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error instanceof OutputFileError ? error : new OutputFileError(path, error);
  }
}

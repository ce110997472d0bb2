import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { findCut, findLineEnd } from "../boundary/recording-cut.ts";
import { CommandError } from "./command-error.ts";

/** A piece of a file that begins and ends with a line. `share`: of the file read so far, 0 to 1. */
export interface FilePiece {
  /** Good until the next piece is asked for. */
  readonly bytes: Buffer;
  readonly share: number;
}

/** Read at once: what fits a processor's cache is judged faster than what does not. Bytes. */
const pieceBytes = 262_144;

/** Text in quotes may go over lines; a quote that is not closed within this many bytes is a stray one. */
const longestQuoted = 4_194_304;

/** A line longer than this is no line. Bytes. */
const longestLine = 67_108_864;

/**
 * Reads a file in pieces; no more than a line and a piece of it is in memory. `hasEscapes`: as `findCut`. Throws
 * `CommandError` with a sentence about the file, "It …", when it cannot be read.
 */
export function* readPieces(path: string, hasEscapes: boolean): Generator<FilePiece> {
  const { file, size } = orCommandError(() => openFile(path));
  try {
    let memory = Buffer.allocUnsafe(2 * pieceBytes);
    let held = 0;
    let done = 0;
    for (;;) {
      if (memory.length - held < pieceBytes) memory = Buffer.concat([memory], memory.length * 2);
      const count = orCommandError(() => readSync(file, memory, held, pieceBytes, null));
      if (count === 0) break;
      held += count;
      done += count;
      const bytes = memory.subarray(0, held);
      const cut = findCut(bytes, hasEscapes) || (held > longestQuoted ? findLineEnd(bytes) : 0);
      if (cut === 0 && held > longestLine)
        throw new CommandError(`It has a line of more than ${longestLine / 1_048_576} MB; is it text?`);
      if (cut === 0) continue;
      yield { bytes: bytes.subarray(0, cut), share: Math.min(1, done / size) };
      memory.copyWithin(0, cut, held);
      held -= cut;
    }
    if (held > 0) yield { bytes: memory.subarray(0, held), share: 1 };
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): { readonly file: number; readonly size: number } {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  if (!fstatSync(file).isDirectory()) return { file, size };
  closeSync(file);
  throw new CommandError("It is a folder; only --format iss reads folders.");
}

function orCommandError<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    const isAbsent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new CommandError(isAbsent ? "There is no such file." : "It cannot be read.", cause);
  }
}

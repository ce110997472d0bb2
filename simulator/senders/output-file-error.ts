import { toReason } from "./reason.ts";

/** What the usual troubles are called. */
const wordsByCode: Readonly<Record<string, string>> = {
  ENOSPC: "there is no space left on the device",
  EDQUOT: "the disk quota is used up",
  EACCES: "that is not allowed here",
  EPERM: "that is not allowed here",
  EROFS: "the file system is read-only",
  ENOENT: "its directory does not exist",
  ENOTDIR: "a part of its path is not a directory",
  EISDIR: "it is a directory",
  EPIPE: "nobody reads it any more",
};

/** A file cannot be written; the message is a sentence with its path and why. */
export class OutputFileError extends Error {
  constructor(path: string, cause: unknown) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    super(`${path} cannot be written: ${wordsByCode[code] ?? toReason(cause)}.`, { cause });
    this.name = "OutputFileError";
  }
}

/** Does something with the file at `path`; whatever goes wrong is an `OutputFileError`. */
export async function orOutputFileError<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof OutputFileError ? error : new OutputFileError(path, error);
  }
}

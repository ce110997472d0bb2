import { execFile } from "node:child_process";

/** What a program that has ended had to say. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end; `input` is what it reads. */
export function runProgram(
  path: string,
  args: readonly string[],
  input: string | Buffer = "",
): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(path, args, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, out, err });
    });
    // A program that does not read its input closes it.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

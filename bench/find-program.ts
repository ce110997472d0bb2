import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of the first of these programs that is on the PATH, or in a folder that users do not have there; `null`: none is. */
export const findProgram = (names: readonly string[], elsewhere: readonly string[] = []): string | null => {
  const dirs = [...(process.env["PATH"] ?? "").split(delimiter), ...elsewhere].filter((dir) => dir !== "");
  return names.flatMap((name) => dirs.map((dir) => join(dir, name))).find(isExecutable) ?? null;
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not ours to run: the same to someone who looks for a program.
    return false;
  }
}

import { readFileSync } from "node:fs";
import type { ReadText } from "../boundary/config-planned-los.ts";

/** Reads the files that a configuration names, from the directory of the start. */
export const readText: ReadText = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The configuration is then refused with a sentence that names the file.
    return null;
  }
};

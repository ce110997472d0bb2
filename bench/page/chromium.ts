import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not ours to run: the same to someone who looks for a program.
    return false;
  }
}

/** A real Chromium or Chrome on the PATH; `null` when there is none, and the suites that need it stay out. */
export const chromiumPath: string | null =
  commands
    .flatMap((command) => (process.env["PATH"] ?? "").split(delimiter).map((dir) => join(dir, command)))
    .find(isExecutable) ?? null;

/** Without a screen, as root, and without calls to the outside. */
export const chromiumFlags: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
];

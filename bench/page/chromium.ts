import { findProgram } from "../find-program.ts";

/** A real Chromium or Chrome on the PATH; `null` when there is none, and the suites that need it stay out. */
export const chromiumPath: string | null = findProgram([
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
]);

/** Without a screen, as root, and without calls to the outside. */
export const chromiumFlags: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
];

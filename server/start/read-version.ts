import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./choose-config.ts";

/** Version of Loopwatch, as package.json tells it. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(projectRoot(), "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

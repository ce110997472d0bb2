import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a data directory keeps the name under which brokers know us. */
const fileName = "mqtt-client-id";

/** Short enough for brokers that allow 23 characters. */
const clientIdPattern = /^loopwatch-[0-9a-f]{12}$/;

/**
 * The name under which brokers keep our subscriptions and messages while we are away: chosen once, then the same after
 * every start. Throws the file system's error when it can neither be read nor written.
 */
export function keepClientId(dataDir: string): string {
  const path = join(dataDir, fileName);
  const kept = readIfThere(path).trim();
  if (clientIdPattern.test(kept)) return kept;
  const chosen = `loopwatch-${randomBytes(6).toString("hex")}`;
  // A name that is half written would lose us our messages.
  writeFileSync(`${path}.tmp`, `${chosen}\n`, { flush: true });
  renameSync(`${path}.tmp`, path);
  return chosen;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

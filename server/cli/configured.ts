import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { DataDirError, prepareDataDir } from "../adapters/sqlite/data-lock.ts";
import { createSqliteAccess, type SqliteAccess } from "../adapters/sqlite/sqlite-access.ts";
import { SqliteError } from "../adapters/sqlite/sqlite-driver.ts";
import type { Actor } from "../app/access-port.ts";
import type { Config } from "../boundary/config.ts";
import type { Environment } from "../boundary/config-env.ts";
import { chooseConfig } from "../start/choose-config.ts";
import { stateFile } from "../start/open-access.ts";
import { StartError } from "../start/start-error.ts";
import { CommandError } from "./command-error.ts";

/** The configuration that `serve` would take. Throws `CommandError`. */
export function readConfig(file: string | undefined, env: Environment): Config {
  try {
    return chooseConfig(file, env).config;
  } catch (error) {
    if (error instanceof StartError) throw new CommandError(error.message, error);
    throw error;
  }
}

/**
 * Works with the data directory's books of who may come in, beside a server that runs or without one. `isMade`: they are
 * begun where there are none; else that is a `CommandError`, as is whatever keeps them from being used.
 */
export async function withBooks<T>(
  { dataDir }: Pick<Config, "dataDir">,
  isMade: boolean,
  work: (books: SqliteAccess) => T | Promise<T>,
): Promise<T> {
  const path = join(resolve(dataDir), stateFile);
  let books: SqliteAccess | null = null;
  try {
    if (isMade) prepareDataDir(dataDir);
    else if (!existsSync(path))
      throw new CommandError(
        `There is nothing in the data directory ${resolve(dataDir)} yet. Is it the right one? --config and LOOPWATCH_DATA say which.`,
      );
    books = createSqliteAccess(path);
    return await work(books);
  } catch (error) {
    throw toCommandError(path, error);
  } finally {
    books?.close();
  }
}

function toCommandError(path: string, error: unknown): unknown {
  if (error instanceof SqliteError || error instanceof DataDirError)
    return new CommandError(error.message, error);
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EACCES" || code === "EPERM")
    return new CommandError(
      `${path} belongs to somebody else. Run this as the user that runs the server.`,
      error,
    );
  return error;
}

/** Whoever runs a command here may read and write the files themselves: an administrator by that. */
export function toCommandActor(): Actor {
  return { name: readUserName(), role: "administrator", via: "local", address: "" };
}

function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without a name, as in some containers.
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}

import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createScryptHasher } from "../../server/adapters/password/scrypt-hasher.ts";
import { createSecrets } from "../../server/adapters/password/secrets.ts";
import { createSqliteAccess } from "../../server/adapters/sqlite/sqlite-access.ts";
import { createAccess } from "../../server/app/access.ts";
import { createAccessDesk } from "../../server/app/access-desk.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { createMemoryLog } from "./memory-log.ts";
import { tempDirForTest } from "./temp-dir.ts";

export const password = "correct horse battery";

/** A server's access, and a command's desk on the same file by another connection; real hashes that cost little. */
export function openAccessHouse(
  given: { readonly path?: string; readonly clock?: FakeClock; readonly isOnlyThisMachine?: boolean } = {},
) {
  const { path = join(tempDirForTest(), "state.sqlite"), clock = createFakeClock() } = given;
  const [books, others] = [createSqliteAccess(path), createSqliteAccess(path)];
  const hasher = createScryptHasher({ log2N: 4, r: 8, p: 1 });
  const [secrets, log] = [createSecrets(), createMemoryLog()];
  const { isOnlyThisMachine = false } = given;
  const access = createAccess({ books, hasher, secrets, clock, log, isOnlyThisMachine });
  const actor = { name: "root", role: "administrator", via: "local", address: "" } as const;
  const desk = createAccessDesk({ books: others, hasher, secrets, clock, actor });
  const changes = { count: 0 };
  access.onChange(() => {
    changes.count += 1;
  });
  const close = (): void => {
    access.stop();
    books.close();
    others.close();
  };
  onTestFinished(close);
  const login = (name = "ada", typed = password, address = "192.0.2.1") =>
    access.login({ name, password: typed, address });
  const secretOf = async (...args: Parameters<typeof login>): Promise<string> => {
    const result = await login(...args);
    if (!result.ok) throw new Error(result.reason);
    return result.secret;
  };
  const audit = () => [...books.trail.since(0)];
  return { access, desk, books, path, clock, log, changes, close, login, secretOf, audit };
}

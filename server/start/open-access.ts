import { join } from "node:path";
import { createScryptHasher } from "../adapters/password/scrypt-hasher.ts";
import { createSecrets } from "../adapters/password/secrets.ts";
import { createSqliteAccess } from "../adapters/sqlite/sqlite-access.ts";
import { createAccess } from "../app/access.ts";
import { findMissingAccess } from "../app/access-desk.ts";
import type { Access } from "../app/access-port.ts";
import type { Clock, Log } from "../app/ports.ts";
import { type Front, isLoopback, isOnlyThisMachine } from "../boundary/origin.ts";
import { toLocalDeed } from "./local-deed.ts";
import { StartError } from "./start-error.ts";

/** Who may come in, and its end. */
export interface OpenAccess {
  readonly access: Access;
  /** A line of the audit: the configuration was read anew, and taken (`null`) or refused. Never throws. */
  noteReload(problem: string | null): void;
  close(): void;
}

/** In the data directory: alarms, notices, accounts, tokens, sessions and the audit. */
export const stateFile = "state.sqlite";

/**
 * Opens the books of who may come in. Throws `StartError` when others could reach the address and nobody could log in, or
 * no source could send: a door that only an attacker would use.
 */
export function openAccess(
  dataDir: string,
  front: Front,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): OpenAccess {
  const books = createSqliteAccess(join(dataDir, stateFile));
  try {
    const onlyThisMachine = isOnlyThisMachine(front);
    const missing = onlyThisMachine ? [] : findMissingAccess(books);
    if (missing.length > 0)
      throw new StartError(
        `${toWayIn(front)} others can reach Loopwatch, and there is no way in for them yet. Run first, as this user and with the same configuration:\n${missing.map((command) => `  ${command}\n`).join("")}`.trimEnd(),
      );
    const hasher = createScryptHasher();
    const access = createAccess({
      ...{ books, hasher, secrets: createSecrets(), clock, log },
      isOnlyThisMachine: onlyThisMachine,
    });
    return {
      access,
      noteReload(problem) {
        try {
          books.audit(toLocalDeed("reload", "configuration", { atMs: clock.nowMs(), refusal: problem }));
        } catch (cause) {
          log.error("A reload could not be written into the audit.", { cause });
        }
      },
      close() {
        access.stop();
        books.close();
      },
    };
  } catch (error) {
    books.close();
    throw error;
  }
}

/** How others come in, as a sentence begins. */
function toWayIn({ host, publicUrl, trustedProxies }: Front): string {
  if (!isLoopback(host)) return `On ${host}`;
  return trustedProxies.length > 0 ? "Through the proxies in proxy.trusted" : `Through ${publicUrl}`;
}

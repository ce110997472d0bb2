import { join } from "node:path";
import { createScryptHasher } from "../../server/adapters/password/scrypt-hasher.ts";
import { createSecrets } from "../../server/adapters/password/secrets.ts";
import { createSqliteAccess } from "../../server/adapters/sqlite/sqlite-access.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { type AccessDesk, createAccessDesk } from "../../server/app/access-desk.ts";
import { createLoopwatch, type Loopwatch } from "../../server/compose.ts";
import { stateFile } from "../../server/start/open-access.ts";
import { configOf } from "../boundary/config-cases.ts";
import { createMemoryLog, type MemoryLog } from "./memory-log.ts";

/** A whole server with accounts, and an administrator's desk in another connection to its books, as a command has it. */
export interface GuardedHouse {
  readonly loopwatch: Loopwatch;
  readonly url: string;
  readonly desk: AccessDesk;
  readonly log: MemoryLog;
  /** The same password for everybody: `password`. */
  close(): Promise<void>;
}

/** Everybody's password. */
export const password = "a long way to the Moon";

/** Cheap hashes: what they cost is not what is tested here. */
const cheap = { log2N: 10, r: 8, p: 1 };

/** Ada, an operator, and Vic, a viewer; `text`: the configuration without its place. */
export async function openGuardedHouse(
  text: string,
  dir: string,
  clientDir: string | null = null,
): Promise<GuardedHouse> {
  const log = createMemoryLog();
  const dataDir = join(dir, "data");
  const config = configOf(`${text}store: { kind: sqlite }\nlisten: { port: 0 }\ndataDir: ${dataDir}\n`);
  const clock = createSystemClock();
  const loopwatch = await createLoopwatch(config, {
    ...{ version: "test", clientDir, searchPath: undefined, clock, log },
  });
  const books = createSqliteAccess(join(dataDir, stateFile));
  const actor = { name: "test", role: "administrator", via: "local", address: "" } as const;
  const hasher = createScryptHasher(cheap);
  const desk = createAccessDesk({ books, hasher, secrets: createSecrets(), clock, actor });
  for (const [name, role] of [
    ["Ada", "operator"],
    ["Vic", "viewer"],
  ] as const) {
    const added = await desk.addUser(name, role, password);
    if (!added.ok) throw new Error(added.reason);
  }
  return {
    ...{ loopwatch, desk, log, url: loopwatch.url },
    async close() {
      books.close();
      await loopwatch.stop();
    },
  };
}

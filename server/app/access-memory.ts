import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { Grant } from "./access-port.ts";
import type { AccessBooks, Account, Session, Token } from "./access-ports.ts";
import type { Clock, Log } from "./ports.ts";

/** Accounts, tokens and sessions as they were when last looked at. */
interface Known {
  readonly version: number | null;
  readonly accountById: ReadonlyMap<number, Account>;
  readonly accountByKey: ReadonlyMap<string, Account>;
  readonly sessionByDigest: ReadonlyMap<string, Session>;
  readonly grantByDigest: ReadonlyMap<string, { readonly id: number; readonly grant: Grant }>;
}

/** What is on disk about who may come in, in memory, and never older than `mostStaleMs`. */
export interface AccessMemory {
  known(): Known;
  /** Whether what was not found has come since: looks at the disk now. */
  fresh(): Known;
}

/** What was revoked by another process is good for so long at most; looking with every request would cost a query each. */
const mostStaleMs: DurationMs = 250;

const nothing: Known = {
  version: null,
  accountById: new Map(),
  accountByKey: new Map(),
  sessionByDigest: new Map(),
  grantByDigest: new Map(),
};

const toGrant = ({ name, allows }: Token): Grant => {
  if (allows.kind === "api") return { ...allows, name };
  return { kind: "telemetry", name, loops: allows.loops === "all" ? "all" : new Set(allows.loops) };
};

/** Somebody may do less than before, or something else: whoever is let in already must be looked at again. */
function hasLess(before: Known, now: Known): boolean {
  if (before.accountById.size > 0 !== now.accountById.size > 0) return true;
  for (const { id, role } of before.accountById.values())
    if (now.accountById.get(id)?.role !== role) return true;
  for (const digest of before.sessionByDigest.keys()) if (!now.sessionByDigest.has(digest)) return true;
  for (const digest of before.grantByDigest.keys()) if (!now.grantByDigest.has(digest)) return true;
  return false;
}

/** Reads at once; throws what the books throw. `onLess`: sessions have ended, or roles, tokens or the mode have changed. */
export function createAccessMemory(parts: {
  readonly books: AccessBooks;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
  readonly onLess: () => void;
}): AccessMemory {
  const { books, clock, log, onLess } = parts;
  let known = nothing;
  let lookedMs: EpochMs = clock.nowMs();
  let isTroubled = false;

  const read = (): boolean => {
    lookedMs = clock.nowMs();
    const version = books.version();
    if (version === known.version) return false;
    const accounts = books.accounts.list();
    const before = known;
    known = {
      version,
      accountById: new Map(accounts.map((account) => [account.id, account])),
      accountByKey: new Map(accounts.map((account) => [account.nameKey, account])),
      sessionByDigest: new Map(books.sessions.list().map((session) => [session.digest, session])),
      grantByDigest: new Map(
        books.tokens
          .list()
          .filter(({ revokedMs }) => revokedMs === null)
          .map((token) => [token.digest, { id: token.id, grant: toGrant(token) }]),
      ),
    };
    return hasLess(before, known);
  };

  const look = (): Known => {
    let isLess = false;
    try {
      isLess = read();
      isTroubled = false;
    } catch (cause) {
      // Who was let in stays in: a disk in trouble must not put out those who watch a leak.
      if (!isTroubled) log.error("It cannot be read who may come in; what was read before holds.", { cause });
      isTroubled = true;
    }
    if (isLess) onLess();
    return known;
  };

  read();
  return {
    known: () => (Math.abs(clock.nowMs() - lookedMs) < mostStaleMs ? known : look()),
    fresh: look,
  };
}

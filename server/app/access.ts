import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import { isInForce, seenStepMs } from "../domain/access/session-life.ts";
import { type AccessMemory, createAccessMemory } from "./access-memory.ts";
import type { Access } from "./access-port.ts";
import type { AccessBooks, Account, PasswordHasher, Secrets, Session } from "./access-ports.ts";
import { createLogin, toOwnAct, toVisitor } from "./login.ts";
import type { Clock, Log } from "./ports.ts";
import { createRoleRefusals } from "./role-refusals.ts";

/** What it takes to say who may come in. */
export interface AccessParts {
  readonly books: AccessBooks;
  readonly hasher: PasswordHasher;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Nobody but this machine reaches us: a loopback address, and neither a proxy nor a public address in front of it. */
  readonly isOnlyThisMachine: boolean;
}

/** `Access` with its end: writes down what is not written yet. The books stay open. */
export interface RunningAccess extends Access {
  stop(): void;
}

/** How often it is looked whether a command has changed something, so that open sockets hear of it. */
const lookEveryMs: DurationMs = seconds(1);

/** How often sessions that are over are forgotten, and what was used is written down. */
const tidyEveryMs: DurationMs = minutes(1);

/** No secret of ours is as long: what is longer is not worth a digest. */
const longestSecret = 200;

/** Reads who may come in; throws what the books throw. */
export function createAccess(parts: AccessParts): RunningAccess {
  const { books, secrets, clock, log, isOnlyThisMachine } = parts;
  const listeners: (() => void)[] = [];
  const memory: AccessMemory = createAccessMemory({
    ...{ books, clock, log },
    onLess: () => {
      for (const run of listeners) run();
    },
  });
  /** When sessions were last used, as far as memory has not read it back; of those in `unwritten` not even the disk knows. */
  const seenMsByDigest = new Map<string, EpochMs>();
  const unwritten = new Map<string, EpochMs>();
  const usedMsById = new Map<number, EpochMs>();

  const attempt = (what: string, work: () => void): void => {
    try {
      work();
    } catch (cause) {
      log.error(`${what} could not be written down.`, { cause });
    }
  };

  const withUse = (session: Session): Session => ({
    ...session,
    seenMs: Math.max(session.seenMs, seenMsByDigest.get(session.digest) ?? 0),
  });

  const findSession = (secret: string): { readonly session: Session; readonly account: Account } | null => {
    if (secret === "" || secret.length > longestSecret) return null;
    const digest = secrets.digest(secret);
    const seen = memory.known();
    const { sessionByDigest, accountById } = seen.sessionByDigest.has(digest) ? seen : memory.fresh();
    const session = sessionByDigest.get(digest);
    const account = session === undefined ? undefined : accountById.get(session.accountId);
    if (session === undefined || account === undefined) return null;
    return isInForce(withUse(session), clock.nowMs()) ? { session, account } : null;
  };

  const noted = (entry: AuditEntry): void =>
    attempt("A line of the audit", () => {
      books.audit(entry);
    });
  const roleRefusals = createRoleRefusals(noted, clock);
  const login = createLogin({ ...parts, memory });

  const writeUse = (): void => {
    attempt("When sessions and tokens were last used", () => {
      if (unwritten.size > 0) books.sessions.seen(unwritten);
      unwritten.clear();
      if (usedMsById.size > 0) books.tokens.used(usedMsById);
      usedMsById.clear();
      const { sessionByDigest } = memory.known();
      for (const digest of seenMsByDigest.keys())
        if (!sessionByDigest.has(digest)) seenMsByDigest.delete(digest);
    });
  };

  const tidy = (): void => {
    writeUse();
    const over = [...memory.known().sessionByDigest.values()]
      .filter((session) => !isInForce(withUse(session), clock.nowMs()))
      .map(({ digest }) => digest);
    if (over.length > 0) attempt("That sessions are over", () => books.sessions.drop(over));
    memory.fresh();
  };

  const cancelLook = clock.every(lookEveryMs, () => {
    memory.fresh();
    login.tick();
    roleRefusals.tick();
  });
  const cancelTidy = clock.every(tidyEveryMs, tidy);

  return {
    get mode() {
      return isOnlyThisMachine && memory.known().accountById.size === 0 ? "open" : "guarded";
    },
    login: login.attempt,
    visitor(secret) {
      const found = findSession(secret);
      if (found === null) return null;
      const { session, account } = found;
      const nowMs = clock.nowMs();
      if (nowMs - withUse(session).seenMs >= seenStepMs)
        for (const seen of [seenMsByDigest, unwritten]) seen.set(session.digest, nowMs);
      return toVisitor(account);
    },
    logout(secret, address) {
      const found = findSession(secret);
      if (found === null) return;
      const { session, account } = found;
      books.sessions.end(
        session.digest,
        toOwnAct("log out", { ...toVisitor(account), address }, clock.nowMs()),
      );
      memory.fresh();
    },
    grant(secret) {
      if (secret === "" || secret.length > longestSecret) return null;
      const digest = secrets.digest(secret);
      const found = memory.known().grantByDigest.get(digest) ?? memory.fresh().grantByDigest.get(digest);
      if (found === undefined) return null;
      usedMsById.set(found.id, clock.nowMs());
      return found.grant;
    },
    ...{ noted, turnedAway: roleRefusals.refused },
    onChange: (run) => void listeners.push(run),
    stop() {
      cancelLook();
      cancelTidy();
      login.stop();
      roleRefusals.tick(true);
      writeUse();
    },
  };
}

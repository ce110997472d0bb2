import type { Visitor } from "../../protocol/access.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toNameKey } from "../domain/access/account-name.ts";
import { toAddressKey } from "../domain/access/address-key.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import { createLoginThrottle, type LoginTry } from "../domain/access/login-throttle.ts";
import { longestPassword, toPasswordText } from "../domain/access/password-rule.ts";
import { createRefusalTally, type RefusedLogins } from "../domain/access/refusal-tally.ts";
import { mostSessions, wholeLifeMs } from "../domain/access/session-life.ts";
import type { AccessMemory } from "./access-memory.ts";
import type { Actor, LoginAttempt, LoginResult } from "./access-port.ts";
import {
  type AccessBooks,
  type Account,
  HasherBusy,
  type PasswordHasher,
  type Secrets,
} from "./access-ports.ts";
import type { Clock, Log } from "./ports.ts";

/** The way in by name and password. */
export interface Login {
  attempt(attempt: LoginAttempt): Promise<LoginResult>;
  /** Writes down what has gathered. */
  tick(): void;
  stop(): void;
}

/** What is longer is no name and no password of ours, and is not even brought into its normal form. */
const longestTyped = 4 * longestPassword;

/** The same for an unknown name: nobody learns here who has an account. */
const wrong = "The name or the password is wrong.";

const refuse = (reason: string, retryAfterS: number | null = null): LoginResult => ({
  ok: false,
  reason,
  retryAfterS,
});

const toWait = (waitMs: number): LoginResult => {
  const s = Math.ceil(waitMs / 1000);
  const span = s < 120 ? (s === 1 ? "1 second" : `${s} seconds`) : `${Math.ceil(s / 60)} minutes`;
  return refuse(`Too many attempts have failed. Try again in ${span}.`, s);
};

const busyRetryS = 5;

export function createLogin(parts: {
  readonly books: AccessBooks;
  readonly memory: AccessMemory;
  readonly hasher: PasswordHasher;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
}): Login {
  const { books, memory, hasher, secrets, clock, log } = parts;
  const throttle = createLoginThrottle();
  const tally = createRefusalTally();

  const writeRefused = (lines: readonly RefusedLogins[]): void => {
    for (const line of lines) {
      log.warn("A login was refused.", {
        account: line.account,
        addresses: line.addresses,
        count: line.count,
      });
      try {
        books.audit(toRefusedEntry(line));
      } catch (cause) {
        log.error("That a login was refused could not be written down.", { cause });
      }
    }
  };

  const refused = (account: Account | undefined, address: string): void =>
    writeRefused(tally.refused(account?.name ?? null, address, clock.nowMs()));

  const isRight = async (
    typed: string,
    account: Account | undefined,
    familiar: boolean,
  ): Promise<boolean> => {
    const password = typed.length > longestTyped ? "" : toPasswordText(typed);
    return hasher.verify(password, account?.passwordHash ?? null, familiar);
  };

  const letIn = (account: Account, { address }: LoginAttempt, addressKey: string): LoginResult => {
    const nowMs = clock.nowMs();
    // Drawn now and by us: a secret that somebody knew before the login is worth nothing after it.
    const secret = secrets.draw();
    const expiresMs = nowMs + wholeLifeMs;
    const visitor = toVisitor(account);
    const session = {
      digest: secrets.digest(secret),
      accountId: account.id,
      ...{ addressKey, expiresMs },
      begunMs: nowMs,
      seenMs: nowMs,
    };
    const audit = toOwnAct("log in", { ...visitor, address }, nowMs);
    books.sessions.begin(session, mostSessions, audit);
    memory.fresh();
    return { ok: true, secret, expiresMs, visitor };
  };

  return {
    async attempt(attempt) {
      const nameKey = toNameKey(attempt.name.slice(0, longestTyped));
      const addressKey = toAddressKey(attempt.address);
      const account = memory.fresh().accountByKey.get(nameKey);
      try {
        const familiar = account !== undefined && books.sessions.places(account.id).has(addressKey);
        const { address } = attempt;
        const tried: LoginTry = { nameKey, known: account !== undefined, addressKey, familiar };
        const waitMs = throttle.begin(tried, clock.nowMs());
        if (waitMs > 0) {
          refused(account, address);
          return toWait(waitMs);
        }
        try {
          if (!(await isRight(attempt.password, account, familiar)) || account === undefined) {
            refused(account, address);
            return refuse(wrong);
          }
        } catch (error) {
          throttle.withdrawn(tried);
          if (!(error instanceof HasherBusy)) throw error;
          return refuse(
            "Too many people are logging in at this moment. Try again in a few seconds.",
            busyRetryS,
          );
        }
        // While the password was looked at, it may have been changed, or the account have gone.
        const now = memory.fresh().accountById.get(account.id);
        if (now === undefined || now.passwordHash !== account.passwordHash) return refuse(wrong);
        let result: LoginResult;
        try {
          result = letIn(now, attempt, addressKey);
        } catch (error) {
          // The password was right: that the disk fails is not theirs to wait for.
          throttle.withdrawn(tried);
          throw error;
        }
        throttle.succeeded(tried);
        return result;
      } catch (cause) {
        log.error("A login could not be written down, and was refused.", { cause });
        return refuse("Logging in is not possible at this moment: the server's log says why.", busyRetryS);
      }
    },
    tick: () => writeRefused(tally.due(clock.nowMs())),
    stop: () => writeRefused(tally.due(clock.nowMs(), true)),
  };
}

const toRefusedEntry = ({ count, account, addresses, firstMs, lastMs }: RefusedLogins): AuditEntry => ({
  atMs: lastMs,
  // What was typed for a name that is none is not kept: people type passwords there.
  person: account ?? "unknown",
  role: null,
  via: null,
  address: addresses[0] ?? "",
  deed: "log in",
  subject: `account:${account ?? "unknown"}`,
  before: null,
  after: { count, addresses, firstMs, lastMs },
  comment: "",
  refusal: count === 1 ? "Wrong name or password, or too many attempts." : `${count} attempts were refused.`,
});

/** Who is logged in with an account. */
export const toVisitor = ({ name, role }: Account): Visitor => ({ name, role, via: "session" });

/** What somebody does with their own account. */
export const toOwnAct = (deed: string, { name, role, via, address }: Actor, atMs: EpochMs): AuditEntry => ({
  ...{ atMs, role, via, address, deed },
  person: name,
  subject: `account:${name}`,
  before: null,
  after: null,
  comment: "",
  refusal: null,
});

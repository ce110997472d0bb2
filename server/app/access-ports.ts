import type { Role } from "../../protocol/access.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import type { SessionTimes } from "../domain/access/session-life.ts";

/** Somebody who may log in. An id is never given twice. */
export interface Account {
  readonly id: number;
  readonly name: string;
  /** `toNameKey` of the name. */
  readonly nameKey: string;
  readonly role: Role;
  /** As the `PasswordHasher` made it. */
  readonly passwordHash: string;
  readonly madeMs: EpochMs;
  /** When the password or the role was last changed. */
  readonly changedMs: EpochMs;
}

/** What a token allows, as plain data. */
export type Allowance =
  | { readonly kind: "telemetry"; readonly loops: "all" | readonly LoopId[] }
  | { readonly kind: "api"; readonly role: Role };

/** A secret that a source or a program says with each request; only its digest is kept. */
export interface Token {
  readonly id: number;
  /** Of all that are not revoked, one has this name. */
  readonly name: string;
  /** `toNameKey` of the name. */
  readonly nameKey: string;
  readonly digest: string;
  readonly allows: Allowance;
  readonly madeMs: EpochMs;
  /** To the minute; `null`: never. */
  readonly lastUsedMs: EpochMs | null;
  readonly revokedMs: EpochMs | null;
}

/** One login of one account; only the digest of its secret is kept. */
export interface Session extends SessionTimes {
  readonly digest: string;
  readonly accountId: number;
  /** `toAddressKey` of where it began. */
  readonly addressKey: string;
}

/**
 * Every change comes with its line in the audit: both are on disk when a call returns, or neither. Calls throw. Another
 * process may change the same at any time; `AccessBooks.version` tells.
 */
export interface AccountBook {
  list(): readonly Account[];
  add(account: Omit<Account, "id" | "changedMs">, audit: AuditEntry): void;
  /** Ends the account's sessions. */
  setPassword(id: number, passwordHash: string, audit: AuditEntry): void;
  setRole(id: number, role: Role, audit: AuditEntry): void;
  /** Ends the account's sessions. */
  remove(id: number, audit: AuditEntry): void;
}

export interface TokenBook {
  /** Also those that are revoked. */
  list(): readonly Token[];
  add(token: Omit<Token, "id" | "lastUsedMs" | "revokedMs">, audit: AuditEntry): void;
  revoke(id: number, audit: AuditEntry): void;
  used(atMsById: ReadonlyMap<number, EpochMs>): void;
}

export interface SessionBook {
  list(): readonly Session[];
  /** Also remembers the address as one from which this account has logged in, and drops the account's oldest above `most`. */
  begin(session: Session, most: number, audit: AuditEntry): void;
  seen(atMsByDigest: ReadonlyMap<string, EpochMs>): void;
  end(digest: string, audit: AuditEntry): void;
  endAll(accountId: number, audit: AuditEntry): void;
  /** Forgets sessions that are over by time: nobody did that. */
  drop(digests: readonly string[]): void;
  /** Places (`toAddressKey`) from which an account has logged in, the newest few. */
  places(accountId: number): ReadonlySet<string>;
}

/** Everything on disk about who may come in. */
export interface AccessBooks {
  readonly accounts: AccountBook;
  readonly tokens: TokenBook;
  readonly sessions: SessionBook;
  /** Writes a line that belongs to no other change. */
  audit(entry: AuditEntry): void;
  /** Another number after each change of accounts, of tokens, or of which sessions there are; by any process. */
  version(): number;
  close(): void;
}

/** A line of the audit as it is kept. */
export interface AuditRow extends AuditEntry {
  readonly seq: number;
  /** SHA-256 of this line and, through `previous`, of all before it; hexadecimal. */
  readonly hash: string;
}

/** The audit's rows are not those that were written, or all of them are. */
export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly head: string | null }
  | { readonly ok: false; readonly rows: number; readonly seq: number; readonly reason: string };

/** Costly on purpose. Rejects with `HasherBusy` when too many wait already. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes as long when there is no such account (`null`). `first`: before others who wait, and in places kept for such. */
  verify(password: string, hash: string | null, first: boolean): Promise<boolean>;
}

/** Passwords are being checked as fast as is good for the machine, and enough others wait. */
export class HasherBusy extends Error {
  constructor() {
    super("Too many passwords wait to be checked.");
    this.name = "HasherBusy";
  }
}

/** Secrets that nobody guesses, and what is kept of them. */
export interface Secrets {
  /** 32 random bytes as text. */
  draw(): string;
  /** From it nobody finds the secret; hexadecimal. */
  digest(secret: string): string;
}

import type { Role, Visitor } from "../../protocol/access.ts";
import type { Access, Grant, LoginAttempt, LoginResult } from "../../server/app/access-port.ts";
import { createDoorkeeper, type Doorkeeper } from "../../server/app/doorkeeper.ts";
import { createPeerReader } from "../../server/boundary/peer.ts";
import type { AuditEntry } from "../../server/domain/access/audit-entry.ts";

/** Who may come in, as a test lays it down. */
export interface FakeAccess extends Access {
  /** Secret of a new session of somebody with this role. */
  begins(role: Role, name?: string): string;
  /** Secret of a new token. */
  gives(grant: Grant): string;
  /** Ends a session or a token, and tells. */
  ends(secret: string): void;
  /** The session has another role from now on. */
  changes(secret: string, role: Role): void;
  /** What logins are answered, instead of by the password `right`. */
  answersLogins(answer: (attempt: LoginAttempt) => LoginResult): void;
  readonly attempts: readonly LoginAttempt[];
  /** Lines of the audit: deed and refusal of those turned away, and whole entries. */
  readonly turned: readonly { readonly name: string; readonly deed: string; readonly refusal: string }[];
  readonly entries: readonly AuditEntry[];
  readonly logouts: readonly string[];
}

/** Where sessions end that nobody ends, epoch milliseconds: far away. */
const expiresMs = Date.UTC(2100, 0);

/** Nobody is inside. In `guarded` mode `right` is everybody's password. */
export function createFakeAccess(mode: Access["mode"] = "guarded"): FakeAccess {
  const visitors = new Map<string, Visitor>();
  const grants = new Map<string, Grant>();
  const attempts: LoginAttempt[] = [];
  const logouts: string[] = [];
  const turned: { name: string; deed: string; refusal: string }[] = [];
  const entries: AuditEntry[] = [];
  const listeners: (() => void)[] = [];
  let drawn = 0;
  const draw = (prefix: string): string => {
    drawn += 1;
    return `${prefix}${drawn}_of_the_test`;
  };
  const begins = (role: Role, name = `the ${role}`): string => {
    const secret = draw("session_");
    visitors.set(secret, { name, role, via: "session" });
    return secret;
  };
  const tell = (): void => {
    for (const run of listeners) run();
  };
  let answer = ({ name, password }: LoginAttempt): LoginResult => {
    if (password !== "right")
      return { ok: false, reason: "The name or the password is wrong.", retryAfterS: null };
    const secret = begins("operator", name);
    return {
      ok: true,
      secret,
      expiresMs,
      visitor: visitors.get(secret) ?? { name, role: "operator", via: "session" },
    };
  };
  return {
    ...{ mode, attempts, logouts, begins, turned, entries },
    async login(attempt) {
      attempts.push(attempt);
      return answer(attempt);
    },
    visitor: (secret) => visitors.get(secret) ?? null,
    logout(secret) {
      logouts.push(secret);
      visitors.delete(secret);
      tell();
    },
    grant: (secret) => grants.get(secret) ?? null,
    turnedAway: ({ name }, deed, refusal) => void turned.push({ name, deed, refusal }),
    noted: (entry) => void entries.push(entry),
    onChange: (run) => void listeners.push(run),
    gives(grant) {
      const secret = draw("lw_");
      grants.set(secret, grant);
      return secret;
    },
    ends(secret) {
      visitors.delete(secret);
      grants.delete(secret);
      tell();
    },
    changes(secret, role) {
      const visitor = visitors.get(secret);
      if (visitor !== undefined) visitors.set(secret, { ...visitor, role });
      tell();
    },
    answersLogins(next) {
      answer = next;
    },
  };
}

/** A door as a server has it, without proxies. */
export const toDoor = (
  access: Access,
  simulatorToken: string | null = null,
): { readonly doorkeeper: Doorkeeper; readonly readPeer: ReturnType<typeof createPeerReader> } => ({
  doorkeeper: createDoorkeeper(access, simulatorToken),
  readPeer: createPeerReader([]),
});

/** A door through which everybody may come, as on a machine that serves only itself. */
export const openDoor = () => toDoor(createFakeAccess("open"));

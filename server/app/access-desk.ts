import type { Role } from "../../protocol/access.ts";
import { decideName, toNameKey } from "../domain/access/account-name.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import { decidePassword, toPasswordText } from "../domain/access/password-rule.ts";
import { isInForce } from "../domain/access/session-life.ts";
import type { Actor } from "./access-port.ts";
import type { AccessBooks, Account, Allowance, PasswordHasher, Secrets, Token } from "./access-ports.ts";
import type { Clock } from "./ports.ts";

/** What came of a change; `reason` is a sentence for the person who tried. */
export type AccessChange<T = unknown> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly reason: string };

/** What an administrator does with accounts and tokens. Every change is in the audit; what is refused changes nothing. */
export interface AccessDesk {
  /** `null`: the name may be given to an account; asked before anybody thinks of a password. */
  findNameTrouble(name: string): string | null;
  addUser(name: string, role: Role, password: string): Promise<AccessChange<{ readonly account: Account }>>;
  /** Ends the account's sessions, as `removeUser` and `logoutUser` do. */
  setPassword(name: string, password: string): Promise<AccessChange>;
  setRole(name: string, role: Role): AccessChange;
  removeUser(name: string): AccessChange;
  logoutUser(name: string): AccessChange;
  users(): readonly (Account & { readonly sessions: number })[];
  user(name: string): Account | null;
  /** `secret` is told this once and never again. */
  addToken(name: string, allows: Allowance): AccessChange<{ readonly secret: string }>;
  revokeToken(name: string): AccessChange;
  tokens(): readonly Token[];
}

/** What a token begins with: whoever finds one in a file or a log knows what it is, and programs that look for secrets too. */
const tokenPrefix = "lw_";

const refuse = (reason: string) => ({ ok: false, reason }) as const;
const noUser = (name: string) => refuse(`There is no account ${name}. See them with: loopwatch user list`);

export function createAccessDesk(parts: {
  readonly books: AccessBooks;
  readonly hasher: PasswordHasher;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, "nowMs">;
  /** Whoever does all this. */
  readonly actor: Actor;
}): AccessDesk {
  const { books, hasher, secrets, clock, actor } = parts;
  const { accounts, tokens, sessions } = books;

  const toEntry = (deed: string, subject: string, before: unknown, after: unknown): AuditEntry => ({
    ...{ atMs: clock.nowMs(), person: actor.name, role: actor.role, via: actor.via, address: actor.address },
    ...{ deed, subject, before, after, comment: "", refusal: null },
  });
  const find = (name: string): Account | null =>
    accounts.list().find(({ nameKey }) => nameKey === toNameKey(name)) ?? null;
  const findToken = (name: string): Token | null =>
    tokens.list().find(({ nameKey, revokedMs }) => nameKey === toNameKey(name) && revokedMs === null) ?? null;
  const subjectOf = ({ name }: Account): string => `account:${name}`;

  const findNameTrouble = (name: string): string | null => {
    const checked = decideName(name);
    if (!checked.ok) return checked.reason;
    const known = find(name);
    return known === null ? null : `There is an account ${known.name} already.`;
  };

  return {
    findNameTrouble,
    async addUser(typed, role, password) {
      const checked = decideName(typed);
      if (!checked.ok) return checked;
      const { name, nameKey } = checked;
      const refusal = findNameTrouble(name) ?? decidePassword(password, name);
      if (refusal !== null) return refuse(refusal);
      const passwordHash = await hasher.hash(toPasswordText(password));
      const account = { name, nameKey, role, passwordHash, madeMs: clock.nowMs() };
      accounts.add(account, toEntry("add account", `account:${name}`, null, { role }));
      const added = find(name);
      return added === null ? noUser(name) : { ok: true, account: added };
    },
    async setPassword(name, password) {
      const account = find(name);
      if (account === null) return noUser(name);
      const refusal = decidePassword(password, account.name);
      if (refusal !== null) return refuse(refusal);
      const hash = await hasher.hash(toPasswordText(password));
      accounts.setPassword(account.id, hash, toEntry("change password", subjectOf(account), null, null));
      return { ok: true };
    },
    setRole(name, role) {
      const account = find(name);
      if (account === null) return noUser(name);
      const before = { role: account.role };
      accounts.setRole(account.id, role, toEntry("change role", subjectOf(account), before, { role }));
      return { ok: true };
    },
    removeUser(name) {
      const account = find(name);
      if (account === null) return noUser(name);
      const before = { role: account.role };
      accounts.remove(account.id, toEntry("remove account", subjectOf(account), before, null));
      return { ok: true };
    },
    logoutUser(name) {
      const account = find(name);
      if (account === null) return noUser(name);
      sessions.endAll(account.id, toEntry("end sessions", subjectOf(account), null, null));
      return { ok: true };
    },
    users() {
      const nowMs = clock.nowMs();
      const live = sessions.list().filter((session) => isInForce(session, nowMs));
      return accounts.list().map((account) => ({
        ...account,
        sessions: live.filter(({ accountId }) => accountId === account.id).length,
      }));
    },
    user: find,
    addToken(typed, allows) {
      const checked = decideName(typed);
      if (!checked.ok) return checked;
      const { name, nameKey } = checked;
      if (findToken(name) !== null)
        return refuse(`There is a token ${name} already. Revoke it first: loopwatch token revoke "${name}"`);
      const secret = `${tokenPrefix}${secrets.draw()}`;
      const token = { name, nameKey, digest: secrets.digest(secret), allows, madeMs: clock.nowMs() };
      tokens.add(token, toEntry("add token", `token:${name}`, null, allows));
      return { ok: true, secret };
    },
    revokeToken(name) {
      const token = findToken(name);
      if (token === null)
        return refuse(`There is no token ${name} in force. See them with: loopwatch token list`);
      tokens.revoke(token.id, toEntry("revoke token", `token:${token.name}`, token.allows, null));
      return { ok: true };
    },
    tokens: () => tokens.list(),
  };
}

/** What others need before they can be let in: somebody who can act, and a source that can send; commands that are missing. */
export function findMissingAccess({
  accounts,
  tokens,
}: Pick<AccessBooks, "accounts" | "tokens">): readonly string[] {
  const canAct = accounts.list().some(({ role }) => role !== "viewer");
  const canSend = tokens
    .list()
    .some(({ allows, revokedMs }) => allows.kind === "telemetry" && revokedMs === null);
  return [...(canAct ? [] : [userCommand]), ...(canSend ? [] : [tokenCommand])];
}

/** The first account and the first token. */
const userCommand = "loopwatch user add NAME --role administrator";
const tokenCommand = "loopwatch token add NAME --all-loops";
export const firstAccessCommands: readonly string[] = [userCommand, tokenCommand];

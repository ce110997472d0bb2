import type { Role, Visitor } from "../../protocol/access.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";

/** Who does something, and from where: what the journal and the audit say of an act. */
export interface Actor extends Visitor {
  /** Network address, as the server sees it behind the configured proxy; `""` for a command on this machine. */
  readonly address: string;
}

/** What a token is good for: telemetry of some loops or of all, or the API with a role. */
export type Grant =
  | { readonly kind: "telemetry"; readonly name: string; readonly loops: "all" | ReadonlySet<LoopId> }
  | { readonly kind: "api"; readonly name: string; readonly role: Role };

/** A name and a password that somebody says. */
export interface LoginAttempt {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}

/** What came of it; `secret` goes into the cookie and is nowhere else. */
export type LoginResult =
  | {
      readonly ok: true;
      readonly secret: string;
      readonly expiresMs: EpochMs;
      readonly visitor: Visitor;
    }
  | { readonly ok: false; readonly reason: string; readonly retryAfterS: number | null };

/** Who may come in. */
export interface Access {
  /** `open`: only this machine reaches us and nobody has an account, so that everybody is the local operator. */
  readonly mode: "open" | "guarded";
  /** Takes as long for an unknown name as for a wrong password. */
  login(attempt: LoginAttempt): Promise<LoginResult>;
  /** Whose session this is; `null`: none that is in force. A role that was changed counts at once. */
  visitor(sessionSecret: string): Visitor | null;
  logout(sessionSecret: string, address: string): void;
  /** What a token allows; `null`: it is not one of ours, or was revoked. Takes effect without a restart. */
  grant(tokenSecret: string): Grant | null;
  /** Their role does not do for `deed`, and they were told `refusal`: goes to the audit, many of them in one line. */
  turnedAway(actor: Actor, deed: string, refusal: string): void;
  /** Writes a line to the audit about what belongs to no other book. A disk that fails is logged. */
  noted(entry: AuditEntry): void;
  /** Calls back when somebody's sessions have ended or their role has changed, so that open sockets are looked at again. */
  onChange(run: () => void): void;
}

import type { Visitor } from "../../protocol/access.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { Access } from "./access-port.ts";

/** Loops for which somebody may send. */
export type LoopScope = "all" | ReadonlySet<LoopId>;

/** What somebody shows; as `readCredentials` reads it. */
export interface Shown {
  readonly session: string | null;
  readonly token: string | null;
}

/** Says who somebody is, whichever way they come in. */
export interface Doorkeeper {
  readonly access: Access;
  /** `null`: nobody we know. */
  visitor(shown: Shown): Visitor | null;
  /** Loops for which the bearer of this token may send telemetry; `null`: none. */
  sender(token: string | null): LoopScope | null;
}

/** Whoever sits at a machine that serves only itself; the name comes with each act. */
export const localOperator: Visitor = { name: "", role: "operator", via: "local" };

/** `simulatorToken` lets the built-in simulator send; drawn at the start and stored nowhere; `null`: there is none. */
export function createDoorkeeper(access: Access, simulatorToken: string | null): Doorkeeper {
  return {
    access,
    visitor({ session, token }) {
      if (access.mode === "open") return localOperator;
      const visitor = session === null ? null : access.visitor(session);
      if (visitor !== null || token === null) return visitor;
      const grant = access.grant(token);
      return grant?.kind === "api" ? { name: grant.name, role: grant.role, via: "token" } : null;
    },
    sender(token) {
      if (access.mode === "open") return "all";
      if (token === null) return null;
      if (token === simulatorToken) return "all";
      const grant = access.grant(token);
      return grant?.kind === "telemetry" ? grant.loops : null;
    },
  };
}

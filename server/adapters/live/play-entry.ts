import type { EpochMs } from "../../../protocol/time.ts";
import type { ActResult } from "../../../protocol/wire.ts";
import type { Actor } from "../../app/access-port.ts";
import type { AuditEntry } from "../../domain/access/audit-entry.ts";

/** The line of what was asked of the simulator. */
export const toPlayEntry = (actor: Actor, deed: string, result: ActResult, atMs: EpochMs): AuditEntry => ({
  ...{ atMs, deed, role: actor.role, via: actor.via, address: actor.address },
  person: actor.name === "" ? "local operator" : actor.name,
  subject: "simulator",
  before: null,
  after: null,
  comment: "",
  refusal: result.ok ? null : result.reason,
});

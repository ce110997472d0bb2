import type { AuditEntry } from "../domain/access/audit-entry.ts";
import { createRefusalTally, type RefusedLogins } from "../domain/access/refusal-tally.ts";
import type { Actor } from "./access-port.ts";
import type { Clock } from "./ports.ts";

/** Writes down who asked for more than their role may, in as few lines as failed logins are written in. */
export interface RoleRefusals {
  /** `deed`: what they asked for; `refusal`: what they were told. */
  refused(actor: Actor, deed: string, refusal: string): void;
  /** Writes what has gathered and is due; `all`: also what is not, because we stop. */
  tick(all?: boolean): void;
}

export function createRoleRefusals(
  write: (entry: AuditEntry) => void,
  clock: Pick<Clock, "nowMs">,
): RoleRefusals {
  const tally = createRefusalTally();
  return {
    refused(actor, deed, refusal) {
      const nowMs = clock.nowMs();
      // What is not written by itself comes with `tick`.
      if (tally.refused(actor.name, actor.address, nowMs).length === 0) return;
      const { name, role, via, address } = actor;
      write({ ...toLine(name, nowMs), role, via, address, deed, refusal });
    },
    tick(all) {
      for (const line of tally.due(clock.nowMs(), all)) write(toGatheredEntry(line));
    },
  };
}

const toLine = (name: string, atMs: number) => ({
  ...{ atMs, person: name, subject: `account:${name}` },
  ...{ before: null, after: null, comment: "" },
});

const toGatheredEntry = ({ count, account, addresses, firstMs, lastMs }: RefusedLogins): AuditEntry => ({
  ...toLine(account ?? "several", lastMs),
  ...{ role: null, via: null, address: addresses[0] ?? "", deed: "ask for more than the role" },
  after: { count, addresses, firstMs, lastMs },
  refusal: `${count} requests were refused.`,
});

import type { AuditEntry } from "../domain/access/audit-entry.ts";

/** A line of the audit for what was done to the server from its own machine, with nothing before and after to show. */
export function toLocalDeed(
  deed: string,
  subject: string,
  told: Pick<AuditEntry, "atMs"> & Partial<AuditEntry>,
): AuditEntry {
  return {
    ...{ person: "a signal", role: null, via: null, address: "", deed, subject },
    ...{ before: null, after: null, comment: "", refusal: null },
    ...told,
  };
}

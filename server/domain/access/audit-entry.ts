import type { Role, Visitor } from "../../../protocol/access.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Alarm } from "../alarm/alarm.ts";
import { toHolds } from "../alarm/alarm-view.ts";
import { toOccurrence } from "../alarm/evolve-alarm.ts";

/** One line of the audit: who did what to what, from where, and what it was before and after. */
export interface AuditEntry {
  /** Wall-clock time. */
  readonly atMs: EpochMs;
  readonly person: string;
  /** `null`: nobody who has one. */
  readonly role: Role | null;
  readonly via: Visitor["via"] | null;
  /** Network address; `""`: a command on this machine. */
  readonly address: string;
  /** `acknowledge`, `log in`, `add token` … */
  readonly deed: string;
  /** What it was done to: `alarm:ms-22.leak.1671062400`, `loop:ms-22`, `account:Ada`, `token:telegraf`. */
  readonly subject: string;
  /** Plain data; `null`: there was nothing, or nothing that may be shown. */
  readonly before: unknown;
  readonly after: unknown;
  /** What the person said with it. */
  readonly comment: string;
  /** Why it was not done; `null`: it was. */
  readonly refusal: string | null;
}

/** An alarm as the audit tells it before and after an act. */
export function toAuditedAlarm(alarm: Alarm) {
  const { condition, holds, version } = alarm;
  const occurrence = toOccurrence(condition);
  return {
    state: condition.kind,
    version,
    severity: occurrence?.finding.severity ?? null,
    assignee: occurrence?.assignee ?? null,
    silencedBy: occurrence?.silenced?.by ?? null,
    holds: toHolds(holds).map(({ kind }) => kind),
  };
}

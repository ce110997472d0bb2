import type { EpochMs } from "../../protocol/time.ts";
import type { OperatorAct } from "../../protocol/wire.ts";
import { type AuditEntry, toAuditedAlarm } from "../domain/access/audit-entry.ts";
import type { Alarm } from "../domain/alarm/alarm.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";
import type { Actor } from "./access-port.ts";

/** An act on the desk and what came of it. */
interface AuditedAct {
  readonly act: OperatorAct;
  readonly actor: Actor;
  readonly atMs: EpochMs;
  readonly refusal: string | null;
}

const toSubject = (act: OperatorAct): string => {
  if (act.kind === "operate") return `loop:${act.loopId}`;
  return `alarm:${"key" in act ? toKeyText(act.key) : act.occurrenceId}`;
};

/** What the act says beside whom, what and the comment. */
function toTerms(act: OperatorAct): Readonly<Record<string, unknown>> {
  switch (act.kind) {
    case "operate":
      return { operation: act.operation, atMs: act.atMs };
    case "shelve":
      return { forMs: act.forMs };
    default:
      return {};
  }
}

const toEntry = ({ act, actor, atMs, refusal }: AuditedAct): Omit<AuditEntry, "before" | "after"> => ({
  ...{ atMs, refusal },
  // On the act stands who did it: the account's name, or where nobody logs in the one that the person says.
  person: act.by,
  role: actor.role,
  via: actor.via,
  address: actor.address,
  deed: act.kind,
  subject: toSubject(act),
  comment: act.comment,
});

/** The line of an act on an alarm. One that was refused has changed nothing. */
export const toAlarmActEntry = (
  done: AuditedAct,
  before: Alarm | null,
  after: Alarm | null = before,
): AuditEntry => {
  const was = before === null ? null : toAuditedAlarm(before);
  const is = after === null ? null : toAuditedAlarm(after);
  return {
    ...toEntry(done),
    before: was,
    after: done.refusal === null ? { ...is, ...toTerms(done.act) } : was,
  };
};

/** The line of an act that is about no alarm, or was not looked at any further. */
export const toActEntry = (done: AuditedAct): AuditEntry => ({
  ...toEntry(done),
  before: null,
  after: done.refusal === null ? toTerms(done.act) : null,
});

import type { Acknowledgement, AlarmView } from "../../../protocol/alarm.ts";
import type { AckToken, Desk } from "../../app/desk-port.ts";

/** What is true of a link at the moment at which it is opened. */
export type AckStanding =
  /** Cut off on its way here, or not ours. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "unknown alarm" }
  /** The one case in which the link can acknowledge. */
  | { readonly kind: "open"; readonly alarm: AlarmView; readonly person: string }
  /** `byReader`: the person of the link did it. */
  | {
      readonly kind: "acknowledged";
      readonly alarm: AlarmView;
      readonly acknowledgement: Acknowledgement;
      readonly byReader: boolean;
    }
  /** It became worse, or came back: the newer alarm is the one to look at. */
  | { readonly kind: "replaced"; readonly alarm: AlarmView; readonly newer: AlarmView }
  | { readonly kind: "over"; readonly alarm: AlarmView }
  /** It was acknowledged, stood on, and has called again since the link was written. */
  | { readonly kind: "called again"; readonly alarm: AlarmView }
  | { readonly kind: "expired"; readonly alarm: AlarmView }
  /** The configuration no longer knows whom the link was written for. */
  | { readonly kind: "no such person"; readonly alarm: AlarmView };

/** What the desk is asked to judge a link. */
export type AckDesk = Pick<Desk, "alarm" | "incident" | "personName">;

/** Judges a link that was read. What is true of the alarm comes first: nobody needs a newer link for an alarm that is over. */
export function decideAckStanding(
  read: { readonly token: AckToken; readonly expired: boolean } | null,
  desk: AckDesk,
): AckStanding {
  if (read === null) return { kind: "unreadable" };
  const { token, expired } = read;
  const alarm = desk.alarm(token.occurrenceId);
  if (alarm === null) return { kind: "unknown alarm" };
  const person = desk.personName(token.personId);
  if (alarm.state === "normal") {
    const newer = findNewer(alarm, desk);
    return newer === null ? { kind: "over", alarm } : { kind: "replaced", alarm, newer };
  }
  const { acknowledgement } = alarm;
  if (acknowledgement !== null)
    return { kind: "acknowledged", alarm, acknowledgement, byReader: acknowledgement.by === person };
  if (expired) return { kind: "expired", alarm };
  if (alarm.calls !== token.calls) return { kind: "called again", alarm };
  return person === null ? { kind: "no such person", alarm } : { kind: "open", alarm, person };
}

/** Escalations that are followed back from one alarm to another; there are four severities. */
const longestChain = 20;

/** The alarm that stands and goes back to this one. */
function findNewer(alarm: AlarmView, desk: AckDesk): AlarmView | null {
  const members = desk.incident(alarm.incidentId)?.members ?? [];
  for (const { occurrenceId, stands } of members) {
    const newer = stands ? desk.alarm(occurrenceId) : null;
    if (newer !== null && comesFrom(newer, alarm, desk)) return newer;
  }
  return null;
}

function comesFrom(newer: AlarmView, alarm: AlarmView, desk: AckDesk): boolean {
  let previousId = newer.previousId;
  for (let i = 0; i < longestChain && previousId !== null; i++) {
    if (previousId === alarm.id) return true;
    previousId = desk.alarm(previousId)?.previousId ?? null;
  }
  return false;
}

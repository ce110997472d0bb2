import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentId, LoopId, OccurrenceId } from "../../../protocol/ids.ts";
import type { IncidentView, LedgerLeak } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";
import type { Guidance, HookShape, Person, PersonId, WebhookId } from "./policy.ts";

/** Where the writer of a letter looks things up. */
export interface LetterSources {
  alarm(id: OccurrenceId): AlarmView | null;
  incident(id: IncidentId): IncidentView | null;
  /** `null` for the house itself, and for a loop that is no longer configured. */
  loop(id: LoopId): Loop | null;
  person(id: PersonId): Person | null;
  /** What the receiver of a webhook reads. */
  hookShape(id: WebhookId): HookShape;
  ledger(loopId: LoopId): readonly LedgerLeak[];
  /** Where this person acknowledges this call by one click and a confirmation; `null`: nowhere. */
  ackUrl(alarm: AlarmView, personId: PersonId): string | null;
  /** Newest source time of a loop; `null`: nothing was heard. */
  sourceMs(loopId: LoopId): EpochMs | null;
  readonly guidance: Guidance;
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
  /** Address of the live page without a trailing slash; `null` when there is none to give. */
  readonly pageUrl: string | null;
}

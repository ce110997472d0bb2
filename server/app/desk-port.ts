import type { AlarmView } from "../../protocol/alarm.ts";
import type { IncidentId, LoopId, OccurrenceId } from "../../protocol/ids.ts";
import type { AlarmFigures, IncidentView, LedgerLeak } from "../../protocol/incident.ts";
import { type DurationMs, days, type EpochMs } from "../../protocol/time.ts";
import type { ActResult, Hello, OperatorAct } from "../../protocol/wire.ts";
import type { AlarmQuery } from "../boundary/alarm-query.ts";
import type { PersonId } from "../domain/notice/policy.ts";
import type { Actor } from "./access-port.ts";

/** How long a link in a mail can be used; who comes later reads what is true then, and acts on the page. */
export const ackLinkLifeMs: DurationMs = days(7);

/** What a link in a mail stands for: this person acknowledges this call of this alarm. */
export interface AckToken {
  readonly occurrenceId: OccurrenceId;
  /** `AlarmView.calls` when the mail was written: a link for one call does not acknowledge a later one. */
  readonly calls: number;
  readonly personId: PersonId;
  readonly expiresMs: EpochMs;
}

/** Signed links; nobody else can make one. */
export interface AckLinks {
  /** Address of the page on which the person confirms. */
  toUrl(token: AckToken): string;
  /** `null`: not signed by us. One that is too old still says which alarm its reader wants to know of. */
  read(text: string, nowMs: EpochMs): { readonly token: AckToken; readonly expired: boolean } | null;
}

/** A mail as its reader would get it, pictures as data URLs. */
export interface MailPreview {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What every page is told when it connects; who looks and what the plant plays, the socket adds. */
export type Snapshot = Omit<Hello, "scenario" | "you">;

/** What the live pages and the API may ask. */
export interface Desk {
  hello(): Snapshot;
  /** One part of the snapshot; the others are not looked up for it. */
  ask<Part extends keyof Snapshot>(part: Part): Snapshot[Part];
  /** Writes down the actor's name, whatever name the act says; only where nobody logs in (`local`) the one that it says. */
  act(act: OperatorAct, actor: Actor): ActResult;
  /** An occurrence that stands, with its figures of this moment, or a past one. */
  alarm(id: OccurrenceId): AlarmView | null;
  /** Newest change first. */
  occurrences(query: AlarmQuery): readonly AlarmView[];
  incident(id: IncidentId): IncidentView | null;
  /** Of one loop or of all; newest first. */
  ledger(loopId?: LoopId): readonly LedgerLeak[];
  figures(fromMs: EpochMs, toMs: EpochMs): Promise<AlarmFigures>;
  /** The first mail about an alarm as it would be written now; `null`: there is no such alarm. */
  preview(id: OccurrenceId): Promise<MailPreview | null>;
  /** Newest source time of a loop, of which its figures are; `null`: nothing was heard. */
  heardMs(loopId: LoopId): EpochMs | null;
  /** Name of a person of the configuration; `null`: there is none. */
  personName(id: PersonId): string | null;
}

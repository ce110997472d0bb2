import type { AlarmKey, AlarmView } from "../../../../protocol/alarm.ts";
import type { IncidentId } from "../../../../protocol/ids.ts";
import type { FloodView } from "../../../../protocol/incident.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { AlarmStep } from "../../alarm/alarm.ts";
import type { Letter } from "../letter.ts";
import type { NoticePolicy } from "../policy.ts";

/** A step of an alarm as those who decide on letters need it. */
export interface CallChange {
  readonly key: AlarmKey;
  readonly step: AlarmStep;
  readonly incidentId: IncidentId;
  /** The occurrence that the step is about, as it is after it; over ones as they were last. */
  readonly view: AlarmView;
  /** Wall-clock time. */
  readonly nowMs: EpochMs;
}

/** What was decided about telling people, as the journal keeps it: facts that need no policy to be read again. */
export type CallFact =
  /** `subject`: what the letter was called in the end, for the thread. */
  { readonly kind: "letter"; readonly letter: Letter; readonly subject: string };

/** Who must be told, who was told, and when to tell again. */
export interface CallBook {
  /** Takes a step in, live and on replay; decides nothing. */
  observe(change: CallChange): void;
  /** Takes a fact in, live and on replay. */
  evolve(fact: CallFact): void;
  /** Facts that follow from the step that was just observed. The caller writes them down and gives them to `evolve`. */
  decide(change: CallChange): readonly CallFact[];
  /** Facts that time alone brings: escalations, reminders, bundles that are due, the end of a flood. */
  decideByClock(nowMs: EpochMs): readonly CallFact[];
  /** When `decideByClock` has something to say at the earliest; `null`: nothing is under way. */
  nextMs(): EpochMs | null;
  flood(): FloodView | null;
  /** Plain data, from which another book goes on. */
  readonly state: CallBookState;
}

/** To be replaced by the state's real shape. */
export type CallBookState = unknown;
export declare function createCallBook(policy: NoticePolicy, state?: CallBookState): CallBook;

import type { Severity } from "../../../protocol/alarm.ts";
import type { IncidentId, OccurrenceId } from "../../../protocol/ids.ts";
import type { FloodView } from "../../../protocol/incident.ts";
import type { DurationMs, EpochMs } from "../../../protocol/time.ts";
import type { PersonId } from "./policy.ts";

/** Why a person is told something at this moment. */
export type LetterReason =
  | { readonly kind: "first" }
  | { readonly kind: "worse"; readonly from: Severity }
  /** The condition itself grew beyond doubt, at the same severity. */
  | { readonly kind: "grew" }
  /** It had returned to normal and is present again. */
  | { readonly kind: "back" }
  /** Acknowledged, and standing still after so long. */
  | { readonly kind: "ignored"; readonly by: string; readonly forMs: DurationMs }
  /** Nobody has acknowledged for so long: the next people hear of it. `step` counts from 1. */
  | { readonly kind: "escalated"; readonly step: number; readonly forMs: DurationMs }
  | { readonly kind: "reminder"; readonly count: number; readonly forMs: DurationMs }
  /** It stood all the while that it was held, and calls now. */
  | { readonly kind: "no longer held"; readonly was: "shelved" | "suppressed" | "out of service" }
  /** Another alarm of the same cause, which by itself calls nobody. */
  | { readonly kind: "joined" }
  | { readonly kind: "acknowledged"; readonly by: string }
  | { readonly kind: "returned to normal"; readonly why: string }
  | { readonly kind: "reset"; readonly by: string }
  /** Somebody holds it back; those who were told hear that nobody is called any more. */
  | { readonly kind: "held"; readonly by: string; readonly as: "shelved" | "out of service" }
  /** The forecast has come to its end: no more than the minimum inventory is left. */
  | { readonly kind: "minimum reached" }
  | { readonly kind: "many at once" }
  | { readonly kind: "flood over" };

/** One thing that a letter tells. */
export interface LetterItem {
  readonly incidentId: IncidentId;
  readonly occurrenceId: OccurrenceId;
  readonly reason: LetterReason;
}

/**
 * The decision to tell one person something. `call` asks for an act, `news` tells those who were called how it goes on;
 * both are about one incident. `bundle`: several of these in one; `flood`: more alarms than a person can read.
 */
export interface Letter {
  /** Deterministic: incident, person and a running number. */
  readonly id: string;
  readonly personId: PersonId;
  readonly form: "call" | "news" | "bundle" | "flood";
  readonly items: readonly LetterItem[];
  readonly severity: Severity;
  readonly urgent: boolean;
  readonly atMs: EpochMs;
  /**
   * Letters of the thread before this one: its first and its latest call, whose subject news keep; `null` for the first. A
   * bundle has one where all of it is about one incident.
   */
  readonly thread: {
    readonly firstId: string;
    readonly latestCallId: string;
    readonly subject: string;
  } | null;
  /** With `form: "flood"`. */
  readonly flood: FloodView | null;
  /** Things that it tells beyond its items, which are the most urgent ones; left out: none. */
  readonly more?: number;
}

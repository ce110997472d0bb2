import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { LoopId } from "../../../protocol/ids.ts";
import type { LedgerLeak } from "../../../protocol/incident.ts";
import type { AlarmStep } from "../alarm/alarm.ts";
import type { DeclaredOperation } from "./incident-book.ts";

/** Every leak of every loop over months. Fed like the incident book. */
export interface LeakLedger {
  take(key: AlarmKey, step: AlarmStep): void;
  operated(declared: DeclaredOperation): void;
  /** Newest first; of one loop or of all. */
  list(loopId?: LoopId): readonly LedgerLeak[];
  readonly state: LeakLedgerState;
}

/** To be replaced by the state's real shape. */
export type LeakLedgerState = unknown;
export declare function createLeakLedger(state?: LeakLedgerState): LeakLedger;

import type { AlarmClass, AlarmKey } from "../../../protocol/alarm.ts";
import type { Operation } from "../../../protocol/operation.ts";
import type { AlarmEvent, AlarmStep, Finding } from "../../../server/domain/alarm/alarm.ts";
import { toKeyText } from "../../../server/domain/alarm/alarm-id.ts";
import { type AlarmSet, createAlarmSet } from "../../../server/domain/alarm/alarm-set.ts";
import {
  createIncidentBook,
  type DeclaredOperation,
  type IncidentBook,
} from "../../../server/domain/incident/incident-book.ts";
import { createLeakLedger, type LeakLedger } from "../../../server/domain/incident/leak-ledger.ts";
import { toFinding } from "../../support/builders.ts";

export const t0 = 1_671_062_400_000;
/** Minutes of the story as a moment. */
export const min = (m: number): number => t0 + m * 60_000;

export const keyOf = (alarmClass: AlarmClass, part: string | null = null, loopId = "ms-22"): AlarmKey => ({
  loopId,
  alarmClass,
  part,
});

export const about = (headline: string, given: Partial<Finding> = {}): Finding =>
  toFinding({ headline, ...given });

/** One entry of a journal. */
export type Fact =
  | { readonly key: AlarmKey; readonly event: AlarmEvent; readonly writtenMs: number }
  | { readonly declared: DeclaredOperation; readonly writtenMs: number };

/**
 * Alarms that live through a story told in minutes, with the incidents and the ledger that follow from it. The clock on the
 * wall shows the minutes of the telemetry, unless `wall` says otherwise.
 */
export interface Story {
  readonly book: IncidentBook;
  readonly ledger: LeakLedger;
  readonly alarms: AlarmSet;
  readonly facts: readonly Fact[];
  happen(key: AlarmKey, event: AlarmEvent, writtenMs?: number): string | null;
  opens(key: AlarmKey, m: number, given?: Partial<Finding>): string | null;
  worsens(key: AlarmKey, m: number, given?: Partial<Finding>, why?: "severity" | "growth"): string | null;
  revised(key: AlarmKey, m: number, given?: Partial<Finding>): string | null;
  returns(key: AlarmKey, m: number, latches?: boolean): string | null;
  acknowledged(key: AlarmKey, m: number): string | null;
  /** Acknowledged and returned. */
  ends(key: AlarmKey, m: number): string | null;
  declares(operation: Operation, m: number, by?: string | null): void;
}

export function createStory(wall: (sourceMs: number) => number = (ms) => ms): Story {
  const book = createIncidentBook();
  const ledger = createLeakLedger();
  const alarms = createAlarmSet();
  const facts: Fact[] = [];

  const happen = (key: AlarmKey, event: AlarmEvent, writtenMs?: number): string | null => {
    const atMs = writtenMs ?? wall("act" in event ? event.act.atMs : event.atMs);
    facts.push({ key, event, writtenMs: atMs });
    const step: AlarmStep = alarms.evolve(key, event);
    ledger.take(key, step);
    return book.take(key, step, atMs);
  };
  const finding = (key: AlarmKey, given: Partial<Finding> = {}): Finding =>
    about(`${toKeyText(key)} is not as it should be`, given);
  const act = (m: number) => ({ by: "Ada", atMs: wall(min(m)), comment: "" });

  const acknowledged = (key: AlarmKey, m: number): string | null =>
    happen(key, { kind: "acknowledged", act: act(m) });
  const returns = (key: AlarmKey, m: number, latches = false): string | null =>
    happen(key, { kind: "returned", atMs: min(m), reason: "all is as it was", latches });

  return {
    book,
    ledger,
    alarms,
    facts,
    happen,
    acknowledged,
    returns,
    opens: (key, m, given) => happen(key, { kind: "opened", atMs: min(m), finding: finding(key, given) }),
    worsens: (key, m, given, why = "severity") =>
      happen(key, { kind: "worsened", atMs: min(m), finding: finding(key, given), why }),
    revised: (key, m, given) => happen(key, { kind: "revised", atMs: min(m), finding: finding(key, given) }),
    ends(key, m) {
      acknowledged(key, m);
      return returns(key, m);
    },
    declares(operation, m, by = "Ada") {
      const declared: DeclaredOperation = {
        loopId: "ms-22",
        operation,
        atMs: min(m),
        by,
        comment: by === null ? "" : "as planned",
      };
      facts.push({ declared, writtenMs: wall(min(m)) });
      book.operated(declared, wall(min(m)));
      ledger.operated(declared);
    },
  };
}

/** What a book comes to that is given the facts again. */
export function replay(facts: readonly Fact[], book: IncidentBook = createIncidentBook()): IncidentBook {
  const alarms = createAlarmSet();
  for (const fact of facts) {
    if ("declared" in fact) book.operated(fact.declared, fact.writtenMs);
    else book.take(fact.key, alarms.evolve(fact.key, fact.event), fact.writtenMs);
  }
  return book;
}

import type { AlarmClass, Severity, Verdict } from "../../protocol/alarm.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Call } from "./play.ts";

/** What an alarm said for a while: one verdict and one severity. */
export interface Statement {
  /** `null`: the occurrence was open already and only changed its words. */
  readonly change: "opened" | "worsened" | null;
  readonly alarmClass: AlarmClass;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly headline: string;
  readonly atMs: EpochMs;
  readonly toldMs: EpochMs;
  /** When it was taken back or became another one, as told; infinite when it still stood at the end. */
  readonly untilMs: number;
  /** Changes of the numbers alone meanwhile. */
  readonly revisions: number;
}

/** What stood when, from an alarm's changes. Revisions that change neither verdict nor severity are only counted. */
export function toStatements(calls: readonly Call[]): readonly Statement[] {
  const statements: Statement[] = [];
  const standingByClass = new Map<AlarmClass, number>();
  for (const call of calls) {
    const place = standingByClass.get(call.alarmClass);
    const before = place === undefined ? undefined : statements[place];
    const isSame = before?.verdict === call.verdict && before.severity === call.severity;
    if (place !== undefined && before !== undefined) {
      if (call.change === "revised" && isSame) {
        statements[place] = { ...before, revisions: before.revisions + 1 };
        continue;
      }
      statements[place] = { ...before, untilMs: call.toldMs };
      standingByClass.delete(call.alarmClass);
    }
    if (call.change === "returned") continue;
    const { alarmClass, verdict, severity, headline, atMs, toldMs } = call;
    const change = call.change === "revised" ? null : call.change;
    standingByClass.set(alarmClass, statements.length);
    statements.push({
      change,
      alarmClass,
      verdict,
      severity,
      headline,
      atMs,
      toldMs,
      untilMs: Number.POSITIVE_INFINITY,
      revisions: 0,
    });
  }
  return statements;
}

import type { AlarmKey, AlarmView, Severity } from "../../../../protocol/alarm.ts";
import type { LoopId } from "../../../../protocol/ids.ts";
import { type DurationMs, type EpochMs, seconds } from "../../../../protocol/time.ts";
import {
  type Alarm,
  type AlarmEvent,
  type Finding,
  normalAlarm,
} from "../../../../server/domain/alarm/alarm.ts";
import { toKeyText } from "../../../../server/domain/alarm/alarm-id.ts";
import { toAlarmView, toClosedView } from "../../../../server/domain/alarm/alarm-view.ts";
import { evolveAlarm } from "../../../../server/domain/alarm/evolve-alarm.ts";
import type { AlarmFact } from "../../../../server/domain/figures/alarm-figures.ts";
import { type CallBook, createCallBook } from "../../../../server/domain/notice/calls/call-book.ts";
import type { CallChange, CallFact } from "../../../../server/domain/notice/calls/call-fact.ts";
import type { CallBookState } from "../../../../server/domain/notice/calls/call-state.ts";
import type { Letter } from "../../../../server/domain/notice/letter.ts";
import type { NoticePolicy, Person, Route } from "../../../../server/domain/notice/policy.ts";
import { toReasonLabel } from "../../../../server/domain/notice/reason.ts";
import { toFinding } from "../../../support/builders.ts";

/** Thursday 2022-12-15, 12:00 UTC. */
export const noonMs: EpochMs = 1_671_105_600_000;

export const person = (id: string, given: Partial<Person> = {}): Person => ({
  id,
  name: id,
  mail: `${id}@example.org`,
  webhook: null,
  fallback: null,
  quiet: [],
  ...given,
});

export const route = (tell: readonly string[], given: Partial<Route> = {}): Route => ({
  name: "all",
  loops: null,
  severities: null,
  classes: null,
  verdicts: null,
  tell,
  escalate: [],
  repeatMs: null,
  ...given,
});

export const policy = (people: readonly Person[], routes: readonly Route[]): NoticePolicy => ({
  people,
  routes,
  guidance: { general: {}, byLoop: new Map() },
});

/** Ada hears of everything. */
export const adaAlone = (given: Partial<Route> = {}): NoticePolicy =>
  policy([person("ada")], [route(["ada"], given)]);

export const leak = (loopId: LoopId = "a"): AlarmKey => ({ loopId, alarmClass: "leak", part: null });
export const process = (loopId: LoopId = "a"): AlarmKey => ({ loopId, alarmClass: "process", part: null });
export const limit = (part: string, loopId: LoopId = "a"): AlarmKey => ({
  loopId,
  alarmClass: "limit",
  part,
});

const act = (by: string, atMs: EpochMs) => ({ by, atMs, comment: "" });

/** What happens to an alarm, at the rig's time. */
export type Happening =
  | { readonly kind: "opened"; readonly severity: Severity }
  | { readonly kind: "worsened"; readonly severity: Severity; readonly why?: "severity" | "growth" }
  | { readonly kind: "acknowledged" | "reset" | "unshelved" | "put back in service"; readonly by: string }
  | { readonly kind: "taken out of service"; readonly by: string }
  | { readonly kind: "returned"; readonly latches?: boolean }
  | { readonly kind: "shelved"; readonly by: string; readonly forMs: DurationMs }
  | { readonly kind: "revised"; readonly leftMs?: DurationMs }
  | { readonly kind: "called again" | "shelf ended" | "suppressed" | "unsuppressed" };

/** Findings of a class say that class's verdict: a route may look at it. */
const say = ({ alarmClass }: AlarmKey, severity: Severity): Finding =>
  toFinding({ severity, verdict: alarmClass === "leak" ? "leak" : "limit passed" });

function toRevised(key: AlarmKey, leftMs: DurationMs | undefined): Finding {
  const said = say(key, leftMs === undefined ? "advisory" : "emergency");
  return leftMs === undefined ? said : { ...said, timeLeft: { p05Ms: 0, p50Ms: leftMs, p95Ms: null } };
}

function toEvent(key: AlarmKey, given: Happening, atMs: EpochMs): AlarmEvent {
  switch (given.kind) {
    case "opened":
      return { kind: "opened", atMs, finding: say(key, given.severity) };
    case "worsened":
      return { kind: "worsened", atMs, finding: say(key, given.severity), why: given.why ?? "severity" };
    case "revised":
      return { kind: "revised", atMs, finding: toRevised(key, given.leftMs) };
    case "returned":
      return { kind: "returned", atMs, reason: "the loop is well", latches: given.latches ?? false };
    case "shelved":
      return { kind: "shelved", act: act(given.by, atMs), untilMs: atMs + given.forMs };
    case "suppressed":
      return { kind: "suppressed", atMs, rule: "planned loss of signal", untilMs: atMs + 1 };
    case "called again":
    case "shelf ended":
    case "unsuppressed":
      return { kind: given.kind, atMs };
    case "acknowledged":
    case "reset":
    case "unshelved":
    case "put back in service":
    case "taken out of service":
      return { kind: given.kind, act: act(given.by, atMs) };
  }
}

/** What a journal keeps of it: steps as the book sees them, and facts. */
export type RigEntry =
  | { readonly kind: "step"; readonly change: CallChange }
  | { readonly kind: "fact"; readonly fact: CallFact };

/** Alarms that happen as a test says, the book that decides on letters, and a clock. */
export interface Rig {
  readonly book: CallBook;
  readonly letters: readonly Letter[];
  readonly journal: readonly RigEntry[];
  /** All that happened, also while nothing stood. */
  readonly happened: readonly AlarmFact[];
  nowMs(): EpochMs;
  alarm(key: AlarmKey): Alarm;
  happens(key: AlarmKey, given: Happening): void;
  /** Lets time pass; the book is asked every `stepMs`, as it is in service. */
  after(ms: DurationMs, stepMs?: DurationMs): void;
  /** Somebody puts the clock on the wall to another time; the book is asked then. */
  setClock(ms: EpochMs): void;
  /** What was told since this was asked last: `ada call: first (a.leak warning)`. */
  told(): readonly string[];
}

/** `before`: its book and its time go on, as after a restart. */
export function createRig(given: NoticePolicy, before?: Rig): Rig {
  const book = createCallBook(given, before?.book.state);
  const alarms = new Map<string, { alarm: Alarm; view: AlarmView | null }>();
  const letters: Letter[] = [];
  const journal: RigEntry[] = [];
  const happened: AlarmFact[] = [];
  const at = { nowMs: before?.nowMs() ?? noonMs, asked: 0 };
  const severityById = new Map<string, Severity>();

  const take = (facts: readonly CallFact[]): void => {
    for (const fact of facts) {
      const written = fact.kind === "letter" ? { ...fact, subject: `Subject of ${fact.letter.id}` } : fact;
      if (written.kind === "letter") letters.push(written.letter);
      journal.push({ kind: "fact", fact: written });
      book.evolve(written);
    }
  };

  const toLine = ({ personId, form, items }: Letter): string =>
    `${personId} ${form}: ${items
      .map(
        ({ occurrenceId, reason }) =>
          `${toReasonLabel(reason)} (${occurrenceId.slice(0, occurrenceId.lastIndexOf("."))} ${severityById.get(occurrenceId)})`,
      )
      .join(", ")}`;

  return {
    book,
    letters,
    journal,
    happened,
    nowMs: () => at.nowMs,
    alarm: (key) => alarms.get(toKeyText(key))?.alarm ?? normalAlarm,
    happens(key, what) {
      const name = toKeyText(key);
      const { alarm: before, view: was } = alarms.get(name) ?? { alarm: normalAlarm, view: null };
      const event = toEvent(key, what, at.nowMs);
      happened.push({ key, writtenMs: at.nowMs, event });
      const after = evolveAlarm(key, before, event);
      const incidentId = `incident.${key.loopId}`;
      const is = toAlarmView(key, after, incidentId);
      alarms.set(name, { alarm: after, view: is });
      const view = is ?? (was === null ? null : toClosedView(was, after.version, event));
      if (view === null) return;
      severityById.set(view.id, view.severity);
      const change: CallChange = { key, step: { before, event, after }, incidentId, view, nowMs: at.nowMs };
      journal.push({ kind: "step", change });
      book.observe(change);
      take(book.decide(change));
    },
    after(ms, stepMs = seconds(1)) {
      const untilMs = at.nowMs + ms;
      while (at.nowMs < untilMs) {
        at.nowMs = Math.min(untilMs, at.nowMs + stepMs);
        take(book.decideByClock(at.nowMs));
      }
    },
    setClock(ms) {
      at.nowMs = ms;
      take(book.decideByClock(ms));
    },
    told() {
      const lines = letters.slice(at.asked).map(toLine);
      at.asked = letters.length;
      return lines;
    },
  };
}

/** The state that a replay of the journal comes to. */
export function replay(journal: readonly RigEntry[], given: NoticePolicy): CallBookState {
  const book = createCallBook(given);
  for (const entry of journal) {
    if (entry.kind === "step") book.observe(entry.change);
    else book.evolve(entry.fact);
  }
  return book.state;
}

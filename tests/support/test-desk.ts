import type { AlarmView } from "../../protocol/alarm.ts";
import type { LedgerLeak } from "../../protocol/incident.ts";
import { type ActResult, type Hello, type OperatorAct, wireVersion } from "../../protocol/wire.ts";
import type { Desk, MailPreview } from "../../server/app/desk-port.ts";
import { toLoopView } from "../../server/app/loop-view.ts";
import type { AlarmQuery } from "../../server/boundary/alarm-query.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { quietFigures, toAlarmViewOf } from "./builders.ts";

/** What a desk has beside its snapshot. */
interface Drawer {
  /** Alarms that the snapshot does not tell of. */
  readonly past: readonly AlarmView[];
  readonly ledger: readonly LedgerLeak[];
  readonly preview: MailPreview | null;
  /** Names by a person's id. */
  readonly people: Readonly<Record<string, string>>;
  readonly heardMs: number | null;
}

/** A desk with what a test laid on it. */
export interface TestDesk extends Desk {
  say(change: Partial<Omit<Hello, "scenario" | "you">>): void;
  keep(change: Partial<Drawer>): void;
  readonly acts: readonly OperatorAct[];
  /** Questions for past alarms, and spans whose figures were asked. */
  readonly questions: readonly (AlarmQuery | { readonly fromMs: number; readonly toMs: number })[];
  /** What comes of acts from now on. */
  answers(result: ActResult | ((act: OperatorAct) => ActResult)): void;
}

/** A desk of a server that has just started. */
export function createTestDesk(loops: readonly Loop[]): TestDesk {
  const acts: OperatorAct[] = [];
  const questions: TestDesk["questions"][number][] = [];
  let answer: (act: OperatorAct) => ActResult = () => ({ ok: true });
  let drawer: Drawer = { past: [], ledger: [], preview: null, people: {}, heardMs: null };
  let hello: Omit<Hello, "scenario" | "you"> = {
    wireVersion,
    version: "test",
    serverMs: 0,
    seq: 0,
    loops: loops.map(toLoopView),
    signals: loops.map(({ id }) => ({ loopId: id, lastSampleMs: null, lastArrivalMs: null, silent: false })),
    estimates: [],
    conditions: [],
    alarms: [],
    counts: { unacknowledged: 0, acknowledged: 0, returned: 0, held: 0, worst: null },
    held: [],
    incidents: [],
    flood: null,
    proofs: [],
    notices: [],
    mails: [],
    mailboxKept: true,
    health: {
      store: { name: "SQLite", ok: true, detail: "" },
      spool: { waiting: 0, oldestMs: null },
      mail: { name: "built-in mailbox", ok: true, detail: "", waiting: 0 },
    },
  };
  const known = (): readonly AlarmView[] => [...hello.alarms, ...drawer.past];
  return {
    acts,
    questions,
    hello: () => hello,
    ask: (part) => hello[part],
    act(act) {
      acts.push(act);
      return answer(act);
    },
    alarm: (id) => known().find((alarm) => alarm.id === id) ?? null,
    occurrences(query) {
      questions.push(query);
      return known().slice(0, query.limit);
    },
    incident: (id) => hello.incidents.find((incident) => incident.id === id) ?? null,
    ledger: (loopId) => drawer.ledger.filter((leak) => loopId === undefined || leak.loopId === loopId),
    async figures(fromMs, toMs) {
      questions.push({ fromMs, toMs });
      return quietFigures(fromMs, toMs);
    },
    preview: async (id) => (known().some((alarm) => alarm.id === id) ? drawer.preview : null),
    heardMs: () => drawer.heardMs,
    personName: (id) => drawer.people[id] ?? null,
    say(change) {
      hello = { ...hello, ...change };
    },
    keep(change) {
      drawer = { ...drawer, ...change };
    },
    answers(next) {
      answer = typeof next === "function" ? next : () => next;
    },
  };
}

/** An alarm as a test needs one. */
export const leakAlarm: AlarmView = {
  ...toAlarmViewOf(),
  id: "loop-1.leak.1",
  incidentId: "incident.loop-1.leak.1",
  loopId: "loop-1",
  severity: "warning",
  headline: "Coolant is being lost",
  evidence: [],
  openedMs: 1,
  onsetMs: null,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1,
  lostL: 2,
  timeLeft: null,
};

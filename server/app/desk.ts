import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopId, OccurrenceId } from "../../protocol/ids.ts";
import type { AlarmOverview } from "../../protocol/wire.ts";
import { decideAct } from "../domain/access/deeds.ts";
import type { Letter, LetterReason } from "../domain/notice/letter.ts";
import { toMailPreview } from "../domain/notice/mail-preview.ts";
import type { NoticePolicy, Person } from "../domain/notice/policy.ts";
import { writeLetter } from "../domain/notice/write-letter.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import { toActEntry } from "./audit-act.ts";
import type { OperationDesk } from "./declare-operation.ts";
import type { Desk, MailPreview, Snapshot } from "./desk-port.ts";
import type { FiguresReader } from "./figures.ts";
import { type LetterParts, toLetterSources } from "./letters.ts";
import type { Clock, Plotter, StateStore } from "./ports.ts";

/** Incidents that a snapshot carries. */
const mostIncidentsTold = 50;

/** Held alarms that a snapshot carries; the counts tell of all. */
const mostHeldTold = 200;

/** How each part of something is found out. */
type Questions<T> = { readonly [Part in keyof T]: () => T[Part] };

/** What pages and programs ask, answered from the alarms, the journal and the rest of the house. */
export interface DeskParts {
  readonly alarms: AlarmDesk;
  readonly operations: OperationDesk;
  readonly clock: Pick<Clock, "nowMs">;
  readonly store: Pick<StateStore, "occurrence" | "occurrences">;
  readonly policy: NoticePolicy;
  readonly letters: LetterParts;
  readonly plotter: Plotter;
  readonly figures: FiguresReader;
  /** The parts of a snapshot that are not about alarms. */
  readonly surroundings: Questions<Omit<Snapshot, "seq" | "alarms" | keyof AlarmOverview>>;
  /** After an act: what it brought goes on its way. */
  readonly afterAct: () => void;
}

const overviewQuestions = ({ state }: AlarmDesk): Questions<Required<AlarmOverview>> => ({
  counts: () => state.standing.counts(),
  held: () => state.standing.held().slice(0, mostHeldTold),
  incidents: () => state.incidents.list(mostIncidentsTold),
  flood: () => state.calls.flood(),
  proofs: () => state.proofs(),
});

/** Everything around the alarms, as it is now. */
export const toOverview = (alarms: AlarmDesk): Required<AlarmOverview> => askAll(overviewQuestions(alarms));

const askAll = <T extends object>(questions: Questions<T>): T =>
  // The type knows which answer belongs to which part; a loop over them does not.
  Object.fromEntries(Object.entries<() => unknown>(questions).map(([part, ask]) => [part, ask()])) as T;

export function createDesk(parts: DeskParts): Desk {
  const { alarms, operations, store, policy } = parts;
  const { state } = alarms;

  const findAlarm = (id: OccurrenceId): AlarmView | null =>
    toLetterSources(parts.letters, state).alarm(id) ?? store.occurrence(id);

  const questions: Questions<Snapshot> = {
    ...parts.surroundings,
    ...overviewQuestions(alarms),
    seq: () => alarms.seq,
    alarms: () => state.standing.list(),
  };

  return {
    hello: () => askAll<Snapshot>(questions),
    ask<Part extends keyof Snapshot>(part: Part) {
      const find: Questions<Snapshot>[Part] = questions[part];
      return find();
    },
    act(said, actor) {
      const act = actor.via === "local" ? said : { ...said, by: actor.name };
      const refusal = decideAct(actor.role);
      if (refusal !== null) {
        alarms.audit(toActEntry({ act, actor, atMs: parts.clock.nowMs(), refusal }));
        alarms.settle();
        return { ok: false, reason: refusal };
      }
      const result = act.kind === "operate" ? operations.act(act, actor) : alarms.act(act, actor);
      parts.afterAct();
      return result;
    },
    alarm: findAlarm,
    occurrences: (query) => store.occurrences(query),
    incident: (id) => state.incidents.view(id),
    ledger: (loopId?: LoopId) => state.ledger.list(loopId),
    figures: parts.figures,
    async preview(id): Promise<MailPreview | null> {
      const view = findAlarm(id);
      if (view === null) return null;
      const sources = toLetterSources(parts.letters, state);
      const reader: Person = policy.people[0] ?? anybody;
      const { notices } = writeLetter(toFirstLetter(view, reader), {
        ...sources,
        alarm: (wanted) => (wanted === id ? view : sources.alarm(wanted)),
        person: () => ({ ...reader, mail: reader.mail ?? anybody.mail }),
        // A preview is looked at by anybody: it must not acknowledge in a person's name.
        ackUrl: () => null,
      });
      const mail = notices.flatMap(({ message }) => (message.kind === "mail" ? [message.mail] : []))[0];
      if (mail === undefined) return null;
      return toMailPreview(mail, mail.plot === null ? null : await parts.plotter.draw(mail.plot));
    },
    heardMs: parts.letters.sourceMs,
    personName: (id) => policy.people.find((person) => person.id === id)?.name ?? null,
  };
}

const anybody: Person = {
  id: "preview",
  name: "Preview",
  mail: "preview@localhost",
  webhook: null,
  fallback: null,
  quiet: [],
};

/** What there is to say of an alarm as it stands. */
function toReasonNow({ state, acknowledgement }: AlarmView): LetterReason {
  if (state === "unacknowledged") return { kind: "first" };
  if (state === "acknowledged" && acknowledgement !== null)
    return { kind: "acknowledged", by: acknowledgement.by };
  return { kind: "returned to normal", why: "see what the page says of it" };
}

const toFirstLetter = (view: AlarmView, reader: Person): Letter => ({
  id: `preview.${view.id}`,
  personId: reader.id,
  form: view.state === "unacknowledged" ? "call" : "news",
  items: [{ incidentId: view.incidentId, occurrenceId: view.id, reason: toReasonNow(view) }],
  severity: view.severity,
  urgent: view.severity === "emergency" || view.severity === "warning",
  atMs: view.openedMs,
  thread: null,
  flood: null,
});

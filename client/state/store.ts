import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Visitor } from "../../protocol/access.ts";
import type { AlarmCounts, HeldAlarm } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { IncidentId, LoopId } from "../../protocol/ids.ts";
import type { FloodView, IncidentView, LoopProof } from "../../protocol/incident.ts";
import type { KeptMailSummary, NoticeView } from "../../protocol/notice.ts";
import type { LoopCondition, LoopView } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import {
  type AlarmOverview,
  type Health,
  type Hello,
  type LoopSignal,
  wireVersion,
} from "../../protocol/wire.ts";
import { type AlarmBook, createAlarmBook, type Pace } from "./alarm-book.ts";
import type { HeardScenario } from "./countdown.ts";
import type { Link } from "./freshness.ts";
import { createGather, type Gather } from "./gather.ts";
import type { Lateness } from "./lateness.ts";

/** The slow things a page shows, one signal each. Samples never come here: they go to the rings. */
export interface Store {
  /** False until the first snapshot. */
  readonly ready: Signal<boolean>;
  readonly link: Signal<Link>;
  /** Wall clock of this machine, moved on once a second. */
  readonly nowMs: Signal<EpochMs>;
  /** Add to this machine's clock to get the server's. */
  readonly serverAheadMs: Signal<DurationMs>;
  readonly serverNowMs: ReadonlySignal<EpochMs>;
  readonly lateness: Signal<Lateness>;
  /** The server speaks another wire than this page was built for. */
  readonly outdated: Signal<boolean>;
  readonly loops: Signal<readonly LoopView[]>;
  readonly signalByLoop: Signal<ReadonlyMap<LoopId, LoopSignal>>;
  readonly estimateByLoop: Signal<ReadonlyMap<LoopId, LoopEstimate>>;
  /** What each loop's channels are worth, and what is cut off from it. */
  readonly conditionByLoop: Signal<ReadonlyMap<LoopId, LoopCondition>>;
  /** Where news of the three above go: they are put in together. */
  readonly gather: {
    readonly signal: Gather<LoopSignal>;
    readonly estimate: Gather<LoopEstimate>;
    readonly condition: Gather<LoopCondition>;
  };
  readonly alarms: AlarmBook;
  /** Of all alarms, also of those that this page was not told. */
  readonly counts: Signal<AlarmCounts>;
  readonly held: Signal<readonly HeldAlarm[]>;
  /** Newest first. */
  readonly incidents: Signal<readonly IncidentView[]>;
  readonly incidentById: ReadonlySignal<ReadonlyMap<IncidentId, IncidentView>>;
  readonly flood: Signal<FloodView | null>;
  readonly proofs: Signal<readonly LoopProof[]>;
  readonly notices: Signal<readonly NoticeView[]>;
  readonly mails: Signal<readonly KeptMailSummary[]>;
  readonly mailboxKept: Signal<boolean>;
  readonly scenario: Signal<HeardScenario | null>;
  readonly health: Signal<Health | null>;
  /** Who looks at this page; `null` before the first snapshot. */
  readonly you: Signal<Visitor | null>;
}

const noCounts: AlarmCounts = { unacknowledged: 0, acknowledged: 0, returned: 0, held: 0, worst: null };

/** An empty store at a moment of wall-clock time. */
export function createStore(startMs: EpochMs, pace: Pace): Store {
  const nowMs = signal(startMs);
  const serverAheadMs = signal(0);
  const signalByLoop = signal<ReadonlyMap<LoopId, LoopSignal>>(new Map());
  const estimateByLoop = signal<ReadonlyMap<LoopId, LoopEstimate>>(new Map());
  const conditionByLoop = signal<ReadonlyMap<LoopId, LoopCondition>>(new Map());
  const incidents = signal<readonly IncidentView[]>([]);
  return {
    ready: signal(false),
    link: signal<Link>({ kind: "connecting" }),
    nowMs,
    serverAheadMs,
    serverNowMs: computed(() => nowMs.value + serverAheadMs.value),
    lateness: signal<Lateness>({ shownAfterMs: null, leftOut: 0 }),
    outdated: signal(false),
    loops: signal<readonly LoopView[]>([]),
    ...{ signalByLoop, estimateByLoop, conditionByLoop },
    gather: {
      signal: createGather(signalByLoop, pace),
      estimate: createGather(estimateByLoop, pace),
      condition: createGather(conditionByLoop, pace),
    },
    alarms: createAlarmBook(pace),
    counts: signal(noCounts),
    held: signal<readonly HeldAlarm[]>([]),
    incidents,
    incidentById: computed(() => new Map(incidents.value.map((incident) => [incident.id, incident]))),
    flood: signal<FloodView | null>(null),
    proofs: signal<readonly LoopProof[]>([]),
    notices: signal<readonly NoticeView[]>([]),
    mails: signal<readonly KeptMailSummary[]>([]),
    mailboxKept: signal(true),
    scenario: signal<HeardScenario | null>(null),
    health: signal<Health | null>(null),
    you: signal<Visitor | null>(null),
  };
}

/** Notices and mails that a page keeps; the server's own list is no longer. */
const mostItems = 500;

/** A list with one item put in the place of its older self, or in front when it is new; the oldest goes when it is full. */
export function withItem<T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] {
  return list.some((old) => old.id === item.id)
    ? list.map((old) => (old.id === item.id ? item : old))
    : [item, ...list].slice(0, mostItems);
}

const byLoop = <T extends { readonly loopId: LoopId }>(list: readonly T[]): ReadonlyMap<LoopId, T> =>
  new Map(list.map((item) => [item.loopId, item]));

/** Takes what is said around the alarms; what is left out has not changed. */
export function takeOverview(store: Store, changed: AlarmOverview): void {
  batch(() => {
    if (changed.counts !== undefined) store.counts.value = changed.counts;
    if (changed.held !== undefined) store.held.value = changed.held;
    if (changed.incidents !== undefined) store.incidents.value = changed.incidents;
    if (changed.flood !== undefined) store.flood.value = changed.flood;
    if (changed.proofs !== undefined) store.proofs.value = changed.proofs;
  });
}

/** Replaces everything by a snapshot. `nowMs` is this machine's clock when it arrived. */
export function takeHello(store: Store, hello: Hello, nowMs: EpochMs): void {
  batch(() => {
    store.outdated.value = hello.wireVersion !== wireVersion;
    store.nowMs.value = nowMs;
    store.serverAheadMs.value = hello.serverMs - nowMs;
    store.loops.value = hello.loops;
    for (const gather of Object.values(store.gather)) gather.clear();
    store.signalByLoop.value = byLoop(hello.signals);
    store.estimateByLoop.value = byLoop(hello.estimates);
    store.conditionByLoop.value = byLoop(hello.conditions);
    store.alarms.replace(hello.alarms);
    takeOverview(store, hello);
    store.notices.value = [...hello.notices].sort((a, b) => b.createdMs - a.createdMs);
    store.mails.value = [...hello.mails].sort((a, b) => b.receivedMs - a.receivedMs);
    store.mailboxKept.value = hello.mailboxKept;
    store.scenario.value = hello.scenario ? { state: hello.scenario, heardMs: nowMs } : null;
    store.health.value = hello.health;
    store.you.value = hello.you;
    store.ready.value = true;
  });
}

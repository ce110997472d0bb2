import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { KeptMailSummary, NoticeView } from "../../protocol/notice.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { type Health, type Hello, type LoopSignal, wireVersion } from "../../protocol/wire.ts";
import type { HeardScenario } from "./countdown.ts";
import type { Link } from "./freshness.ts";
import { isOpen, sortByUrgency } from "./status.ts";

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
  /** The server speaks a newer wire than this page was built for. */
  readonly outdated: Signal<boolean>;
  readonly loops: Signal<readonly LoopView[]>;
  readonly signalByLoop: Signal<ReadonlyMap<LoopId, LoopSignal>>;
  readonly estimateByLoop: Signal<ReadonlyMap<LoopId, LoopEstimate>>;
  /** Newest first. */
  readonly alarms: Signal<readonly AlarmView[]>;
  /** Open ones, most urgent first. */
  readonly openAlarms: ReadonlySignal<readonly AlarmView[]>;
  readonly notices: Signal<readonly NoticeView[]>;
  readonly mails: Signal<readonly KeptMailSummary[]>;
  readonly mailboxKept: Signal<boolean>;
  readonly scenario: Signal<HeardScenario | null>;
  readonly health: Signal<Health | null>;
}

/** An empty store at a moment of wall-clock time. */
export function createStore(startMs: EpochMs): Store {
  const nowMs = signal(startMs);
  const serverAheadMs = signal(0);
  const alarms = signal<readonly AlarmView[]>([]);
  return {
    ready: signal(false),
    link: signal<Link>({ kind: "connecting" }),
    nowMs,
    serverAheadMs,
    serverNowMs: computed(() => nowMs.value + serverAheadMs.value),
    outdated: signal(false),
    loops: signal<readonly LoopView[]>([]),
    signalByLoop: signal<ReadonlyMap<LoopId, LoopSignal>>(new Map()),
    estimateByLoop: signal<ReadonlyMap<LoopId, LoopEstimate>>(new Map()),
    alarms,
    openAlarms: computed(() => sortByUrgency(alarms.value.filter(isOpen))),
    notices: signal<readonly NoticeView[]>([]),
    mails: signal<readonly KeptMailSummary[]>([]),
    mailboxKept: signal(true),
    scenario: signal<HeardScenario | null>(null),
    health: signal<Health | null>(null),
  };
}

/** A map with one entry put in, as a new map: signals compare by identity. */
export function withEntry<T>(map: ReadonlyMap<LoopId, T>, id: LoopId, value: T): ReadonlyMap<LoopId, T> {
  return new Map(map).set(id, value);
}

/** A list with one item put in the place of its older self, or in front when it is new. */
export function withItem<T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] {
  return list.some((old) => old.id === item.id)
    ? list.map((old) => (old.id === item.id ? item : old))
    : [item, ...list];
}

const byLoop = <T extends { readonly loopId: LoopId }>(list: readonly T[]): ReadonlyMap<LoopId, T> =>
  new Map(list.map((item) => [item.loopId, item]));

/** Replaces everything by a snapshot. `nowMs` is this machine's clock when it arrived. */
export function takeHello(store: Store, hello: Hello, nowMs: EpochMs): void {
  batch(() => {
    store.ready.value = true;
    store.outdated.value = hello.wireVersion !== wireVersion;
    store.nowMs.value = nowMs;
    store.serverAheadMs.value = hello.serverMs - nowMs;
    store.loops.value = hello.loops;
    store.signalByLoop.value = byLoop(hello.signals);
    store.estimateByLoop.value = byLoop(hello.estimates);
    store.alarms.value = hello.alarms;
    store.notices.value = [...hello.notices].sort((a, b) => b.createdMs - a.createdMs);
    store.mails.value = [...hello.mails].sort((a, b) => b.receivedMs - a.receivedMs);
    store.mailboxKept.value = hello.mailboxKept;
    store.scenario.value = hello.scenario ? { state: hello.scenario, heardMs: nowMs } : null;
    store.health.value = hello.health;
  });
}

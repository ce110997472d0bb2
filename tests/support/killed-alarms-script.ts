import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { Operation } from "../../protocol/operation.ts";
import { type DurationMs, type EpochMs, hours, minutes } from "../../protocol/time.ts";
import type { AlarmAct } from "../../protocol/wire.ts";
import type { Finding, Observation } from "../../server/domain/alarm/alarm.ts";
import type { NoticePolicy, Person } from "../../server/domain/notice/policy.ts";
import { fakeStartMs } from "./fake-clock.ts";

type WithoutTime<T> = T extends unknown ? Omit<T, "atMs"> : never;

/** What a detector sees at the time of its step. */
export type Sight = readonly [AlarmKey, WithoutTime<Observation>];

/** A person's act; each has a comment of its own, by which it is found again in the journal. */
export interface PersonsDeed {
  readonly kind: "acts";
  readonly what: AlarmAct["kind"];
  readonly on: AlarmKey;
  readonly by: string;
  readonly comment: string;
  readonly forMs?: DurationMs;
  readonly to?: string;
}

/** What one step of a script brings, beside the time. */
export type Deed =
  | { readonly kind: "sees"; readonly seen: readonly Sight[] }
  /** From now on nothing is heard of these loops, and of all the others something. */
  | { readonly kind: "falls silent"; readonly loops: readonly LoopId[] }
  | PersonsDeed
  | { readonly kind: "operates"; readonly loopId: LoopId; readonly operation: Operation; readonly by: string }
  | { readonly kind: "proves"; readonly loopId: LoopId; readonly outcome: LoopProof["outcome"] }
  | { readonly kind: "waits" }
  /** An orderly stop, with its snapshot, and a start. */
  | { readonly kind: "restarts" };

export interface Step {
  /** Since the step before. */
  readonly afterMs: DurationMs;
  readonly deed: Deed;
}

/** A story of alarms, people and time. */
export interface Script {
  readonly id: string;
  /** As a test's name: "… ends in the same state". */
  readonly title: string;
  readonly steps: readonly Step[];
  /** A restart moves when something is noticed (undelivered notices, mostly): what happens is compared, not when. */
  readonly timesMayDiffer?: boolean;
}

/** Wall clock at which every script begins; that of the first step lies behind it. */
export const scriptStartMs: EpochMs = fakeStartMs;

/** Wall clock, and source time, of each step. */
export function toStepTimes({ steps }: Script): readonly EpochMs[] {
  let nowMs = scriptStartMs;
  return steps.map(({ afterMs }) => {
    nowMs += afterMs;
    return nowMs;
  });
}

export const scriptLoops = ["ms-22", "cdu-1", "remote"] as const;

const person = (id: string, given: Partial<Person> = {}): Person => ({
  id,
  name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
  mail: `${id}@example.org`,
  webhook: null,
  fallback: null,
  quiet: [],
  ...given,
});

/** Addresses to which the mail server of the tests is unkind. */
export const refusedAddress = "lost@example.org";
export const greylistedAddress = "ben@example.org";

/** Ben's mail server greylists, Lost's address is none, Cleo has a webhook besides, Nora sleeps until six. */
export const scriptPolicy: NoticePolicy = {
  people: [
    person("ada"),
    person("ben"),
    person("cleo", { webhook: "board" }),
    person("nora", {
      quiet: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMin: 22 * 60, toMin: 6 * 60, zone: "UTC" }],
    }),
    person("chief"),
    person("lost", { fallback: "phone" }),
  ],
  routes: [
    {
      name: "remote site",
      loops: ["remote"],
      ...{ severities: null, classes: null, verdicts: null },
      tell: ["lost", "ada"],
      escalate: [],
      repeatMs: null,
    },
    {
      name: "slow mail",
      loops: ["cdu-1"],
      ...{ severities: null, classes: null, verdicts: null },
      tell: ["ben", "nora"],
      escalate: [{ afterMs: minutes(10), tell: ["cleo"] }],
      repeatMs: minutes(15),
    },
    {
      name: "everything else",
      ...{ loops: null, severities: null, classes: null, verdicts: null },
      tell: ["ada", "nora"],
      escalate: [
        { afterMs: minutes(10), tell: ["cleo"] },
        { afterMs: minutes(30), tell: ["cleo", "chief"] },
      ],
      repeatMs: minutes(15),
    },
  ],
  guidance: { general: { leak: "Close the isolation valve." }, byLoop: new Map() },
};

/** An acknowledged alarm that stands on calls again after this. */
export const scriptCallAgainMs: DurationMs = hours(2);

export const leakOf = (loopId: LoopId): AlarmKey => ({ loopId, alarmClass: "leak", part: null });
export const limitOf = (loopId: LoopId, part: string): AlarmKey => ({ loopId, alarmClass: "limit", part });
export const processOf = (loopId: LoopId): AlarmKey => ({ loopId, alarmClass: "process", part: null });

const step = (afterMs: DurationMs, deed: Deed): Step => ({ afterMs, deed });

export const sees = (afterMs: DurationMs, ...seen: Sight[]): Step => step(afterMs, { kind: "sees", seen });
export const waits = (afterMs: DurationMs): Step => step(afterMs, { kind: "waits" });
export const restarts = (afterMs: DurationMs): Step => step(afterMs, { kind: "restarts" });
export const silent = (afterMs: DurationMs, ...loops: LoopId[]): Step =>
  step(afterMs, { kind: "falls silent", loops });
export const proves = (afterMs: DurationMs, loopId: LoopId, outcome: LoopProof["outcome"]): Step =>
  step(afterMs, { kind: "proves", loopId, outcome });
export const operates = (afterMs: DurationMs, loopId: LoopId, operation: Operation): Step =>
  step(afterMs, { kind: "operates", loopId, operation, by: "Ada" });

/** `what` on the alarm, by a person, with words that nobody else says. */
export const acts = (
  afterMs: DurationMs,
  what: AlarmAct["kind"],
  on: AlarmKey,
  given: Pick<PersonsDeed, "comment"> & Partial<Pick<PersonsDeed, "by" | "forMs" | "to">>,
): Step => step(afterMs, { kind: "acts", what, on, by: "Ada", ...given });

/** A condition is there; a leak of 4 kg/h unless the test says otherwise. */
export const found = (key: AlarmKey, given: Partial<Finding> = {}): Sight => [
  key,
  { kind: "found", finding: { ...toFindingOf(key), ...given } },
];

export const gone = (key: AlarmKey, byPerson = false): Sight => [
  key,
  { kind: "gone", reason: byPerson ? "the loop was serviced" : "it is as it was before", byPerson },
];

function toFindingOf({ alarmClass, part }: AlarmKey): Finding {
  const isLeak = alarmClass === "leak";
  return {
    severity: isLeak ? "warning" : "caution",
    verdict: isLeak ? "leak" : alarmClass === "limit" ? "limit passed" : "pump or valve change",
    headline: isLeak ? "Coolant leak, 4 kg/h" : `${part ?? "Flow"} is not as it should be`,
    evidence: [{ side: "for", text: "The pressure fell." }],
    onsetMs: null,
    leakKgPerH: isLeak ? 4 : null,
    leakSdKgPerH: isLeak ? 0.4 : null,
    lostL: isLeak ? 0.5 : null,
    timeLeft: isLeak ? { p05Ms: hours(8), p50Ms: hours(9), p95Ms: hours(11) } : null,
  };
}

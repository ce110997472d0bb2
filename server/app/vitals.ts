import type { AlarmState, AlarmView, Severity } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import type { SpoolStatus } from "./ports.ts";

/** One loop at the moment of the question. */
export interface LoopVitals {
  readonly loopId: LoopId;
  /** Newest source time that the detector has taken; `null`: none yet. */
  readonly newestMs: EpochMs | null;
  readonly isSilent: boolean;
  readonly estimate: LoopEstimate | null;
  /** When a synthetic leak was last found in it, wall-clock time; `null`: never. */
  readonly provenMs: EpochMs | null;
}

/** How many alarms of one severity stand in one state. */
export interface AlarmTally {
  readonly severity: Severity;
  readonly state: AlarmState;
  readonly count: number;
}

/** Notices that are not settled, by where they are. */
export interface NoticeTally {
  readonly queued: number;
  readonly sending: number;
  readonly retrying: number;
}

/** How the monitor is at this moment, read from what there is anyway. Plain data. */
export interface Vitals {
  readonly nowMs: EpochMs;
  readonly loops: readonly LoopVitals[];
  readonly alarms: readonly AlarmTally[];
  readonly notices: NoticeTally;
  readonly spool: SpoolStatus;
  readonly isStoreOk: boolean;
  /** Samples of all loops that were stored and not judged. May fall: a stray time can be confirmed by what follows. */
  readonly unjudgedSamples: number;
  readonly unknownOperations: number;
  /** Facts of alarms that the state store refused so far. */
  readonly unsavedFacts: number;
  /** Lines of estimates and alarms that the disk refused, since the start. */
  readonly lostLines: number;
}

/** Gathers a loop's figures from where each of them is kept. */
export function toLoopVitals(
  loopIds: readonly LoopId[],
  known: {
    readonly newestMs: (loopId: LoopId) => EpochMs | null;
    readonly signals: readonly LoopSignal[];
    readonly estimates: readonly LoopEstimate[];
    readonly proofs: readonly LoopProof[];
  },
): readonly LoopVitals[] {
  const signalByLoop = new Map(known.signals.map((signal) => [signal.loopId, signal]));
  const estimateByLoop = new Map(known.estimates.map((estimate) => [estimate.loopId, estimate]));
  const proofByLoop = new Map(known.proofs.map((proof) => [proof.loopId, proof]));
  return loopIds.map((loopId) => ({
    loopId,
    newestMs: known.newestMs(loopId),
    isSilent: signalByLoop.get(loopId)?.silent ?? true,
    estimate: estimateByLoop.get(loopId) ?? null,
    provenMs: proofByLoop.get(loopId)?.lastFoundMs ?? null,
  }));
}

/** Counts what stands; combinations that do not occur are left out. */
export function countAlarms(standing: Iterable<AlarmView>): readonly AlarmTally[] {
  const tallyByKind = new Map<string, AlarmTally>();
  for (const { severity, state } of standing) {
    const kind = `${severity} ${state}`;
    const count = (tallyByKind.get(kind)?.count ?? 0) + 1;
    tallyByKind.set(kind, { severity, state, count });
  }
  return [...tallyByKind.values()];
}

import type { LoopId } from "../../protocol/ids.ts";
import { type Operation, operationMeasurement } from "../../protocol/operation.ts";
import { type DurationMs, days, type EpochMs, seconds } from "../../protocol/time.ts";
import type { ActResult, OperationAct } from "../../protocol/wire.ts";
import type { Actor } from "./access-port.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import { toActEntry } from "./audit-act.ts";
import type { Ingest } from "./ingest.ts";
import type { DeclaredOperation as TelemetryOperation } from "./pipeline-effects.ts";
import type { Clock, Log } from "./ports.ts";

/** Takes what people declare on the page the same way as what comes with the telemetry, and keeps account of both. */
export interface OperationDesk {
  act(act: OperationAct, actor: Actor): ActResult;
  /** The pipeline has given an operation its turn. */
  happened(loopId: LoopId, declared: TelemetryOperation): void;
}

/** A time further from now, and from the newest sample, was mistyped: whoever writes it means another day. */
const farthestMs: DurationMs = days(2);

/** The same one, declared twice, is one sample of telemetry. */
const toKey = (loopId: LoopId, operation: Operation, atMs: EpochMs): string =>
  `${loopId} ${operation} ${atMs}`;

/** A disk that takes nothing, or a spool that is full, is asked again so often: for two hours. */
const retryEveryMs: DurationMs = seconds(10);
const mostTries = 720;

export function createOperationDesk(parts: {
  readonly loopIds: readonly LoopId[];
  readonly desk: Pick<AlarmDesk, "operated" | "audit" | "settle">;
  readonly ingest: () => Ingest;
  readonly newestMs: (loopId: LoopId) => EpochMs | null;
  readonly clock: Clock;
  readonly log: Log;
}): OperationDesk {
  const { loopIds, desk, newestMs, clock, log } = parts;
  /** Declared here, and on their way through the telemetry: not to be counted twice. */
  const underWay = new Set<string>();

  /** A recording is of another time than the clock on the wall: near to either is near enough. */
  const isNear = (atMs: EpochMs, newest: EpochMs | null): boolean =>
    [clock.nowMs(), newest].some((nowMs) => nowMs !== null && Math.abs(atMs - nowMs) <= farthestMs);

  /** The journal has it already: the detector must hear of it too. */
  const keep = async (loopId: LoopId, line: string, tries = 1): Promise<void> => {
    const answer = await parts
      .ingest()
      .accept(Buffer.from(line), "ms")
      .catch((cause: unknown) => ({ kind: "failed" as const, cause }));
    if (answer.kind === "accepted") return;
    if (tries === mostTries) {
      log.error("A declared operation could not be kept; the detector was not told.", { loop: loopId });
      return;
    }
    if (tries === 1)
      log.warn("A declared operation could not be kept yet; it is tried again.", { loop: loopId, ...answer });
    clock.after(retryEveryMs, () => void keep(loopId, line, tries + 1));
  };

  return {
    act(act, actor) {
      const { loopId, operation, atMs, by, comment } = act;
      const audit = (refusal: string | null): void =>
        desk.audit(toActEntry({ act, actor, atMs: clock.nowMs(), refusal }));
      const refuse = (refusal: string): ActResult => {
        audit(refusal);
        desk.settle();
        return { ok: false, reason: refusal };
      };
      if (!loopIds.includes(loopId)) return refuse("There is no such loop.");
      const newest = newestMs(loopId);
      if (atMs !== null && !isNear(atMs, newest))
        return refuse("An operation can be declared for a time within two days of now.");
      const sourceMs = Math.round(atMs ?? newest ?? clock.nowMs());
      desk.operated({ loopId, operation, atMs: sourceMs, by, comment });
      audit(null);
      desk.settle();
      underWay.add(toKey(loopId, operation, sourceMs));
      // As telemetry, it survives a restart with the rest and has its place in source time.
      const line = `${operationMeasurement},loop=${loopId} kind="${operation}" ${sourceMs}\n`;
      void keep(loopId, line);
      return { ok: true };
    },
    happened(loopId, { operation, atMs }) {
      if (!underWay.delete(toKey(loopId, operation, atMs)))
        desk.operated({ loopId, operation, atMs, by: null, comment: "" });
    },
  };
}

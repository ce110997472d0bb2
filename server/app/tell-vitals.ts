import type { LoopId } from "../../protocol/ids.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import type { Live } from "./live.ts";
import type { Outbox } from "./outbox.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Clock, Spool } from "./ports.ts";
import type { Recorder } from "./recorder.ts";
import type { StoreWriter } from "./store-writer.ts";
import { countAlarms, toLoopVitals, type Vitals } from "./vitals.ts";

/** How the house is at this moment; costs no more than looking. */
export function tellVitals(house: {
  readonly loopIds: readonly LoopId[];
  readonly clock: Pick<Clock, "nowMs">;
  readonly pipeline: Pick<Pipeline, "newestMs" | "unjudged">;
  readonly live: Pick<Live, "signals" | "estimates">;
  readonly alarms: Pick<AlarmDesk, "state" | "unsaved">;
  readonly outbox: Pick<Outbox, "counts">;
  readonly spool: Pick<Spool, "status">;
  readonly writer: Pick<StoreWriter, "health">;
  readonly recorder: Pick<Recorder, "lost">;
  readonly unknownOperations: number;
}): Vitals {
  const { live, alarms, pipeline } = house;
  return {
    nowMs: house.clock.nowMs(),
    loops: toLoopVitals(house.loopIds, {
      newestMs: pipeline.newestMs,
      ...{ signals: live.signals(), estimates: live.estimates(), proofs: alarms.state.proofs() },
    }),
    alarms: countAlarms(alarms.state.standing.standing()),
    notices: house.outbox.counts(),
    spool: house.spool.status(),
    isStoreOk: house.writer.health().ok,
    unjudgedSamples: pipeline.unjudged(),
    unknownOperations: house.unknownOperations,
    unsavedFacts: alarms.unsaved(),
    lostLines: house.recorder.lost,
  };
}

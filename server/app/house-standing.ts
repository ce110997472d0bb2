import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { LoopStanding, Standing } from "../domain/notice/digest/digest-facts.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import type { Live } from "./live.ts";

/** How everything stands, for digests and hand-overs. */
export interface HouseStanding {
  proofOf(loopId: LoopId): LoopProof | null;
  standing(): Standing;
}

export function createHouseStanding({
  loops,
  live,
  alarms: { state },
}: {
  readonly loops: readonly Loop[];
  readonly live: Pick<Live, "estimateOf" | "signals">;
  readonly alarms: Pick<AlarmDesk, "state">;
}): HouseStanding {
  const proofOf = (loopId: LoopId): LoopProof | null =>
    state.proofs().find((proof) => proof.loopId === loopId) ?? null;
  return {
    proofOf,
    standing: () => ({
      loops: loops.map(
        (loop): LoopStanding => ({
          loop,
          estimate: live.estimateOf(loop.id),
          signal: live.signals().find(({ loopId }) => loopId === loop.id) ?? null,
          proof: proofOf(loop.id),
        }),
      ),
      alarms: [...state.standing.standing()],
      held: state.standing.held(),
      incidents: state.incidents.list(),
      leaks: state.ledger.list(),
    }),
  };
}

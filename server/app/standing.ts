import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { LoopStanding, Standing } from "../domain/notice/digest/digest-facts.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import type { Live } from "./live.ts";

/** How everything stands now, as digests tell it. */
export const toStanding = (
  loops: readonly Loop[],
  { state }: Pick<AlarmDesk, "state">,
  live: Pick<Live, "estimateOf" | "signals">,
  proofOf: (loopId: LoopId) => LoopProof | null,
): Standing => ({
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
});

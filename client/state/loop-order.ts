import { type AlarmView, severities } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import type { LoopSignal } from "../../protocol/wire.ts";

/** Behind the last severity: silent loops, then those that are well. */
const silentRank = severities.length;
const wellRank = severities.length + 1;

/**
 * Loops with the most urgent first: by their worst alarm that is not held, then those that are silent, then the others
 * as they are configured.
 */
export function sortLoops(
  loops: readonly LoopView[],
  alarmsByLoop: ReadonlyMap<LoopId, readonly AlarmView[]>,
  signalByLoop: ReadonlyMap<LoopId, LoopSignal>,
): readonly LoopView[] {
  const rankOf = ({ id }: LoopView): number => {
    const ranks = (alarmsByLoop.get(id) ?? [])
      .filter(({ hold }) => hold === null)
      .map(({ severity }) => severities.indexOf(severity));
    if (ranks.length > 0) return Math.min(...ranks);
    return signalByLoop.get(id)?.silent ? silentRank : wellRank;
  };
  const ranked = loops.map((loop) => ({ loop, rank: rankOf(loop) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ loop }) => loop);
}

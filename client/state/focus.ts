import { type AlarmView, houseId } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopView } from "../../protocol/telemetry.ts";

/** What decides which loop is shown in full. */
export interface FocusFacts {
  readonly loops: readonly LoopView[];
  /** The loop that the reader asked for; `null` when none was. */
  readonly selectedId: LoopId | null;
  /** Most urgent first. */
  readonly openAlarms: readonly AlarmView[];
  readonly isHeard: (id: LoopId) => boolean;
}

/** The selected loop, else the one with the most urgent alarm, else the first that was ever heard. */
export function toFocus(facts: FocusFacts): LoopView | null {
  const { loops } = facts;
  const selected = loops.find(({ id }) => id === facts.selectedId);
  if (selected) return selected;
  const urgent = facts.openAlarms.find(({ loopId }) => loopId !== houseId);
  return loops.find(({ id }) => id === urgent?.loopId) ?? loops.find(({ id }) => facts.isHeard(id)) ?? null;
}

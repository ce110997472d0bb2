import type { AlarmView } from "../../protocol/alarm.ts";
import { houseId } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";

/** A screen on the wall stays so long on one loop: time to read an alarm from across the room. */
export const kioskTurnMs: DurationMs = seconds(12);

/** A page on a wall has no controls and goes from one urgent loop to the next: `?kiosk` in its address. */
export const isKiosk = (search: string): boolean => new URLSearchParams(search).has("kiosk");

/** The loops that a wall shows in turn: those with alarms, most urgent first; without any, all that there are. */
export function toRound(loops: readonly LoopView[], standing: readonly AlarmView[]): readonly LoopId[] {
  const urgent = [
    ...new Set(standing.filter(({ hold }) => hold === null).map(({ loopId }) => loopId)),
  ].filter((id) => id !== houseId);
  return urgent.length > 0 ? urgent : loops.map(({ id }) => id);
}

/** Whose turn it is at a moment of wall-clock time; `null`: there is no loop. */
export const toTurn = (round: readonly LoopId[], nowMs: EpochMs): LoopId | null =>
  round[Math.floor(nowMs / kioskTurnMs) % Math.max(1, round.length)] ?? null;

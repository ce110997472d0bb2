import type { LoopId } from "../../protocol/ids.ts";
import type { Operation } from "../../protocol/operation.ts";
import type { ReplayCondition } from "../../protocol/replay.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { ChannelHealth } from "../domain/quality/channel-health.ts";
import { toChannelConditions } from "./conditions.ts";

/** Changes that one replay carries; a channel that flickers for days is told by its alarm. */
const mostChanges = 1_000;

/** What a loop's channels were worth over a stretch, a line for each change. */
export interface ConditionBook {
  /** Operations are told in their order, before the telemetry that follows them. */
  operated(operation: Operation, atMs: EpochMs): void;
  look(atMs: EpochMs): void;
  readonly list: readonly ReplayCondition[];
}

export function createConditionBook(
  { id, channels }: Loop,
  fromMs: EpochMs,
  health: () => ChannelHealth,
): ConditionBook {
  const list: ReplayCondition[] = [];
  const isolations: { readonly atMs: EpochMs; readonly sinceMs: EpochMs | null }[] = [];
  const loopId: LoopId = id;
  let told = "";
  return {
    list,
    operated(operation, atMs) {
      if (operation === "isolation") isolations.push({ atMs, sinceMs: atMs });
      else if (operation === "reopening" || operation === "serviced")
        isolations.push({ atMs, sinceMs: null });
    },
    look(atMs) {
      const condition = {
        loopId,
        channels: toChannelConditions(health(), channels.length),
        isolatedSinceMs: isolations.findLast((one) => one.atMs <= atMs)?.sinceMs ?? null,
      };
      const text = JSON.stringify(condition);
      if (text === told || list.length >= mostChanges) return;
      told = text;
      if (atMs < fromMs) list.length = 0;
      list.push({ ...condition, atMs });
    },
  };
}

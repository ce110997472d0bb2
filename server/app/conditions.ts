import type { LoopId } from "../../protocol/ids.ts";
import type { ChannelCondition, LoopCondition } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { ChannelHealth } from "../domain/quality/channel-health.ts";
import { forgetOthers } from "./forget-others.ts";
import type { DeclaredOperation } from "./pipeline-effects.ts";
import type { Cancel, Clock, LiveFeed } from "./ports.ts";

/** What the pages know of each channel's worth, and of what is cut off. */
export interface Conditions {
  /** Somebody did something to a loop. */
  operated(loopId: LoopId, declared: DeclaredOperation): void;
  list(): readonly LoopCondition[];
  /** The configuration was taken anew: loops that it no longer has are forgotten. */
  renew(): void;
  readonly stop: Cancel;
}

/** A sensor that fails is an alarm within seconds of its own; its mark in a picture may follow this much later. */
const lookEveryMs: DurationMs = seconds(2);

/** Asks each loop's channel health every two seconds and tells the pages what has changed. */
export function createConditions(parts: {
  readonly loops: readonly Loop[];
  readonly healthOf: (loopId: LoopId) => ChannelHealth | null;
  readonly clock: Clock;
  readonly feed: Pick<LiveFeed, "condition">;
}): Conditions {
  const { loops, feed } = parts;
  const isolatedByLoop = new Map<LoopId, EpochMs>();
  const toldByLoop = new Map<LoopId, { readonly text: string; readonly condition: LoopCondition }>();

  const toCondition = ({ id, channels }: Loop): LoopCondition => {
    const health = parts.healthOf(id);
    return {
      loopId: id,
      channels: health === null ? [] : toChannelConditions(health, channels.length),
      isolatedSinceMs: isolatedByLoop.get(id) ?? null,
    };
  };

  const look = (): void => {
    for (const loop of loops) {
      const condition = toCondition(loop);
      const text = JSON.stringify(condition);
      if (toldByLoop.get(loop.id)?.text === text) continue;
      toldByLoop.set(loop.id, { text, condition });
      feed.condition(condition);
    }
  };

  const stop = parts.clock.every(lookEveryMs, look);
  return {
    operated(loopId, { operation, atMs }) {
      if (operation === "isolation") isolatedByLoop.set(loopId, atMs);
      else if (operation === "reopening" || operation === "serviced") isolatedByLoop.delete(loopId);
    },
    list: () => loops.map(toCondition),
    renew() {
      forgetOthers(isolatedByLoop, loops);
      forgetOthers(toldByLoop, loops);
    },
    stop,
  };
}

/** What the first `count` channels of a loop are worth at the moment. */
export const toChannelConditions = (health: ChannelHealth, count: number): readonly ChannelCondition[] =>
  Array.from({ length: count }, (_, i) => toChannelCondition(health, i));

function toChannelCondition(health: ChannelHealth, i: number): ChannelCondition {
  const atMs = health.newestMs;
  const takenMs = health.takenMs(i);
  // Before the first sample nothing can be wrong with a channel but that it has not been heard.
  if (!Number.isFinite(atMs)) return { quality: "bad", remark: "has not been heard", takenMs: null };
  const quality = health.quality(i, atMs);
  if (quality === "good") return { quality, remark: null, takenMs: null };
  return { quality, remark: health.remark(i, atMs), takenMs: Number.isFinite(takenMs) ? takenMs : null };
}

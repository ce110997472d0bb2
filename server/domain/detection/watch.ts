import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";
import type { ChannelHealth } from "../quality/channel-health.ts";
import type { InventoryMove } from "./describe-process.ts";
import type { KnownLeak } from "./known-leak.ts";
import type { LoopParts } from "./loop-parts.ts";
import type { Witness } from "./witness.ts";

/** What the steps of one evaluation share. */
export interface Watch {
  readonly loop: Loop;
  readonly held: ChannelHealth;
  /** The loop's channels now; `NaN` where unusable. */
  readonly values: Float64Array;
  readonly parts: LoopParts;
  readonly leak: KnownLeak | null;
}

/** A witness tells the inventory only together with a temperature, and not with an empty accumulator. */
export const isUsable = ({ values, parts }: Watch, witness: Witness): boolean =>
  !Number.isNaN(values[witness.place]!) && !Number.isNaN(witness.inventoryL) && parts.state.temperaturesKnown;

/** When its channel last said something: on change, anything from the loop says "unchanged". */
export const heardMs = ({ held }: Watch, witness: Witness): EpochMs =>
  witness.channel.reporting === "on-change" ? held.newestMs : held.takenMs(witness.place);

/** Mean of the loop's pressures, kPa; the hole may be anywhere between them. `NaN`: none is usable. */
export function meanPressureKpa({ values, parts }: Watch): number {
  let sum = 0;
  let count = 0;
  for (const { channel, place } of parts.witnesses) {
    if (channel.role !== "pressure" || Number.isNaN(values[place]!)) continue;
    sum += values[place]!;
    count += 1;
  }
  return sum / count;
}

/** What the reference inventory did since the scales were held back, litres (a loss is positive), and its healthy scatter. */
export function moveSince({ parts }: Watch): InventoryMove | null {
  const reference = parts.witnesses[0];
  const heldL = parts.state.heldL[0];
  if (reference === undefined || heldL === undefined || Number.isNaN(heldL)) return null;
  return {
    lostL: heldL - reference.grainInventoryL,
    sdL: reference.lossSdL(parts.state.atMs / 1000 - parts.suspension.sinceS),
  };
}

/** A move of the inventory is worth telling beyond this many standard deviations. */
const moveSd = 3;

/** The reckoned inventory moved beyond chance since the scales were held back. */
export function hasMovedFar(watch: Watch): boolean {
  const move = moveSince(watch);
  return move !== null && Math.abs(move.lostL) > moveSd * move.sdL;
}

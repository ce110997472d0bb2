import type { LinkDescription } from "../description/link-description.ts";
import { createRandom } from "../random.ts";
import type { Frame } from "../timing/frame.ts";
import { shiftFrame, withoutChannels } from "./frame-edits.ts";

/** Counted since the link was made. */
export interface BlemishCounts {
  duplicated: number;
  /** Points stamped a second early. */
  backstepped: number;
  /** Values left out. */
  nulledValues: number;
}

/** Small damage to single points on their way. */
export interface Blemishes {
  /** The frame as it arrives; the same object when it is whole. */
  damage(frame: Frame): Frame;
  /** True when the point just damaged comes a second time. */
  isDoubled(): boolean;
}

/** How far back a stamp jumps, as seen once in a while in recorded station telemetry. */
const backstepMs = 1000;

/** Values left out, stamps a second early and points sent twice, each at its share and from a stream of its own. */
export function createBlemishes(
  link: Pick<LinkDescription, "duplicates" | "backsteps" | "nulls">,
  seed: number,
  counts: BlemishCounts,
): Blemishes {
  const nulls = createRandom(seed, "link/nulls");
  const backsteps = createRandom(seed, "link/backsteps");
  const duplicates = createRandom(seed, "link/duplicates");
  // Drawing how many values come through until the next one is lost costs one number a loss and not one a value.
  const drawWhole = () =>
    link.nulls > 0
      ? Math.floor(Math.log(1 - nulls.uniform()) / Math.log(1 - link.nulls))
      : Number.POSITIVE_INFINITY;
  let whole = drawWhole();

  const dropValues = (frame: Frame): Frame => {
    if (link.nulls === 0) return frame;
    if (whole >= frame.values.length) {
      for (const value of frame.values) if (!Number.isNaN(value)) whole -= 1;
      return frame;
    }
    const lost: number[] = [];
    for (const [index, value] of frame.values.entries()) {
      if (Number.isNaN(value)) continue;
      if (whole > 0) {
        whole -= 1;
        continue;
      }
      lost.push(index);
      whole = drawWhole();
    }
    counts.nulledValues += lost.length;
    return withoutChannels(frame, lost);
  };

  return {
    damage(frame) {
      const received = dropValues(frame);
      if (link.backsteps === 0 || backsteps.uniform() >= link.backsteps) return received;
      counts.backstepped += 1;
      return shiftFrame(received, -backstepMs);
    },
    isDoubled() {
      if (link.duplicates === 0 || duplicates.uniform() >= link.duplicates) return false;
      counts.duplicated += 1;
      return true;
    },
  };
}

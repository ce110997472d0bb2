import type { Grain } from "../../../server/domain/detection/grain.ts";
import type { GrainContext } from "../../../server/domain/detection/loss-scale-state.ts";
import { createNoise } from "../../support/noise.ts";

/** Grains (ten seconds each) in an hour and a day. */
export const grainsPerHour = 360;
export const grainsPerDay = 24 * grainsPerHour;

/** What the inventory does, litres, `n` grains after the beginning; `null`: that grain is missing. */
export type Story = (n: number) => number | null;

/** A grain that shows an inventory and, where it matters, one feature of the compensation. */
export const toGrain = (index: number, inventoryL: number, feature = 0): Grain => ({
  index,
  inventoryL,
  reading: inventoryL,
  tempC: 20,
  errorL: 0,
  strangeL: 0,
  features: Float64Array.of(feature),
});

/** A compensation with one feature that may be wrong by a litre for each unit of its change. */
export const litreForLitre = {
  features: new Float64Array(1),
  doubtL2: (change: Float64Array): number => change[0]! ** 2,
};

/** Something that watches grains: a bank or one of its scales. */
type Watcher = { step(grain: Grain, context: GrainContext, shorter: null): void; readonly strength: number };

/** Runs stories one after the other into a watcher, with white sensor noise on top. */
export function createFeeder(watcher: Watcher, noiseL: number, seed = 1) {
  const noise = createNoise(seed);
  let index = 160_000_000;
  let calibrated = false;
  return {
    /** Index of the next grain. */
    get index() {
      return index;
    },
    calibrate() {
      calibrated = true;
    },
    /** Runs `count` grains; returns the largest strength and after how many grains it first reached 1. */
    run(count: number, story: Story) {
      let peak = 0;
      let firedAfter: number | null = null;
      for (let n = 0; n < count; n++, index++) {
        const level = story(n);
        if (level !== null) {
          const quiet = watcher.strength < 0.3;
          watcher.step(
            toGrain(index, level + noiseL * noise.normal()),
            { calibrated, quiet, calm: false },
            null,
          );
        }
        peak = Math.max(peak, watcher.strength);
        if (watcher.strength >= 1) firedAfter ??= n + 1;
      }
      return { peak, firedAfter };
    },
  };
}

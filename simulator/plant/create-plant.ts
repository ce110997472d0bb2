import type { PlantDescription } from "../description/plant-description.ts";
import { createLoop } from "./loop.ts";
import type { Plant } from "./plant-api.ts";
import { PlantError } from "./plant-error.ts";
import { createProbe } from "./probes.ts";
import { coarsePace, periodS, runHealthy, settleLoop } from "./settle.ts";
import { unknownTruth, updateTruth } from "./truth.ts";

/**
 * The plant that the description describes, filled to its charge and in its periodic steady state at `atS` (epoch
 * seconds). Throws `RangeError` for a plant that cannot run; making, stepping and restoring throw `PlantError` as soon as
 * the truth is not a number.
 */
export function createPlant(description: PlantDescription, atS: number): Plant {
  const loop = createLoop(description, atS);
  const { state, ledger } = loop;
  settleLoop(loop, atS);
  const made = structuredClone(state);
  loop.restore(made);
  const truth = { ...unknownTruth };
  refreshTruth();

  function refreshTruth(): void {
    updateTruth(truth, loop);
    // Every mass and every heat content is in these sums.
    const { massKg, heatJ, pressureKpa } = truth;
    if (!Number.isFinite(massKg + heatJ + pressureKpa)) throw new PlantError(description.name, state.atS);
  }

  return {
    description,
    get atS() {
      return state.atS;
    },
    step(inputs, dtS) {
      const leakedKg = ledger.leakedKg;
      loop.step(inputs, dtS);
      refreshTruth();
      truth.leakKgPerS = (ledger.leakedKg - leakedKg) / dtS;
      truth.lostKg = ledger.leakedKg;
    },
    probe: (probe) => createProbe(loop, probe),
    truth,
    ledger,
    restore(toS) {
      loop.restore(made);
      const period = periodS(loop);
      const laterS = (((toS - made.atS) % period) + period) % period;
      runHealthy(loop, laterS, coarsePace);
      state.atS = toS;
      // The way there belongs to the past.
      const there = structuredClone(state);
      loop.restore(there);
      refreshTruth();
      truth.leakKgPerS = 0;
      truth.lostKg = 0;
    },
  };
}

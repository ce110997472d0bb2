import type { PlantDescription } from "../description/plant-description.ts";
import { createLoop } from "./loop.ts";
import type { Plant } from "./plant-api.ts";
import { createProbe } from "./probes.ts";
import { periodS, runHealthy, settleLoop } from "./settle.ts";
import { unknownTruth, updateTruth } from "./truth.ts";

/** Longest step on the way from the state it was made in to another point of the same period, s. */
const restoreStepS = 4;

/**
 * The plant that the description describes, filled to its charge and in its periodic steady state at `atS` (epoch
 * seconds). Throws `RangeError` for a plant that cannot run.
 */
export function createPlant(description: PlantDescription, atS: number): Plant {
  const loop = createLoop(description, atS);
  const { state, ledger } = loop;
  settleLoop(loop, atS);
  const made = structuredClone(state);
  loop.restore(made);
  const truth = { ...unknownTruth };
  updateTruth(truth, loop);

  return {
    description,
    get atS() {
      return state.atS;
    },
    step(inputs, dtS) {
      const leakedKg = ledger.leakedKg;
      loop.step(inputs, dtS);
      updateTruth(truth, loop);
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
      runHealthy(loop, laterS, restoreStepS);
      state.atS = toS;
      // The way there belongs to the past.
      const there = structuredClone(state);
      loop.restore(there);
      updateTruth(truth, loop);
      truth.leakKgPerS = 0;
      truth.lostKg = 0;
    },
  };
}

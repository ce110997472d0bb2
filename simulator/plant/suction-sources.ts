import type { MakeUpDescription } from "../description/plant-description.ts";
import { zeroCelsiusK } from "../zero-celsius.ts";
import type { Chain } from "./chain.ts";
import type { PlantInputs } from "./inputs.ts";
import type { OpenLedger } from "./ledger.ts";
import { stepMakeUp } from "./make-up.ts";
import { type PlantState, suctionPa } from "./state.ts";

/** Coolant that joins or leaves at the suction in one sub-step, kg, and the enthalpy that comes with it, J. */
export interface SuctionSources {
  inKg: number;
  inJ: number;
  drainKg: number;
}

/** A drain takes at most this share of what the accumulator holds in a sub-step: it cannot take what is not there. */
const drainShare = 0.5;

/** A refill pump gives no more above so many times the reference pressure: its own limit, and far from bursting pipes. */
const refillLimit = 10;

/** What acts at the suction in a sub-step. */
export interface SourceStep {
  readonly inputs: PlantInputs;
  readonly ledger: OpenLedger;
  /** What pipework (negative: from here) and pump leave to the accumulator, kg. */
  readonly arrivingKg: number;
  readonly dtS: number;
}

/** Refill, make-up and drain of a sub-step; counts them in the ledger (the heat that a drain carries follows later). */
export function setSuctionSources(
  sources: SuctionSources,
  chain: Chain,
  state: PlantState,
  { inputs, ledger, arrivingKg, dtS }: SourceStep,
): void {
  const { coolant } = chain;
  sources.inKg = 0;
  sources.inJ = 0;
  sources.drainKg = 0;
  if (inputs.refillM3PerS > 0 && suctionPa(state) < refillLimit * chain.referencePa) {
    const kg = inputs.refillM3PerS * dtS * coolant.densityKgPerM3(inputs.refillK, suctionPa(state));
    ledger.refilledKg += kg;
    sources.inKg += kg;
    sources.inJ += kg * coolant.enthalpyJPerKg(inputs.refillK);
  }
  const { makeUp } = chain.description;
  if (makeUp !== null) {
    const fedM3 = feedMakeUp(state, makeUp, dtS);
    if (fedM3 > 0) {
      const tempK = makeUp.tempC + zeroCelsiusK;
      const kg = fedM3 * coolant.densityKgPerM3(tempK, suctionPa(state));
      ledger.madeUpKg += kg;
      sources.inKg += kg;
      sources.inJ += kg * coolant.enthalpyJPerKg(tempK);
    }
  }
  if (inputs.drainM3PerS > 0) {
    const wantedKg =
      inputs.drainM3PerS * dtS * coolant.densityKgPerM3(state.accumulator.liquidK, suctionPa(state));
    sources.drainKg = Math.min(wantedKg, drainShare * Math.max(0, state.accumulator.liquidKg + arrivingKg));
    ledger.drainedKg += sources.drainKg;
  }
  ledger.carriedInJ += sources.inJ;
}

/** Makes the sources those of one pass. */
export function scaleSources(sources: SuctionSources, factor: number): void {
  sources.inKg *= factor;
  sources.inJ *= factor;
  sources.drainKg *= factor;
}

/** Volume that the make-up pump feeds; none once its reservoir is empty, though it goes on running. */
function feedMakeUp(state: PlantState, makeUp: MakeUpDescription, dtS: number): number {
  const next = stepMakeUp(state.makeUp, makeUp, suctionPa(state) / 1e3, state.atS);
  if (next.kind === "running" && state.makeUp.kind !== "running") state.makeUpStarts += 1;
  state.makeUp = next;
  if (next.kind !== "running") return 0;
  const fedM3 = Math.min(state.reservoirM3, (makeUp.flowLpm / 60_000) * dtS);
  state.reservoirM3 -= fedM3;
  state.makeUpM3 += fedM3;
  return fedM3;
}

import { zeroCelsiusK } from "../zero-celsius.ts";
import type { Chain } from "./chain.ts";
import type { PlantInputs } from "./inputs.ts";
import type { PlantState } from "./state.ts";

/**
 * Moves the bypass valve: to where the inputs put it, not at all while it is held, or as its regulator wants. The
 * regulator is a PI controller on the temperature of the first node behind the mixing point and opens when that is too
 * cold (a negative `openingPerK` turns it round, for a bypass past a load).
 */
export function stepBypass(chain: Chain, state: PlantState, inputs: PlantInputs, dtS: number): void {
  const { bypass } = chain.description;
  if (bypass === null || chain.bypass === null || inputs.bypassOpening === "held") return;
  if (inputs.bypassOpening !== null || bypass.regulator === null) {
    state.bypassOpening = clampShare(inputs.bypassOpening ?? bypass.opening);
    // Where the valve stands is where the regulator goes on once it has it back.
    state.bypassIntegral = state.bypassOpening;
    return;
  }
  const { setpointC, openingPerK, integralS } = bypass.regulator;
  const mixedC = state.tempK[chain.bypass.end]! - zeroCelsiusK;
  const proportional = openingPerK * (setpointC - mixedC);
  // Integrating on against an end stop would keep the valve there long after the error has gone.
  state.bypassIntegral = clampShare(state.bypassIntegral + (proportional * dtS) / integralS);
  state.bypassOpening = clampShare(state.bypassIntegral + proportional);
}

const clampShare = (share: number): number => Math.min(1, Math.max(0, share));

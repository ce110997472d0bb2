import type { Chain } from "./chain.ts";
import type { Fluxes } from "./fluxes.ts";
import type { PlantState } from "./state.ts";

/** Most passes of one sub-step. Only a rush into or out of empty pipes asks for more; what is left waits its turn. */
const mostPasses = 64;

/** How a sub-step's coolant is moved: `fraction` of it, in so many equal passes. */
export interface Passes {
  count: number;
  fraction: number;
}

/**
 * Plans passes in none of which a node gives more than it holds, so that its new enthalpy is a mixture of its own and of
 * what comes in. A node that goes from m0 to m1 = m0 + f (w - m0) and gives f o in k passes has enough for its last one
 * when f o - m0 <= (k - 1) m1, and when it fills up for its first one when f o <= k m0.
 */
export function planPasses(passes: Passes, chain: Chain, state: PlantState, fluxes: Fluxes): void {
  const { massKg } = state;
  let fraction = 1;
  for (let i = 0; i < chain.nodes; i++) {
    const emptiesKg = Math.max(0, lossOf(fluxes, i));
    const asksKg = givenBy(fluxes, i) + (mostPasses - 1) * emptiesKg;
    if (asksKg > 0) fraction = Math.min(fraction, (mostPasses * massKg[i]!) / asksKg);
  }
  let count = 1;
  for (let i = 0; i < chain.nodes; i++) {
    const heldKg = massKg[i]!;
    const givenKg = fraction * givenBy(fluxes, i);
    if (givenKg <= heldKg) continue;
    const lossKg = fraction * lossOf(fluxes, i);
    const asked = lossKg > 0 ? 1 + (givenKg - heldKg) / (heldKg - lossKg) : givenKg / heldKg;
    count = Math.max(count, asked);
  }
  passes.fraction = fraction;
  passes.count = Math.min(mostPasses, Math.ceil(count));
}

/** All that leaves a node in a sub-step, kg, whichever way. */
const givenBy = ({ inKg, outKg, stillKg }: Fluxes, node: number): number =>
  Math.max(0, outKg[node]!) + Math.max(0, -inKg[node]!) + Math.max(0, -stillKg[node]!);

/** How much less it holds afterwards, kg. */
const lossOf = ({ inKg, outKg, stillKg }: Fluxes, node: number): number =>
  outKg[node]! - inKg[node]! - stillKg[node]!;

/** Makes the fluxes those of one pass. */
export function scaleFluxes(fluxes: Fluxes, factor: number): void {
  if (factor === 1) return;
  for (let i = 0; i < fluxes.inKg.length; i++) {
    fluxes.inKg[i]! *= factor;
    fluxes.outKg[i]! *= factor;
    fluxes.stillKg[i]! *= factor;
  }
  fluxes.bypassKg *= factor;
}

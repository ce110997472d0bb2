import type { PumpDescription } from "../description/plant-description.ts";
import type { Chain } from "./chain.ts";
import type { PlantInputs } from "./inputs.ts";
import type { PlantState } from "./state.ts";
import { throttleAt } from "./thermal.ts";
import type { Topology } from "./topology.ts";

/** Share of vapour with which a centrifugal pump has lost its prime: gas locks are reported from 0.15 to 0.25. */
const voidShareWithoutPrime = 0.2;

/** Below this share of nominal speed the bearings stop a pump that runs out. */
const restSpeed = 0.01;

/**
 * Share of its nominal power that a centrifugal pump takes against a closed valve, where it only stirs: radial impellers
 * are drawn with 0.4 to 0.6.
 */
const shutOffPowerShare = 0.5;

/** Speed follows the wanted one along the ramp; without power the pump runs out exponentially. */
export function stepPumpSpeed(
  state: PlantState,
  pump: PumpDescription,
  inputs: PlantInputs,
  dtS: number,
): void {
  if (!inputs.pumpPowered) {
    const slower = state.pumpSpeed * Math.exp(-dtS / pump.coastDownS);
    state.pumpSpeed = slower < restSpeed ? 0 : slower;
    return;
  }
  const most = dtS / pump.rampS;
  const missing = inputs.pumpSpeed - state.pumpSpeed;
  state.pumpSpeed += Math.min(most, Math.max(-most, missing));
}

/**
 * Where the pump's curve (shut-off head less a quadratic loss, both with speed squared) meets the loop's friction:
 * quadratic in flow, with Blasius' fourth root of viscosity as a factor. Quasi-steady: a column of some hundred
 * kilograms follows the head within a second. Vapour takes head away; a closed way leaves head and stirring without flow.
 */
export function setWorkingPoint(
  chain: Chain,
  state: PlantState,
  topology: Topology,
  viscosityFactor: number,
): void {
  const { pump } = chain.description;
  const { nominalM3PerS } = chain;
  const prime = Math.max(0, 1 - state.zoneVoid[0]! / voidShareWithoutPrime);
  const shutOffPa = pump.shutOffHeadKpa * 1e3 * state.pumpSpeed ** 2 * prime;
  const pumpLoss = ((pump.shutOffHeadKpa - pump.headKpa) * 1e3) / nominalM3PerS ** 2;
  const friction =
    ((pump.headKpa * 1e3) / nominalM3PerS ** 2) *
    viscosityFactor *
    openFriction(chain, topology, state.bypassOpening);
  state.flowM3PerS = topology.open ? Math.sqrt(shutOffPa / (pumpLoss + friction)) : 0;
  state.headPa = topology.open ? friction * state.flowM3PerS ** 2 : shutOffPa;
  const nominalW = (pump.headKpa * 1e3 * nominalM3PerS) / pump.efficiency;
  // Stirring warms the coolant in the pump; the drive turns itself down before that boils.
  const stirringW = shutOffPowerShare * nominalW * state.pumpSpeed ** 3 * prime * throttleAt(state.tempK[0]!);
  state.pumpW = Math.max((state.headPa * state.flowM3PerS) / pump.efficiency, stirringW);
}

/** Friction relative to a loop all at reference temperature: Blasius' fourth root of viscosity, node by node. */
export function viscosityFactor(chain: Chain, state: PlantState): number {
  const { coolant } = chain;
  const reference = coolant.viscosityPaS(chain.referenceK);
  let factor = 0;
  for (let i = 0; i < chain.nodes; i++) {
    const ratio = coolant.viscosityPaS(state.tempK[i]!) / reference;
    factor += chain.frictionShare[i]! * Math.sqrt(Math.sqrt(ratio));
  }
  return factor;
}

/** Friction relative to the loop without bypass: the branch has less of it when part of the flow goes past. */
function openFriction(chain: Chain, topology: Topology, opening: number): number {
  if (chain.bypass === null) return 1;
  const { first, end } = chain.bypass;
  const share = chain.frictionBefore[end]! - chain.frictionBefore[first]!;
  const through = topology.branchOpen ? 1 - opening : 0;
  return 1 - share + share * through ** 2;
}

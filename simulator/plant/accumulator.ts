import type { Chain } from "./chain.ts";
import { gasConstant } from "./coolants/coolant.ts";
import type { PlantInputs } from "./inputs.ts";
import { gasChokedMolPerS } from "./leak-flow.ts";
import type { OpenLedger } from "./ledger.ts";
import { gasGamma, gasMolarHeat } from "./pressure.ts";
import { dropKg, type PlantState } from "./state.ts";
import { exchangeJ } from "./thermal.ts";

/** Steel of shell and bellows, J/K a litre of accumulator: a quarter of a kilogram. */
const shellJPerKPerL = 125;

/** Time in which diffusion and convection in the neck change the accumulator's coolant for that of the suction, s. */
const neckS = 1800;

/** Ratio of outside to inside pressure below which gas leaves at the speed of sound (nitrogen). */
const chokingRatio = 0.528;

/** Share of its charge below which no more gas leaves: the last trace keeps its temperature defined. */
const traceShare = 1e-6;

/** Heat capacity of the accumulator's shell, J/K. */
export const shellJPerK = (chain: Chain): number => shellJPerKPerL * chain.accumulatorM3 * 1e3;

/** What the accumulator's sub-step needs to know. */
export interface AccumulatorStep {
  readonly chain: Chain;
  readonly state: PlantState;
  readonly inputs: PlantInputs;
  readonly ledger: OpenLedger;
  readonly outsidePa: number;
  /** False while the last node is cut off by valves. */
  readonly neckOpen: boolean;
  readonly dtS: number;
}

/** Heat between gas, shell and coolant, slow exchange through the neck, and gas through a hole on the gas side. */
export function stepAccumulator(step: AccumulatorStep): void {
  exchangeThroughNeck(step);
  exchangeWithShell(step);
  leakGas(step);
}

function exchangeThroughNeck({ chain, state, neckOpen, dtS }: AccumulatorStep): void {
  const { accumulator, massKg, heatJ } = state;
  if (!neckOpen || accumulator.liquidKg <= dropKg) return;
  const last = chain.nodes - 1;
  const difference = heatJ[last]! / massKg[last]! - accumulator.liquidJ / accumulator.liquidKg;
  const passingKg = (accumulator.liquidKg * dtS) / neckS;
  const joule = exchangeJ(passingKg, difference, accumulator.liquidKg, massKg[last]!);
  accumulator.liquidJ += joule;
  heatJ[last]! -= joule;
}

function exchangeWithShell({ chain, state, dtS }: AccumulatorStep): void {
  const { accumulator } = state;
  const { gasLagS, liquidLagS } = chain.description.accumulator;
  const shell = shellJPerK(chain);
  const gasJPerK = accumulator.gasMol * gasMolarHeat;
  const toGas = (chain.gasMol * gasMolarHeat * dtS) / gasLagS;
  const gainedJ = exchangeJ(toGas, accumulator.shellK - accumulator.gasK, gasJPerK, shell);
  accumulator.gasK += gainedJ / gasJPerK;
  accumulator.shellK -= gainedJ / shell;
  if (accumulator.liquidKg <= dropKg) return;
  const liquidJPerK = accumulator.liquidKg * chain.coolant.heatJPerKgK(accumulator.liquidK);
  const toLiquid = (shell * dtS) / liquidLagS;
  const takenJ = exchangeJ(toLiquid, accumulator.liquidK - accumulator.shellK, liquidJPerK, shell);
  accumulator.liquidJ -= takenJ;
  accumulator.shellK += takenJ / shell;
}

/** Gas that leaves takes its enthalpy along; what stays behind has expanded and is colder. */
function leakGas({ chain, state, inputs, ledger, outsidePa, dtS }: AccumulatorStep): void {
  const { accumulator } = state;
  if (inputs.gasLeakM2 <= 0 || accumulator.gasMol < traceShare * chain.gasMol) return;
  const lostMol = gasLeakMolPerS(state, inputs.gasLeakM2, outsidePa) * dtS;
  const keptMol = Math.max(accumulator.gasMol - lostMol, accumulator.gasMol / 2);
  const outJ = (accumulator.gasMol - keptMol) * gasMolarHeat * gasGamma * accumulator.gasK;
  accumulator.gasK = (accumulator.gasMol * gasMolarHeat * accumulator.gasK - outJ) / (keptMol * gasMolarHeat);
  accumulator.gasMol = keptMol;
  ledger.gasOutJ += outJ;
}

/** Choked while the outside has less than about half of the pressure inside; fades along an ellipse towards balance. */
export function gasLeakMolPerS(state: PlantState, areaM2: number, outsidePa: number): number {
  const { gasMol, gasK, gasM3 } = state.accumulator;
  const insidePa = (gasMol * gasConstant * gasK) / gasM3;
  const ratio = outsidePa / insidePa;
  if (ratio >= 1) return 0;
  const beyond = Math.max(0, (ratio - chokingRatio) / (1 - chokingRatio));
  return gasChokedMolPerS(areaM2, insidePa, gasK) * Math.sqrt(1 - beyond ** 2);
}

import type { Chain } from "./chain.ts";
import type { Fluxes } from "./fluxes.ts";
import { dropKg, type PlantState } from "./state.ts";
import type { SuctionSources } from "./suction-sources.ts";
import type { Section, Topology } from "./topology.ts";

/** Enthalpy through each node's inlet and outlet in one sub-step, J, and what each kilogram in a node carries. */
export interface Carriage {
  readonly inJ: Float64Array;
  readonly outJ: Float64Array;
  readonly jPerKg: Float64Array;
}

/** Carriage of nothing. */
export const createCarriage = (chain: Chain): Carriage => ({
  inJ: new Float64Array(chain.nodes),
  outJ: new Float64Array(chain.nodes),
  jPerKg: new Float64Array(chain.nodes),
});

/** Streams that meet without volume. Only what comes in counts. */
class Junction {
  private kg = 0;
  private joule = 0;

  clear(): void {
    this.kg = 0;
    this.joule = 0;
  }

  add(kg: number, jPerKg: number): void {
    if (kg <= 0) return;
    this.kg += kg;
    this.joule += kg * jPerKg;
  }

  jPerKg(): number {
    return this.kg > 0 ? this.joule / this.kg : 0;
  }
}

const junction = new Junction();

/** What a sweep works on. */
export interface Sweep {
  readonly chain: Chain;
  readonly state: PlantState;
  readonly topology: Topology;
  readonly fluxes: Fluxes;
  readonly carriage: Carriage;
  readonly sources: SuctionSources;
}

/**
 * One conservative upwind sweep: moves coolant along the fluxes, each kilogram with the enthalpy of where it comes from.
 * What leaves one place enters the next to the last bit, so mass and energy are kept. Returns what a drain carried out, J.
 */
export function sweepCoolant(sweep: Sweep): number {
  const { chain, state, fluxes, carriage, topology } = sweep;
  const { massKg, heatJ } = state;
  carryFromStill(sweep);
  for (let i = 0; i < chain.nodes; i++) carriage.jPerKg[i] = heatJ[i]! / massKg[i]!;
  carryInside(sweep, topology.before);
  if (chain.bypass !== null) {
    carryInside(sweep, topology.branch);
    carryInside(sweep, topology.after);
    carryThroughBypass(sweep);
  }
  const drainedJ = carryAtSuction(sweep);
  for (let i = 0; i < chain.nodes; i++) {
    massKg[i]! += fluxes.inKg[i]! - fluxes.outKg[i]!;
    heatJ[i]! += carriage.inJ[i]! - carriage.outJ[i]!;
  }
  return drainedJ;
}

/** Between still coolant and the flow beside it. */
function carryFromStill({ chain, state, fluxes }: Sweep): void {
  const { massKg, heatJ } = state;
  for (const { first, end, still } of chain.segments) {
    if (still === null) continue;
    const { body } = still;
    for (let i = first; i < end; i++) {
      const kg = fluxes.stillKg[i]!;
      const from = kg > 0 ? body : i;
      const joule = (kg * heatJ[from]!) / massKg[from]!;
      massKg[body]! -= kg;
      heatJ[body]! -= joule;
      massKg[i]! += kg;
      heatJ[i]! += joule;
    }
  }
}

/** Faces between two nodes of a section. */
function carryInside({ fluxes, carriage }: Sweep, { start, end }: Section): void {
  for (let i = start + 1; i < end; i++) {
    const kg = fluxes.inKg[i]!;
    const joule = kg * carriage.jPerKg[kg >= 0 ? i - 1 : i]!;
    carriage.outJ[i - 1] = joule;
    carriage.inJ[i] = joule;
  }
}

/** The two ends of the bypass: each is mixed once all that comes to it is known. */
function carryThroughBypass({ fluxes, carriage, topology }: Sweep): void {
  const { inKg, outKg, bypassKg } = fluxes;
  const { jPerKg } = carriage;
  const first = topology.branch.start;
  const behind = topology.branch.end;
  const mixAtInlet = (bypassJPerKg: number): number => {
    junction.clear();
    junction.add(outKg[first - 1]!, jPerKg[first - 1]!);
    junction.add(-inKg[first]!, jPerKg[first]!);
    junction.add(-bypassKg, bypassJPerKg);
    return junction.jPerKg();
  };
  const mixAtOutlet = (bypassJPerKg: number): number => {
    junction.clear();
    junction.add(outKg[behind - 1]!, jPerKg[behind - 1]!);
    junction.add(-inKg[behind]!, jPerKg[behind]!);
    junction.add(bypassKg, bypassJPerKg);
    return junction.jPerKg();
  };
  const forward = bypassKg >= 0;
  const source = forward ? mixAtInlet(0) : mixAtOutlet(0);
  const atInlet = forward ? source : mixAtInlet(source);
  const atOutlet = forward ? mixAtOutlet(source) : source;
  carryOut(carriage, fluxes, first - 1, atInlet);
  carryIn(carriage, fluxes, first, atInlet);
  carryOut(carriage, fluxes, behind - 1, atOutlet);
  carryIn(carriage, fluxes, behind, atOutlet);
}

/** Where pump, return line, accumulator and make-up meet. */
function carryAtSuction({ chain, state, fluxes, carriage, sources }: Sweep): number {
  const { accumulator } = state;
  const last = chain.nodes - 1;
  const intoKg = fluxes.outKg[last]! - fluxes.inKg[0]! + sources.inKg - sources.drainKg;
  const heldJPerKg =
    accumulator.liquidKg > dropKg ? accumulator.liquidJ / accumulator.liquidKg : carriage.jPerKg[last]!;
  junction.clear();
  junction.add(fluxes.outKg[last]!, carriage.jPerKg[last]!);
  junction.add(-fluxes.inKg[0]!, carriage.jPerKg[0]!);
  junction.add(-intoKg, heldJPerKg);
  if (sources.inKg > 0) junction.add(sources.inKg, sources.inJ / sources.inKg);
  const mixedJPerKg = junction.jPerKg();
  carryOut(carriage, fluxes, last, mixedJPerKg);
  carryIn(carriage, fluxes, 0, mixedJPerKg);
  accumulator.liquidKg += intoKg;
  accumulator.liquidJ += intoKg * (intoKg > 0 ? mixedJPerKg : heldJPerKg);
  return sources.drainKg * mixedJPerKg;
}

/** Through an outlet to a junction, or back from it. */
function carryOut(carriage: Carriage, { outKg }: Fluxes, node: number, junctionJPerKg: number): void {
  const kg = outKg[node]!;
  carriage.outJ[node] = kg * (kg >= 0 ? carriage.jPerKg[node]! : junctionJPerKg);
}

/** From a junction through an inlet, or back to it. */
function carryIn(carriage: Carriage, { inKg }: Fluxes, node: number, junctionJPerKg: number): void {
  const kg = inKg[node]!;
  carriage.inJ[node] = kg * (kg >= 0 ? junctionJPerKg : carriage.jPerKg[node]!);
}

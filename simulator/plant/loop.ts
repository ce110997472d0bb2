import type { PlantDescription } from "../description/plant-description.ts";
import { stepAccumulator } from "./accumulator.ts";
import { stepBypass } from "./bypass.ts";
import { type Chain, toChain } from "./chain.ts";
import { createFluxes, routeFluxes, routeStill } from "./fluxes.ts";
import { type PlantInputs, usualInputs } from "./inputs.ts";
import { leakCoolant, type PlacedLeak, placeLeaks } from "./leaks.ts";
import { emptyLedger, type OpenLedger } from "./ledger.ts";
import { createOutside, type Outside, updateOutside } from "./outside.ts";
import { type Passes, planPasses, scaleFluxes } from "./passes.ts";
import { solvePressures } from "./pressure.ts";
import { setWorkingPoint, stepPumpSpeed, viscosityFactor } from "./pump.ts";
import { createState, type PlantState, updateTemperatures } from "./state.ts";
import { toSubSteps } from "./sub-steps.ts";
import { scaleSources, setSuctionSources } from "./suction-sources.ts";
import { createCarriage, sweepCoolant } from "./sweep.ts";
import { exchangeHeat, updateCapacity } from "./thermal.ts";
import { type Topology, toTopology } from "./topology.ts";
import { updateStiffness } from "./zone-fill.ts";

/** Time in which a valve makes its stroke, s: a motor valve of this size. */
const strokeS = 5;

/** A loop that runs, without instruments. */
export interface Loop {
  readonly chain: Chain;
  readonly state: PlantState;
  readonly outside: Outside;
  readonly ledger: OpenLedger;
  readonly outsidePa: number;
  /** By body; renewed each step. */
  readonly stiffness: { readonly givePerPa: Float64Array };
  topology: Topology;
  /** What acted on it last. */
  inputs: PlantInputs;
  /** Moves on by `dtS` seconds, in no more than `mostSubSteps` where haste is worth more than detail. */
  step(inputs: PlantInputs, dtS: number, mostSubSteps?: number): void;
  /** Copies a state of its own back and forgets the ledger. */
  restore(saved: PlantState): void;
}

/** A loop at rest in heat, at reference temperature and full. Throws `RangeError` for a plant that cannot run. */
export function createLoop(description: PlantDescription, atS: number): Loop {
  const chain = toChain(description);
  const outside = createOutside(chain);
  const fluxes = createFluxes(chain);
  const carriage = createCarriage(chain);
  const passes: Passes = { count: 1, fraction: 1 };
  const sources = { inKg: 0, inJ: 0, drainKg: 0 };
  const capacity = new Float64Array(chain.bodies);
  const stiffness = { givePerPa: new Float64Array(chain.bodies) };
  let leaks: readonly PlacedLeak[] = [];
  let friction = 1;

  const loop: Loop = {
    chain,
    state: createState(chain, atS),
    outside,
    ledger: { ...emptyLedger },
    outsidePa: outside.pressurePa,
    stiffness,
    topology: toTopology(chain, usualInputs.isolations),
    inputs: usualInputs,
    step,
    restore,
  };

  function setInputs(inputs: PlantInputs): void {
    // New inputs come with new lists only when something has changed; the same list needs no second look.
    const turned = inputs.isolations !== loop.inputs.isolations;
    if (inputs.leaks !== loop.inputs.leaks) leaks = placeLeaks(chain, inputs.leaks);
    loop.inputs = inputs;
    if (!turned) return;
    loop.topology = toTopology(chain, inputs.isolations);
    // What flows in the first sub-step follows from the pressures under the new valves.
    settlePressures();
  }

  function step(inputs: PlantInputs, dtS: number, mostSubSteps = Number.POSITIVE_INFINITY): void {
    const { state } = loop;
    setInputs(inputs);
    updateOutside(chain, outside, inputs, state.atS);
    updateCapacity(chain, state, capacity);
    updateStiffness(chain, state, stiffness);
    friction = viscosityFactor(chain, state);
    const startS = state.atS;
    const count = Math.min(mostSubSteps, toSubSteps(loop, inputs, leaks, dtS));
    for (let i = 0; i < count; i++) {
      subStep(dtS / count);
      state.atS = startS + ((i + 1) * dtS) / count;
    }
  }

  /** Coolant moves, takes up and gives off heat, leaks; then the new pressures decide what moves in the next sub-step. */
  function subStep(dtS: number): void {
    const { state, topology, ledger, inputs, outsidePa } = loop;
    moveCoolant(dtS);
    updateTemperatures(chain, state);
    exchangeHeat({ chain, state, topology, outside, capacity, inputs, ledger, dtS });
    const neckOpen = topology.zoneOf[chain.nodes - 1] === 0;
    stepAccumulator({ chain, state, inputs, ledger, outsidePa, neckOpen, dtS });
    leakCoolant(loop, leaks, ledger, dtS);
    updateTemperatures(chain, state);
    stepPumpSpeed(state, chain.description.pump, inputs, dtS);
    stepBypass(chain, state, inputs, dtS);
    stepStrokes(dtS);
    settlePressures();
  }

  function moveCoolant(dtS: number): void {
    const { state, topology, ledger, inputs } = loop;
    const last = chain.nodes - 1;
    const suctionKgPerM3 = state.wantedKg[last]! / chain.volumeM3[last]!;
    routeStill(fluxes, chain, state);
    routeFluxes(fluxes, state, topology, state.flowM3PerS * suctionKgPerM3 * dtS);
    planPasses(passes, chain, state, fluxes);
    scaleFluxes(fluxes, passes.fraction);
    for (let i = 0; i < chain.nodes; i++) {
      state.inflowKgPerS[i] = fluxes.inKg[i]! / dtS;
      state.outflowKgPerS[i] = fluxes.outKg[i]! / dtS;
    }
    const arrivingKg = fluxes.outKg[last]! - fluxes.inKg[0]!;
    setSuctionSources(sources, chain, state, { inputs, ledger, arrivingKg, dtS });
    scaleFluxes(fluxes, 1 / passes.count);
    scaleSources(sources, 1 / passes.count);
    for (let n = 0; n < passes.count; n++) {
      ledger.carriedOutJ += sweepCoolant({ chain, state, topology, fluxes, carriage, sources });
    }
  }

  /** A closing valve pushes its stroke out into the loop, an opening one draws it back. */
  function stepStrokes(dtS: number): void {
    const { state, inputs } = loop;
    let wantedM3 = 0;
    for (const { strokeM3 } of inputs.isolations) wantedM3 += strokeM3;
    if (wantedM3 === state.displacedM3) return;
    state.displacedM3 += (wantedM3 - state.displacedM3) * Math.min(1, dtS / strokeS);
  }

  function settlePressures(): void {
    setWorkingPoint(chain, loop.state, loop.topology, friction);
    loop.ledger.gasWorkJ += solvePressures(loop);
  }

  function restore(saved: PlantState): void {
    setInputs(usualInputs);
    Object.assign(loop.state, structuredClone(saved));
    Object.assign(loop.ledger, emptyLedger);
  }

  updateStiffness(chain, loop.state, stiffness);
  settlePressures();
  return loop;
}

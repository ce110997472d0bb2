import type { Evidence } from "../../../../protocol/alarm.ts";
import type { ChannelRole } from "../../../../protocol/telemetry.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { Finding } from "../../alarm/alarm.ts";
import { expansionPerK } from "../../loop/coolants.ts";
import type { Loop } from "../../loop/loop.ts";
import { balanceEvidence } from "./describe-balance.ts";
import { describeFill } from "./describe-fill.ts";
import { describeBroken, describeWet, wetEvidence } from "./describe-wet.ts";
import { createFedVolume, type FedVolumeInput, type FedVolumeState } from "./fed-volume.ts";
import type { FillInput, FillSettings, FillState } from "./fill-state.ts";
import { createFillWatch } from "./fill-watch.ts";
import { type BalanceInput, type BalanceState, createMakeUpBalance, toFedL } from "./make-up-balance.ts";
import { createMakeUpStarts, type StartsInput, type StartsState } from "./make-up-starts.ts";
import { createWetSensors, type WetInput, type WetState } from "./wet-sensors.ts";

/** What the loop's other parts know when the balance is taken; the record is reused by the caller. */
export interface BalanceMoment {
  atMs: EpochMs;
  /** The loop's channels now; `NaN` where unusable. */
  values: Float64Array;
  /** Compensated inventory of each witness, and the noise of a single value, litres. */
  inventoriesL: Float64Array;
  sdsL: Float64Array;
  /** How far the thermal correction of the first witness may be off, litres (sd). */
  errorL: number;
  /** How badly what the temperatures did lately may be compensated, litres (sd). */
  swungL: number;
  declared: FillInput["declared"];
  /** The loop settles from something that puts no coolant in. */
  settles: boolean;
  excused: boolean;
  calibrated: boolean;
  lossAgrees: boolean;
}

/** Follows what is put into a loop, what that leaves over, and what lies beside it on the floor. */
export interface BalanceWatch {
  step(moment: BalanceMoment): void;
  /** Litres put in since the beginning as witness `i` sees them. */
  filledL(i: number): number;
  /** A filling is suspected, under way or settling: levels say nothing of the loss. */
  readonly busy: boolean;
  /** The loop has a make-up pump, so that a loss need not show as a fall. */
  readonly hasMakeUp: boolean;
  /** Evidence of a loss by balance as a share of its threshold, and since when. */
  readonly strength: number;
  readonly sinceMs: EpochMs | null;
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  /** Litres that the reservoir can still feed in; 0 where it is not known. */
  readonly reservoirL: number;
  /** Sentences for a leak. */
  evidence(): Evidence[];
  /** A fill that nobody declared; wet sensors; a broken leak rope. `null`: none. */
  fill(atMs: EpochMs): Finding | null;
  wet(): Finding | null;
  broken(): Finding | null;
  /** True while such a fill is told; cheap. */
  tellsFill(atMs: EpochMs): boolean;
  /** A number that changes when one of these does, below 100. */
  readonly standing: number;
  readonly state: BalanceWatchState;
}

export interface BalanceWatchState {
  readonly fed: FedVolumeState;
  readonly fill: FillState;
  readonly balance: BalanceState;
  readonly starts: StartsState;
  readonly wet: WetState;
}

const wetKinds = ["dry", "one wet", "several wet", "broken"] as const;

/** The first channel of a role; -1 when the loop has none. */
const placeOf = (loop: Loop, role: ChannelRole): number =>
  loop.channels.findIndex((channel) => channel.role === role);

/** `witnesses` and `thermometers`: how many the loop has. */
export function createBalanceWatch(
  loop: Loop,
  counts: { readonly witnesses: number; readonly thermometers: number },
  saved?: BalanceWatchState,
): BalanceWatch {
  const { chargeL, falseAlarmsPerYear } = loop;
  const counterAt = placeOf(loop, "make-up-volume");
  const startsAt = placeOf(loop, "make-up-starts");
  const runningAt = placeOf(loop, "make-up-running");
  const flowAt = placeOf(loop, "flow");
  // A level in percent would need the size of the tank; only litres count.
  const reservoirAt = loop.channels.findIndex(({ role, unit }) => role === "reservoir" && unit === "L");
  const ropes = loop.channels.flatMap(({ role }, i) => (role === "wetness" ? [i] : []));
  const fedStepL = counterAt < 0 ? 0 : loop.channels[counterAt]!.step;
  const settings: FillSettings = {
    chargeL,
    litresPerK: expansionPerK(loop.coolant, loop.referenceTempC) * chargeL,
    falseAlarmsPerYear,
    witnesses: counts.witnesses,
    fedStepL,
  };
  const fed = createFedVolume(
    {
      chargeL,
      counterStepL: fedStepL,
      reservoirStepL: reservoirAt < 0 ? 0 : loop.channels[reservoirAt]!.step,
    },
    saved?.fed,
  );
  const fill = createFillWatch(settings, saved?.fill);
  const balance = createMakeUpBalance(
    { chargeL, falseAlarmsPerYear, thermometers: counts.thermometers, fedStepL },
    saved?.balance,
  );
  const starts = createMakeUpStarts(falseAlarmsPerYear, saved?.starts);
  const sensors = ropes.map((i) => ({ name: loop.channels[i]!.name, box: loop.channels[i]!.box }));
  const wet = createWetSensors(sensors, saved?.wet);
  const hasMakeUp = counterAt >= 0 || startsAt >= 0 || runningAt >= 0 || reservoirAt >= 0;

  const nan = Number.NaN;
  const fedInput: FedVolumeInput = { atMs: 0, counterL: nan, reservoirL: nan };
  const fillInput: FillInput = {
    atMs: 0,
    inventoriesL: new Float64Array(),
    sdsL: new Float64Array(),
    flow: nan,
    fedL: nan,
    running: nan,
    swungL: 0,
    declared: "nothing",
    excused: false,
    calibrated: false,
  };
  const balanceInput: BalanceInput = {
    atMs: 0,
    inventoryL: nan,
    fedL: 0,
    fedExact: false,
    reservoirL: nan,
    thermalL: 0,
    errorL: 0,
    busy: false,
    calibrated: false,
  };
  const startsInput: StartsInput = { atMs: 0, counter: nan, running: nan, calibrated: false };
  const wetInput: WetInput = { atMs: 0, values: new Float64Array(ropes.length), lossAgrees: false };
  const at = (values: Float64Array, i: number): number => (i < 0 ? nan : values[i]!);

  const stepFill = (moment: BalanceMoment): void => {
    const { atMs, values } = moment;
    fedInput.atMs = atMs;
    fedInput.counterL = at(values, counterAt);
    fedInput.reservoirL = at(values, reservoirAt);
    fed.step(fedInput);
    fillInput.atMs = atMs;
    fillInput.inventoriesL = moment.inventoriesL;
    fillInput.sdsL = moment.sdsL;
    fillInput.flow = at(values, flowAt);
    fillInput.fedL = fed.countedL;
    fillInput.running = at(values, runningAt);
    fillInput.swungL = moment.swungL;
    fillInput.declared = moment.declared;
    fillInput.excused = moment.excused;
    fillInput.calibrated = moment.calibrated;
    fill.step(fillInput);
  };

  const stepBalance = (moment: BalanceMoment): void => {
    const { atMs, values } = moment;
    const exact = counterAt >= 0;
    balanceInput.atMs = atMs;
    // Levels before, during and after a change of the pump cannot be compared.
    balanceInput.inventoryL = moment.settles ? nan : (moment.inventoriesL[0] ?? nan);
    balanceInput.errorL = moment.errorL;
    balanceInput.fedL = toFedL(fill.totalL, exact, fed.drawnL);
    balanceInput.fedExact = exact;
    balanceInput.reservoirL = fed.reservoirL;
    balanceInput.thermalL = moment.swungL;
    balanceInput.busy = fill.busy;
    balanceInput.calibrated = moment.calibrated;
    balance.step(balanceInput);
    startsInput.atMs = atMs;
    startsInput.counter = at(values, startsAt);
    const running = at(values, runningAt);
    startsInput.running = Number.isNaN(running) ? (fill.filling ? 1 : 0) : running;
    startsInput.calibrated = moment.calibrated;
    starts.step(startsInput);
  };

  const state: BalanceWatchState = saved ?? {
    fed: fed.state,
    fill: fill.state,
    balance: balance.state,
    starts: starts.state,
    wet: wet.state,
  };

  return {
    state,
    hasMakeUp,
    step(moment) {
      if (counts.witnesses > 0) stepFill(moment);
      if (hasMakeUp) stepBalance(moment);
      if (ropes.length === 0) return;
      wetInput.atMs = moment.atMs;
      for (let k = 0; k < ropes.length; k++) wetInput.values[k] = moment.values[ropes[k]!]!;
      wetInput.lossAgrees = moment.lossAgrees;
      wet.step(wetInput);
    },
    filledL: (i) => fill.filledL(i),
    get busy() {
      return fill.busy;
    },
    get strength() {
      return hasMakeUp ? Math.max(balance.strength, starts.strength) : 0;
    },
    get sinceMs() {
      return balance.sinceMs;
    },
    get lossLPerS() {
      return balance.lossLPerS;
    },
    get lossSdLPerS() {
      return balance.lossSdLPerS;
    },
    get reservoirL() {
      return Number.isNaN(fed.reservoirL) ? 0 : fed.reservoirL;
    },
    evidence: () => [
      ...(hasMakeUp ? balanceEvidence(balance, starts) : []),
      ...(ropes.length > 0 ? wetEvidence(sensors, wet.state) : []),
    ],
    fill: (atMs) => (counts.witnesses > 0 ? describeFill(settings, fill.state, atMs) : null),
    wet: () => (ropes.length > 0 ? describeWet(sensors, wet.state) : null),
    broken: () => (ropes.length > 0 ? describeBroken(sensors, wet.state) : null),
    tellsFill(atMs) {
      const { phase, cause, last } = fill.state;
      if (phase !== "filling" && last === null) return false;
      if (phase !== "filling" && last?.cause !== "undeclared") return false;
      return (
        (phase !== "filling" || cause === "undeclared") && describeFill(settings, fill.state, atMs) !== null
      );
    },
    get standing() {
      return 2 * wetKinds.indexOf(wet.kind) + (fill.filling ? 1 : 0);
    },
  };
}

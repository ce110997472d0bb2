import type { Operation } from "../../../protocol/operation.ts";

/** Why slow evidence is not to be trusted for a while: somebody works on the loop, or its pump changed. */
export type SuspensionReason = Operation | "pump change" | "pump stopped";

/** Holds the slow scales back while what they compare is not the same loop. Ruptures are called all the same. */
export interface Suspension {
  /** Somebody declared it, or the pump did it, at `atS`. */
  begin(reason: SuspensionReason, atS: number): void;
  /** True until the loop has settled again. */
  active(atS: number): boolean;
  /** True while the loop settles after something that a person declared. */
  declared(atS: number): boolean;
  /** True just after a person moved valves, which squeeze coolant to and fro within seconds. */
  valvesMove(atS: number): boolean;
  readonly reason: SuspensionReason | null;
  /** When the present one began, epoch seconds. */
  readonly sinceS: number;
  readonly state: SuspensionState;
}

export interface SuspensionState {
  reason: SuspensionReason | null;
  sinceS: number;
  untilS: number;
  /** When valves were declared to move last. */
  valvesS: number;
}

/**
 * How long the loop needs, seconds. After a pump start temperatures tell the coolant again after about 20 min; a string
 * that was shut off cools for the better part of an hour; a top-up is over in half an hour.
 */
const settleS: Readonly<Record<SuspensionReason, number>> = {
  "pump change": 1200,
  "pump stopped": 1200,
  refill: 2400,
  isolation: 3600,
  reopening: 1800,
  maintenance: 14_400,
  serviced: 0,
};

/** Motor valves take up to a few minutes for their way, one after the other, seconds. */
const strokeS = 240;

export const newSuspensionState = (): SuspensionState => ({
  reason: null,
  sinceS: Number.NaN,
  untilS: Number.NEGATIVE_INFINITY,
  valvesS: Number.NEGATIVE_INFINITY,
});

/** A second reason prolongs the first; the first one's beginning stays. */
export function createSuspension(state: SuspensionState = newSuspensionState()): Suspension {
  return {
    state,
    begin(reason, atS) {
      if (atS >= state.untilS) state.sinceS = atS;
      // A declared operation explains more than what the pump does because of it.
      if (atS >= state.untilS || !reason.startsWith("pump") || state.reason === null) state.reason = reason;
      if (reason === "isolation" || reason === "reopening" || reason === "maintenance") state.valvesS = atS;
      state.untilS = Math.max(state.untilS, atS + settleS[reason]);
    },
    active: (atS) => atS < state.untilS,
    declared: (atS) => atS < state.untilS && state.reason !== null && !state.reason.startsWith("pump"),
    valvesMove: (atS) => atS < state.valvesS + strokeS,
    get reason() {
      return state.reason;
    },
    get sinceS() {
      return state.sinceS;
    },
  };
}

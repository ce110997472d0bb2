import type { MakeUpDescription } from "../description/plant-description.ts";

/** The make-up controller. Times are epoch seconds. */
export type MakeUpState =
  | { readonly kind: "ready" }
  /** Pressure is below the start mark since then. */
  | { readonly kind: "low"; readonly sinceS: number }
  | { readonly kind: "running"; readonly sinceS: number }
  /** Ran too long without success; stays off until somebody resets it. */
  | { readonly kind: "latched" };

/**
 * The controller's next state at `atS` with this pressure at the suction: starts when it was below `startKpa` for
 * `startDelayS`, stops at `stopKpa`, gives up after `timeoutS`. The same object while nothing changes.
 */
export function stepMakeUp(
  state: MakeUpState,
  makeUp: MakeUpDescription,
  pressureKpa: number,
  atS: number,
): MakeUpState {
  switch (state.kind) {
    case "ready":
      return pressureKpa < makeUp.startKpa ? { kind: "low", sinceS: atS } : state;
    case "low":
      if (pressureKpa >= makeUp.startKpa) return { kind: "ready" };
      return atS - state.sinceS >= makeUp.startDelayS ? { kind: "running", sinceS: atS } : state;
    case "running":
      if (pressureKpa >= makeUp.stopKpa) return { kind: "ready" };
      return atS - state.sinceS >= makeUp.timeoutS ? { kind: "latched" } : state;
    case "latched":
      return state;
  }
}

import type { Compensation } from "./compensation.ts";
import { type Grain, grainS } from "./grain.ts";

/** How badly what the temperatures did lately may be compensated. */
export interface ThermalSwing {
  step(grain: Pick<Grain, "features" | "errorL" | "strangeL">): void;
  /** Litres (sd); 0 before the first grain. */
  readonly litres: number;
  readonly state: SwingState;
}

export interface SwingState {
  /** Features averaged over the last hour; `NaN` before the first grain. */
  readonly slow: Float64Array;
  litres: number;
}

/** What temperatures do within this time, seconds, is one swing of them; what lagged behind it needs as long. */
const swingS = 3600;

export const newSwingState = (width: number): SwingState => ({
  slow: new Float64Array(width).fill(Number.NaN),
  litres: 0,
});

export function createThermalSwing(
  { doubtL2 }: Pick<Compensation, "doubtL2">,
  state: SwingState,
): ThermalSwing {
  const { slow } = state;
  const change = new Float64Array(slow.length);
  return {
    state,
    step({ features, errorL, strangeL }) {
      for (let i = 0; i < slow.length; i++) {
        const now = features[i]!;
        if (Number.isNaN(slow[i]!)) slow[i] = now;
        slow[i]! += (now - slow[i]!) * (grainS / swingS);
        change[i] = now - slow[i]!;
      }
      const doubtL = Math.sqrt(doubtL2(change) + errorL * errorL + strangeL * strangeL);
      state.litres = Math.max(doubtL, state.litres * (1 - grainS / swingS));
    },
    get litres() {
      return state.litres;
    },
  };
}

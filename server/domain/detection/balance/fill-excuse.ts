/** What the pump or a valve did lately that moves the inventory without any coolant; the record is reused by the caller. */
export interface ExcuseInput {
  atS: number;
  /** Flow in any unit; `NaN`: not measured or not known. */
  flow: number;
}

export interface FillExcuseState {
  atS: number;
  flow: number;
  slowFlow: number;
  untilS: number;
}

export interface FillExcuse {
  readonly state: FillExcuseState;
  step(input: ExcuseInput): void;
  /** The pump or a valve changed lately, so that a rise may be coolant that only went elsewhere or got warmer. */
  readonly excused: boolean;
}

/** Flow is averaged over these times, seconds; a difference of this share is a pump or valve that changed. */
const flowS = 30;
const slowFlowS = 3600;
const flowShare = 0.05;

/** So long after such a change temperatures still find their new places, seconds. */
const excusedS = 3600;

export const newFillExcuseState = (): FillExcuseState => ({
  atS: Number.NaN,
  flow: Number.NaN,
  slowFlow: Number.NaN,
  untilS: Number.NEGATIVE_INFINITY,
});

export function createFillExcuse(state: FillExcuseState): FillExcuse {
  const followFlow = (flow: number, atS: number, dtS: number): void => {
    if (Number.isNaN(state.flow)) {
      state.flow = flow;
      state.slowFlow = flow;
    }
    state.flow += (flow - state.flow) * (dtS / (dtS + flowS));
    state.slowFlow += (flow - state.slowFlow) * (dtS / (dtS + slowFlowS));
    const apart = Math.abs(state.flow - state.slowFlow);
    if (apart > flowShare * Math.abs(state.slowFlow)) state.untilS = atS + excusedS;
  };

  return {
    state,
    step(input) {
      const dtS = Number.isNaN(state.atS) ? 0 : Math.max(0, input.atS - state.atS);
      state.atS = input.atS;
      if (!Number.isNaN(input.flow)) followFlow(input.flow, input.atS, dtS);
    },
    get excused() {
      return state.atS < state.untilS;
    },
  };
}

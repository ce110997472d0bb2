/** A rule of one channel, as dashboards and alarm systems of today have them. */
export interface Tool {
  /** Takes a value, in the channel's unit, at rising epoch seconds; true while the rule calls. */
  take(atS: number, value: number): boolean;
}

/** A rule by its name on the page. */
export interface ToolKind {
  readonly id: string;
  readonly name: string;
  create(): Tool;
}

/** A condition that must hold for some time before it counts. Plain data: `sinceS` is NaN while it does not hold. */
export interface HoldState {
  sinceS: number;
}

/** True when `isSo` has been true without a break for `forS` seconds. */
export function stepHold(state: HoldState, atS: number, isSo: boolean, forS: number): boolean {
  if (!isSo) {
    state.sinceS = Number.NaN;
    return false;
  }
  if (Number.isNaN(state.sinceS)) state.sinceS = atS;
  return atS - state.sinceS >= forS;
}

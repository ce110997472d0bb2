/** A sharp-edged hole in the pipework, open to vacuum. */
export interface Hole {
  readonly holeMm: number;
  /** Where on the way round: 0 at the pump's outlet, 1 at its suction. */
  readonly position: number;
}

/** What acts on a plant from outside during a step. */
export interface Conditions {
  readonly heatLoadW: number;
  /** Factor on the heat that the radiator takes up from Sun and Earth; 1 in the usual attitude. */
  readonly absorbedFactor: number;
  /** Pump speed relative to nominal. */
  readonly pumpSpeed: number;
  readonly holes: readonly Hole[];
}

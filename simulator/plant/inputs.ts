/** What acts on a plant during a step; made anew by the story when something changes. SI units. */
export interface PlantInputs {
  /** Factors on heat loads and cabin heat, and on what radiators take up from Sun and Earth. */
  readonly heatFactor: number;
  readonly absorbedFactor: number;
  /** Replaces the surroundings' beta angle; `null`: as described. */
  readonly betaDeg: number | null;
  readonly ambientOffsetK: number;
  /** Wanted speed relative to nominal, and whether the pump has power. */
  readonly pumpSpeed: number;
  readonly pumpPowered: boolean;
  /** The bypass valve stands here; "held": where it is; `null`: the regulator moves it. */
  readonly bypassOpening: number | "held" | null;
  readonly isolations: readonly Isolation[];
  /** Coolant pumped in at the suction, and taken out there. */
  readonly refillM3PerS: number;
  readonly refillK: number;
  readonly drainM3PerS: number;
  readonly leaks: readonly Leak[];
  /** Area of a hole on the gas side of the accumulator; 0 for none. */
  readonly gasLeakM2: number;
  /** Angle that sensors can show, radians. */
  readonly angleRad: number;
}

/** A segment cut off by its inlet valve alone, or sealed at both ends. */
export interface Isolation {
  readonly segment: string;
  readonly how: "inlet" | "sealed";
  /** Volume that the closing valve pushes out into the loop. */
  readonly strokeM3: number;
}

/** A leak of coolant at a place along a segment (0 inlet, 1 outlet). */
export interface Leak {
  readonly segment: string;
  readonly position: number;
  readonly size:
    | { readonly kind: "hole"; readonly areaM2: number; readonly tail: "metastable" | "HEM" }
    | { readonly kind: "rate"; readonly kgPerS: number };
}

/** A healthy plant in its usual state. */
export const usualInputs: PlantInputs = {
  heatFactor: 1,
  absorbedFactor: 1,
  betaDeg: null,
  ambientOffsetK: 0,
  pumpSpeed: 1,
  pumpPowered: true,
  bypassOpening: null,
  isolations: [],
  refillM3PerS: 0,
  refillK: 293.15,
  drainM3PerS: 0,
  leaks: [],
  gasLeakM2: 0,
  angleRad: 0,
};

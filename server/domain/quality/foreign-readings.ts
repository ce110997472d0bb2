/** A unit in which a sender may speak by mistake, and what its number is in ours. */
export interface ForeignReading {
  /** Ends "looks like …". */
  readonly name: string;
  toOwn(value: number): number;
}

/** One standard atmosphere, kPa: what a gauge does not show. */
export const atmosphereKpa = 101.325;

const kpaPerPsi = 6.894757;

/** For channels in kPa absolute. */
export const foreignPressures: readonly ForeignReading[] = [
  { name: "psi", toOwn: (psi) => kpaPerPsi * psi },
  { name: "psi gauge", toOwn: (psi) => kpaPerPsi * psi + atmosphereKpa },
  { name: "bar", toOwn: (bar) => 100 * bar },
  { name: "bar gauge", toOwn: (bar) => 100 * bar + atmosphereKpa },
  { name: "MPa", toOwn: (mpa) => 1000 * mpa },
  { name: "mbar", toOwn: (mbar) => mbar / 10 },
  { name: "Pa", toOwn: (pa) => pa / 1000 },
];

export const gauge: ForeignReading = { name: "kPa gauge", toOwn: (kpa) => kpa + atmosphereKpa };
export const kelvin: ForeignReading = { name: "kelvin", toOwn: (k) => k - 273.15 };
export const fahrenheit: ForeignReading = { name: "degrees Fahrenheit", toOwn: (f) => (f - 32) / 1.8 };
export const shareOfOne: ForeignReading = { name: "a share of 1", toOwn: (share) => 100 * share };

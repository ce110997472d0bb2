import type { Ledger } from "./plant-api.ts";

/** The ledger while it is being written. */
export type OpenLedger = { -readonly [K in keyof Ledger]: Ledger[K] };

/** Nothing came in, nothing went out. */
export const emptyLedger: Ledger = {
  leakedKg: 0,
  refilledKg: 0,
  madeUpKg: 0,
  drainedKg: 0,
  heatInJ: 0,
  radiatedJ: 0,
  carriedOutJ: 0,
  carriedInJ: 0,
  gasWorkJ: 0,
  gasOutJ: 0,
};

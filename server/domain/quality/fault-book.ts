import { type EpochMs, minutes } from "../../../protocol/time.ts";

/** Faults that people were told of; one place for each channel. */
export interface FaultBookState {
  /** Code of the fault that is told, 0: none. And since when it holds, source time. */
  readonly told: Float64Array;
  readonly sinceMs: Float64Array;
  /** Fault that is seen but not yet told, and since when. */
  readonly seen: Float64Array;
  readonly seenMs: Float64Array;
  /** Since when the channel is heard and well again; `NaN`: it is not. */
  readonly wellMs: Float64Array;
}

/** A fault is told when it lasts, and is over when the channel was heard and well for a while. Silence ends nothing. */
export interface FaultBook {
  /** The `i`-th channel has fault `code` (0: none) now; `waitMs`: how long it must last before it is told. */
  step(i: number, atMs: EpochMs, code: number, waitMs: number): void;
  /** The `i`-th channel says nothing new: neither a fault nor that it is well. */
  unknown(i: number): void;
  /** Some fault is told. */
  readonly any: boolean;
  readonly state: FaultBookState;
}

/** A channel must be well for this long: an alarm that comes and goes is worse than one that stays a little. */
const wellForMs = minutes(5);

export const newFaultBookState = (places: number): FaultBookState => ({
  told: new Float64Array(places),
  sinceMs: new Float64Array(places),
  seen: new Float64Array(places),
  seenMs: new Float64Array(places),
  wellMs: new Float64Array(places).fill(Number.NaN),
});

export function createFaultBook(
  places: number,
  state: FaultBookState = newFaultBookState(places),
): FaultBook {
  const { told, sinceMs, seen, seenMs, wellMs } = state;
  return {
    state,
    step(i, atMs, code, waitMs) {
      if (code !== seen[i]) {
        seen[i] = code;
        seenMs[i] = atMs;
      }
      if (code === 0) {
        if (Number.isNaN(wellMs[i]!)) wellMs[i] = atMs;
        if (told[i] !== 0 && atMs - wellMs[i]! >= wellForMs) told[i] = 0;
        return;
      }
      wellMs[i] = Number.NaN;
      if (told[i] === code || atMs - seenMs[i]! < waitMs) return;
      if (told[i] === 0) sinceMs[i] = seenMs[i]!;
      told[i] = code;
    },
    unknown(i) {
      wellMs[i] = Number.NaN;
    },
    get any() {
      for (let i = 0; i < told.length; i++) if (told[i] !== 0) return true;
      return false;
    },
  };
}

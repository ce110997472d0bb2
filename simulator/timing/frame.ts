import type { EpochMs } from "../../protocol/time.ts";

/** All readings of one loop stamped with one source time. `channels` of the plant's sensors give the order. */
export interface Frame {
  readonly sourceMs: EpochMs;
  /** NaN: nothing reported. */
  readonly values: Float64Array;
  /** Per channel: 1 good, 0 bad, 255 not sent. */
  readonly qualities: Uint8Array;
}

/** What comes out of the link, in order of arrival. */
export type Arrival =
  | { readonly kind: "frame"; readonly arrivesMs: EpochMs; readonly frame: Frame }
  /** Declared by an operator: one point of the operations measurement. */
  | {
      readonly kind: "operation";
      readonly arrivesMs: EpochMs;
      readonly sourceMs: EpochMs;
      readonly operation: string;
    };

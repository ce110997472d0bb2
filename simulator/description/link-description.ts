/** The way from the plant to whoever listens. */
export interface LinkDescription {
  /** From sampling to arrival. */
  readonly delayS: number;
  readonly gaps: readonly GapPattern[];
  /** Keeps what was sampled in a gap and dumps it afterwards; `null`: it is gone. */
  readonly recorder: {
    /** From the end of the gap to the start of the dump. */
    readonly dumpAfterS: number;
    /** Recorded seconds a second. */
    readonly speed: number;
    /** Blocks of so many seconds come in an order of their own; 0 keeps the order. */
    readonly shuffledBlockS: number;
  } | null;
  /** Shares of points, 0..1: sent twice, stamped a second early, and of values: left out. */
  readonly duplicates: number;
  readonly backsteps: number;
  readonly nulls: number;
}

/** Losses of signal that come again and again. Planned ones are published as a calendar beforehand. */
export type GapPattern =
  | { readonly kind: "random"; readonly perHour: number; readonly fromS: number; readonly toS: number }
  | {
      readonly kind: "planned";
      readonly everyS: number;
      readonly firstAfterS: number;
      readonly forS: number;
      /** In the controllers' words: "handover", "zone of exclusion". */
      readonly name: string;
    };

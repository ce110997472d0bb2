import type { DurationMs, EpochMs } from "../../../protocol/time.ts";

/** Grey is normal, one accent leads the eye, and only the abnormal has a colour of its own. */
export type Tone = "accent" | "plain" | "faint" | "abnormal";

/** A line. Times ascend; NaN among the values is a gap that stays open. */
export interface Series {
  /** Empty: not in the legend, for one of many that share a name. */
  readonly label: string;
  readonly tone: Tone;
  readonly atMs: ArrayLike<EpochMs>;
  readonly values: ArrayLike<number>;
}

/** The room between two lines, for an interval of confidence. Either NaN is a gap. */
export interface Band {
  readonly label: string;
  readonly atMs: ArrayLike<EpochMs>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** A level that means something. The panel always reaches as far as its limits. */
export interface Limit {
  /** Empty: not in the legend, for one of many that share a name. */
  readonly label: string;
  readonly value: number;
}

/** One quantity over the time of the plot. */
export interface Panel {
  readonly title: string;
  /** Written behind the title; `null` for a count, which is marked at whole numbers only. */
  readonly unit: string | null;
  /** Later ones lie over earlier ones. */
  readonly series: readonly Series[];
  readonly band: Band | null;
  readonly limits: readonly Limit[];
  /** The value axis never covers less, so that noise of a steady quantity does not fill the panel. */
  readonly minSpan: number;
}

/** Something that happened at once, or lasted. Drawn through all panels. */
export type Mark =
  | { readonly kind: "moment"; readonly atMs: EpochMs; readonly label: string; readonly tone: Tone }
  /** Spans of one label share one entry in the legend. */
  | { readonly kind: "span"; readonly fromMs: EpochMs; readonly toMs: EpochMs; readonly label: string };

/** How the time axis counts: from a moment that has a name, or by the clock. */
export type TimeAxis =
  | { readonly kind: "since"; readonly zeroMs: EpochMs; readonly of: string }
  | { readonly kind: "utc" };

/** Panels one above the other over the same time. */
export interface Plot {
  readonly title: string;
  /** What there is to see, for somebody who cannot see it. */
  readonly description: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly axis: TimeAxis;
  readonly panels: readonly Panel[];
  readonly marks: readonly Mark[];
}

/** Length of the plot; 0 when its ends are not in order or not numbers. */
export const toLengthMs = ({ fromMs, toMs }: Plot): DurationMs =>
  Number.isFinite(toMs - fromMs) ? Math.max(0, toMs - fromMs) : 0;

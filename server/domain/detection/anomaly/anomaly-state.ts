/** All that an anomaly watch remembers: columns with a number per channel, and a few numbers of the whole loop. */
export interface AnomalyState {
  /** 1 or -1: the last value lay far above or below the level and waits for a second one; else 0. */
  readonly wild: Float64Array;
  /** Mean over the last seconds, and the tracked normal level. `NaN` before the first value. */
  readonly fast: Float64Array;
  readonly normal: Float64Array;
  /** Usable time heard so far, seconds; up to the learning time. */
  readonly heardS: Float64Array;
  /** Squares of (fast - normal) added up, and how many, in consecutive parts of the learning time. */
  readonly squares: Float64Array;
  readonly counts: Float64Array;
  /** Largest distance since fast last crossed normal, with its sign; the two largest such distances of the later half. */
  readonly swing: Float64Array;
  readonly largestSwing: Float64Array;
  readonly secondSwing: Float64Array;
  /** Learnt standard deviation of (fast - normal), and the same widened by what the channel does regularly; `NaN` until learnt. */
  readonly deviation: Float64Array;
  readonly scatter: Float64Array;
  /** Suspicion gathered below the threshold, 0 to 1. */
  readonly suspicion: Float64Array;
  /** 1 while the channel is away from normal. */
  readonly away: Float64Array;
  /** How long the channel has not been normal, seconds; its largest score while away, its largest distance since then. */
  readonly overS: Float64Array;
  readonly peakScore: Float64Array;
  readonly peakSize: Float64Array;
  /** Normal level follows quickly for so many more seconds. */
  readonly settlingS: Float64Array;
  /** Largest excursion that went away by itself: its size in the channel's unit and its length, seconds. Both fade. */
  readonly fleetingSize: Float64Array;
  readonly fleetingS: Float64Array;
  /** Level of the present segment; lowest and highest of a level that is finding its rest; 1 while it moves. */
  readonly segment: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly restS: Float64Array;
  readonly moving: Float64Array;
  /** Largest score of any channel at the last step, as a share of the threshold. */
  strength: number;
  active: boolean;
  /** Source times; `NaN` while there is none. */
  sinceMs: number;
  changePointMs: number;
  /** 1 while any channel moves from one level to another. */
  loopMoving: boolean;
  /** The last step brought a change point. */
  changed: boolean;
}

/** Parts of the learning time that are compared with each other, so that one wild part does not set the scatter. */
export const learningParts = 16;

/** A watch of `count` channels that knows nothing yet. */
export function newAnomalyState(count: number): AnomalyState {
  const zeros = (): Float64Array => new Float64Array(count);
  const unknown = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  return {
    wild: zeros(),
    fast: unknown(),
    normal: unknown(),
    heardS: zeros(),
    squares: new Float64Array(count * learningParts),
    counts: new Float64Array(count * learningParts),
    swing: zeros(),
    largestSwing: zeros(),
    secondSwing: zeros(),
    deviation: unknown(),
    scatter: unknown(),
    suspicion: zeros(),
    away: zeros(),
    overS: zeros(),
    peakScore: zeros(),
    peakSize: zeros(),
    settlingS: zeros(),
    fleetingSize: zeros(),
    fleetingS: zeros(),
    segment: unknown(),
    low: zeros(),
    high: zeros(),
    restS: zeros(),
    moving: zeros(),
    strength: 0,
    active: false,
    sinceMs: Number.NaN,
    changePointMs: Number.NaN,
    loopMoving: false,
    changed: false,
  };
}

import { type Operation, operations } from "../../protocol/operation.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { Fork } from "./detector-forks.ts";
import { evaluateBefore } from "./evaluation-pace.ts";
import type { SampleHistory } from "./sample-history.ts";

/** Hears the past of a loop once more, in the order in which its lane handed it on. */
export interface ShadowListener {
  take(i: number, atMs: EpochMs, value: number): void;
  operate(operation: Operation, atMs: EpochMs): void;
  /** It is time for an evaluation; `false`: nothing more is wanted. */
  evaluate(atMs: EpochMs): boolean;
}

/** A detector as it was some minutes ago, and all that its loop has sent since: a place to try what is not so. */
export interface DetectorShadow<D> {
  /** A copy that nobody else has; it knows everything up to `fromMs`. */
  readonly detector: D;
  /** `-Infinity`: it knows nothing yet. */
  readonly fromMs: EpochMs;
  /** The newest evaluation of the lane. */
  readonly toMs: EpochMs;
  /** Tells the past, without a pause; the lane must not go on between making the shadow and this. */
  play(listener: ShadowListener): void;
}

/** Looks at the lane's memory and changes nothing in it. */
export function createDetectorShadow<D extends { fork(): D }>(
  from: Fork<D>,
  toMs: EpochMs,
  everyMs: DurationMs,
  history: Pick<SampleHistory, "retell">,
): DetectorShadow<D> {
  return {
    detector: from.detector.fork(),
    fromMs: from.atMs,
    toMs,
    play(listener) {
      const pace = { nextMs: from.nextMs, heardMs: from.heardMs };
      let wanted = true;
      const evaluate = (atMs: EpochMs): void => {
        if (wanted) wanted = listener.evaluate(atMs);
      };
      history.retell(from.atMs, (place, atMs, value) => {
        evaluateBefore(pace, atMs, everyMs, evaluate);
        if (!wanted) return false;
        if (place >= 0) {
          pace.heardMs = atMs;
          listener.take(place, atMs, value);
        } else listener.operate(operations[-1 - place]!, atMs);
        return true;
      });
    },
  };
}

import type { DurationMs, EpochMs } from "../../../../protocol/time.ts";
import { type AnomalyState, newAnomalyState } from "./anomaly-state.ts";
import { anomalyThreshold } from "./anomaly-threshold.ts";
import { findChangePoint, followSegment } from "./find-change-point.ts";
import { fastS, followNormal, followValue, normalS, suspicionFrom, toStepS } from "./follow-level.ts";
import { judgeChannel } from "./judge-channel.ts";
import { addToLearning, forgetScatter, isLearnt, toDeviation, toRegularSwing } from "./learn-scatter.ts";
import { isStart, isWatched, leastScatter, type WatchedChannel } from "./least-scatter.ts";

export interface AnomalySettings {
  readonly channels: readonly WatchedChannel[];
  /** How long each channel is learnt, of the time in which it had a usable value. */
  readonly learningMs: DurationMs;
  /** Wanted false alarms of the whole loop in a year; sets every threshold. */
  readonly falseAlarmsPerYear: number;
}

/** What a channel says of an anomaly, in its own unit. */
export interface ChannelTestimony {
  /** Its place among the channels of the settings. */
  readonly channel: number;
  readonly before: number;
  readonly now: number;
  /** Standard deviation of `now` about `before` in health. */
  readonly sd: number;
  /** It is away from normal, so that it is part of the anomaly. */
  readonly moved: boolean;
}

/** Watches a loop for anything that is not as usual, whatever its channels measure. */
export interface AnomalyWatch {
  readonly state: AnomalyState;
  /** Score at which a channel counts as away from normal, standard deviations. */
  readonly threshold: number;
  /** A channel is away from its normal level. */
  readonly active: boolean;
  /** When it left it; `NaN` while not active. */
  readonly sinceMs: EpochMs;
  /** Largest score over the threshold; 1 and more is an alarm at once, less when it lasts. */
  readonly strength: number;
  /** The last step brought a change point: a level was left, or a new one found. */
  readonly changed: boolean;
  /** Time of the last change point, `NaN` before the first. */
  readonly changePointMs: EpochMs;
  /** Takes the values that hold at `atMs`, `NaN` where none is usable, `dtS` seconds after the last ones. */
  step(atMs: EpochMs, values: Float64Array, dtS: number): void;
  /** What each channel that is learnt says now; a silent one as it was last heard. */
  testimony(): readonly ChannelTestimony[];
}

/**
 * Level of each channel (mean over some seconds) against a tracked normal level, in units of the scatter that the channel
 * showed while it was learnt. Silence changes nothing: a channel without a value keeps its state.
 */
export function createAnomalyWatch(
  settings: AnomalySettings,
  state: AnomalyState = newAnomalyState(settings.channels.length),
): AnomalyWatch {
  const { channels } = settings;
  const learningS = settings.learningMs / 1000;
  const watched = Uint8Array.from(channels, (channel) => (isWatched(channel) ? 1 : 0));
  const count = watched.reduce((sum, one) => sum + one, 0);
  // A mean over some seconds is new after about twice its averaging time.
  const threshold = anomalyThreshold(settings.falseAlarmsPerYear, 2 * fastS, count);

  /** The first minute only finds the level; what follows shows the scatter. A start or a stop begins anew. */
  const learn = (c: number, stepS: number): void => {
    const { heardS, fast, normal, deviation, scatter, settlingS } = state;
    const away = fast[c]! - normal[c]!;
    heardS[c]! += stepS;
    if (isStart(channels[c]!, away, Math.max(Math.abs(fast[c]!), Math.abs(normal[c]!)))) {
      forgetScatter(state, c);
      settlingS[c] = normalS;
    } else if (heardS[c]! > normalS && settlingS[c]! <= 0) addToLearning(state, c, away, learningS);
    followNormal(state, c, 0, stepS);
    if (!isLearnt(state, c, learningS)) return;
    const least = leastScatter(channels[c]!, normal[c]!);
    deviation[c] = Math.hypot(toDeviation(state, c), least);
    // What the channel does regularly shall not raise suspicion.
    scatter[c] = Math.max(
      deviation[c]!,
      Math.hypot(toRegularSwing(state, c) / (suspicionFrom * threshold), least),
    );
    if (scatter[c]! > 0) return;
    // A channel that rests on nought has neither scatter nor level: there is nothing to compare with yet.
    scatter[c] = Number.NaN;
    heardS[c] = 0;
    forgetScatter(state, c);
  };

  const watch = (c: number, stepS: number): void => {
    const share = Math.abs(state.fast[c]! - state.normal[c]!) / (state.scatter[c]! * threshold);
    if (share > state.strength) state.strength = share;
    judgeChannel(state, c, share, stepS);
    followNormal(state, c, share, stepS);
    followSegment(state, c, threshold, stepS);
  };

  return {
    state,
    threshold,
    get active() {
      return state.active;
    },
    get sinceMs() {
      return state.sinceMs;
    },
    get strength() {
      return state.strength;
    },
    get changed() {
      return state.changed;
    },
    get changePointMs() {
      return state.changePointMs;
    },
    step(atMs, values, dtS) {
      const stepS = toStepS(dtS);
      let active = false;
      let overS = 0;
      state.strength = 0;
      for (let c = 0; c < watched.length; c++) {
        const value = values[c]!;
        if (watched[c] === 1 && !Number.isNaN(value)) {
          followValue(state, c, value, stepS);
          if (Number.isNaN(state.scatter[c]!)) learn(c, stepS);
          else watch(c, stepS);
        }
        if (state.away[c] === 1) {
          active = true;
          if (state.overS[c]! > overS) overS = state.overS[c]!;
        }
      }
      findChangePoint(state, atMs);
      if (active && !state.active) state.sinceMs = atMs - (overS - stepS) * 1000;
      if (!active) state.sinceMs = Number.NaN;
      state.active = active;
    },
    testimony() {
      const all: ChannelTestimony[] = [];
      for (let c = 0; c < channels.length; c++) {
        if (Number.isNaN(state.scatter[c]!)) continue;
        all.push({
          channel: c,
          before: state.normal[c]!,
          now: state.fast[c]!,
          sd: state.scatter[c]!,
          moved: state.away[c] === 1,
        });
      }
      return all;
    },
  };
}

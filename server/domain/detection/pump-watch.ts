import type { Channel, Loop } from "../loop/loop.ts";
import { createPumpSignal, newSignalState, type PumpSignal, type SignalState } from "./pump-signal.ts";

/** Follows all that tells what the pump does: flow, speed, power, current, and the head between two pressures. */
export interface PumpWatch {
  /** `values`: the loop's channels now, `NaN` where unusable; `headKpa`: pump outlet above the reference, `NaN` when not told. */
  step(atS: number, values: Float64Array, headKpa: number, dtS: number): void;
  /** Since when the earliest signal that stands elsewhere than usual does so, epoch seconds; `NaN` when none does. */
  changedS(): number;
  /** True when hardly any flow is left (or speed, where flow is not told). */
  stopped(): boolean;
  /** What changed, in words of its channel. */
  changes(): readonly PumpSignalChange[];
  /** Flow as it was before and is now, `NaN` where the loop does not measure it. */
  readonly flow: { readonly channel: Channel; readonly usual: number; readonly now: number } | null;
  /** Only the difference of two pressures tells of the pump: a loss that one of them misses moves it, too. */
  readonly onlyHead: boolean;
  readonly state: PumpState;
}

/** One signal that stands elsewhere than usual. */
export interface PumpSignalChange {
  /** `null`: the head. */
  readonly channel: Channel | null;
  readonly before: number;
  readonly now: number;
}

export interface PumpState {
  readonly signals: SignalState[];
}

/** Less of what was learnt than this share is no flow any more. */
const stoppedShare = 0.2;

const pumpRoles: ReadonlySet<string> = new Set(["flow", "pump-speed", "pump-power"]);

/** One signal for each channel of flow, speed and power, and one for the head. */
export function createPumpWatch(loop: Loop, saved?: PumpState): PumpWatch {
  const places = loop.channels.flatMap(({ role }, i) => (pumpRoles.has(role) ? [i] : []));
  const state: PumpState = saved ?? { signals: [...places, -1].map(() => newSignalState()) };
  const signals: readonly PumpSignal[] = state.signals.map((signal) => createPumpSignal(signal));
  const head = signals[places.length]!;
  const flowAt = places.findIndex((i) => loop.channels[i]!.role === "flow");
  const speedAt = places.findIndex((i) => loop.channels[i]!.role === "pump-speed");
  const tellsStop = flowAt >= 0 ? flowAt : speedAt;
  const flow =
    flowAt < 0
      ? null
      : {
          channel: loop.channels[places[flowAt]!]!,
          get usual() {
            return signals[flowAt]!.usual;
          },
          get now() {
            return signals[flowAt]!.fast;
          },
        };

  return {
    state,
    onlyHead: places.length === 0,
    flow,
    step(atS, values, headKpa, dtS) {
      for (let k = 0; k < places.length; k++) {
        const value = values[places[k]!]!;
        if (!Number.isNaN(value)) signals[k]!.step(atS, value, dtS);
      }
      if (!Number.isNaN(headKpa)) head.step(atS, headKpa, dtS);
    },
    changedS() {
      let first = Number.NaN;
      // The head alone may be a sensor that failed; it speaks only where nothing else does.
      for (let k = 0; k < (places.length > 0 ? places.length : signals.length); k++) {
        const { changedS } = signals[k]!;
        if (!Number.isNaN(changedS) && !(changedS >= first)) first = changedS;
      }
      return first;
    },
    stopped() {
      if (tellsStop < 0) return false;
      const { fast, learnt } = signals[tellsStop]!;
      return Math.abs(fast) < stoppedShare * Math.abs(learnt);
    },
    changes: () =>
      signals.flatMap((signal, k) =>
        Number.isNaN(signal.changedS)
          ? []
          : [{ channel: loop.channels[places[k] ?? -1] ?? null, before: signal.before, now: signal.fast }],
      ),
  };
}

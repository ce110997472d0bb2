import type { ChannelRole } from "../../../../protocol/telemetry.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { Loop } from "../../loop/loop.ts";

/** Roles that tell whether the pump runs, the best first: a closed valve stops the flow and not the pump. */
export const pumpModeRoles = [
  "pump-speed",
  "pump-power",
  "current",
  "flow",
] as const satisfies readonly ChannelRole[];

/** Less than this share of what a running pump shows is a pump that stands. */
const standsShare = 0.2;

/** Readings that scatter around nought are a pump that stands: the mean must be beyond this many usual steps between them. */
const steps = 2;

/** A step counts as at most this many usual ones and this share of the reading: a wild one is no scatter. */
const mostSteps = 4;
const mostShare = 0.05;

/** The first steps are taken as they are: nothing is usual yet. */
const firstSteps = 30;

/** Averaging times, seconds: the reading now; its scatter, and what a running pump shows; and how long that is remembered. */
const nowS = 3;
const learningS = 60;
const memoryS = 86_400;

/** Evaluations farther apart say nothing of the scatter between them, seconds. */
const longestStepS = 10;

/** What is known of each telling channel; plain JSON. Numbers say nothing while `atS` is 0. */
export interface PumpModeState {
  readonly channels: PumpSignState[];
}

interface PumpSignState {
  atS: number;
  last: number;
  now: number;
  /** Mean size of the difference between readings in a row: slow changes are no scatter. */
  scatter: number;
  /** Steps that it was learnt from, counted up to `firstSteps`. */
  taken: number;
  /** The size of the reading while the pump runs. */
  running: number;
}

/** Tells whether a loop's pump runs, for limits that hold in one mode only. */
export interface PumpMode {
  /** `usable(i)`: value of the `i`-th channel, `NaN` where none is. `null`: no sensor can tell. */
  step(atMs: EpochMs, usable: (i: number) => number): boolean | null;
  readonly state: PumpModeState;
}

/**
 * A range says nothing of where a pump stands: it is wide where nobody configured it. So it is learnt what running looks
 * like; what is heard first counts as running, as long as it is more than scatter around nought.
 */
export function createPumpMode(loop: Loop, saved?: PumpModeState): PumpMode {
  const places = pumpModeRoles.flatMap((role) =>
    loop.channels.flatMap((channel, i) => (channel.role === role ? [i] : [])),
  );
  const isAsked = loop.channels.some(({ limits = [] }) => limits.some(({ only }) => only !== null));
  const state: PumpModeState =
    saved?.channels.length === places.length ? saved : { channels: places.map(newSignState) };

  return {
    state,
    step(atMs, usable) {
      if (!isAsked) return null;
      let runs: boolean | null = null;
      for (let k = 0; k < places.length; k++) {
        const value = usable(places[k]!);
        if (Number.isNaN(value)) continue;
        const told = follow(state.channels[k]!, atMs / 1000, value, loop.channels[places[k]!]!.step);
        runs ??= told;
      }
      return runs;
    },
  };
}

const newSignState = (): PumpSignState => ({ atS: 0, last: 0, now: 0, scatter: 0, taken: 0, running: 0 });

const weight = (dtS: number, timeS: number): number => 1 - Math.exp(-dtS / timeS);

/** Takes a reading in and says whether it is that of a running pump. */
function follow(sign: PumpSignState, atS: number, value: number, step: number): boolean {
  const dtS = atS - sign.atS;
  const isFirst = sign.atS === 0;
  if (isFirst || dtS > longestStepS) sign.now = value;
  else {
    sign.now += (value - sign.now) * weight(dtS, nowS);
    sign.taken = Math.min(firstSteps, sign.taken + 1);
    const most =
      sign.taken < firstSteps
        ? Number.POSITIVE_INFINITY
        : mostSteps * sign.scatter + mostShare * Math.abs(sign.now);
    const moved = Math.min(Math.abs(value - sign.last), most);
    sign.scatter +=
      (moved - sign.scatter) * (sign.taken < firstSteps ? 1 / sign.taken : weight(dtS, learningS));
  }
  sign.atS = atS;
  sign.last = value;
  const size = Math.abs(sign.now);
  if (isFirst) sign.running = size;
  const runs = size > standsShare * sign.running && size > step && size > steps * sign.scatter;
  // One wild reading must not make every later one look like rest; and a pump that was throttled for good runs all the same.
  if (size > sign.running)
    sign.running += (size - sign.running) * weight(Math.min(dtS, longestStepS), learningS);
  else if (runs) sign.running += (size - sign.running) * weight(Math.min(dtS, longestStepS), memoryS);
  return runs;
}

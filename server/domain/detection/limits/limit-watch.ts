import type { EpochMs } from "../../../../protocol/time.ts";
import type { Finding } from "../../alarm/alarm.ts";
import type { Loop } from "../../loop/loop.ts";
import { describeEnd, describeOtherMode, describePassed, type LimitCase } from "./describe-limit.ts";
import { type PlacedLimit, placeLimits } from "./limit-parts.ts";
import { createSlopeRing, newSlopeRingState, type SlopeRing, type SlopeRingState } from "./slope-ring.ts";

/** What is known of a limit at an evaluation. `unknown`: nothing usable is heard, which ends nothing. */
export type LimitSaid =
  | { readonly kind: "found"; readonly finding: Finding }
  | { readonly kind: "gone"; readonly reason: string }
  | { readonly kind: "unknown" };

/** Watches the plain limits of one loop, in source time. */
export interface LimitWatch {
  /**
   * `usable(i)`: the value of the loop's `i`-th channel now, `NaN` where none is usable. `pumpRuns`: `null` while nobody
   * can tell.
   */
  evaluate(atMs: EpochMs, usable: (i: number) => number, pumpRuns: boolean | null): void;
  /** Tells of every limit as the last evaluation left it. */
  report(atMs: EpochMs, tell: (part: string, said: LimitSaid) => void): void;
  /** A number that changes whenever something else is to be said of a limit. */
  readonly standing: number;
  readonly state: LimitWatchState;
}

/** All that is known, plain JSON. A record in it whose limit is configured no longer is not looked at. */
export interface LimitWatchState {
  readonly limits: Record<string, LimitState>;
  changes: number;
}

/** One limit. Numbers say nothing where the flags say that nothing is known. */
export interface LimitState {
  seen: "nothing" | "value" | "other mode";
  /** Passed, and not back inside by the deadband as far as is known. */
  passed: boolean;
  /** The value, or its rate a minute, at the last evaluation that had one. */
  now: number;
  /** While passed: the first evaluation beyond the limit, and the value or rate that was farthest beyond. */
  sinceMs: EpochMs;
  worst: number;
  /** Of limits of rates. */
  readonly ring: SlopeRingState | null;
}

/** What has limits: a loop, or a series of its own as its only channel. */
type Limited = Pick<Loop, "channels">;

interface Watched {
  readonly placed: PlacedLimit;
  readonly state: LimitState;
  readonly ring: SlopeRing | null;
  /** Limits from above count as they are, those from below with the sign turned: then more is always worse. */
  readonly sign: 1 | -1;
  readonly edge: number;
  /** Channels that measure the same at the same place. */
  readonly neighbours: readonly number[];
}

const newLimitState = (ofRate: boolean): LimitState => ({
  seen: "nothing",
  passed: false,
  now: 0,
  sinceMs: 0,
  worst: 0,
  ring: ofRate ? newSlopeRingState() : null,
});

/** `saved`: what was known; the watch goes on from there and keeps the record as its own. */
export function createLimitWatch(loop: Limited, saved?: LimitWatchState): LimitWatch {
  const state: LimitWatchState = saved ?? { limits: {}, changes: 0 };
  const watched = placeLimits(loop).map((placed) => toWatched(loop, placed, state));
  const heard = [...new Set(watched.flatMap(({ neighbours }) => neighbours))];
  const readings = new Float64Array(loop.channels.length).fill(Number.NaN);

  return {
    state,
    get standing() {
      return state.changes;
    },
    evaluate(atMs, usable, pumpRuns) {
      for (const i of heard) readings[i] = usable(i);
      for (const one of watched) {
        const { seen, passed } = one.state;
        stepLimit(one, atMs, usable(one.placed.place), pumpRuns);
        if (one.state.seen !== seen || one.state.passed !== passed) state.changes += 1;
      }
    },
    report(atMs, tell) {
      for (const one of watched) tell(one.placed.part, say(one, atMs, loop, readings));
    },
  };
}

function toWatched(loop: Limited, placed: PlacedLimit, { limits }: LimitWatchState): Watched {
  const { limit, channel, place, part } = placed;
  const ofRate = limit.kind === "rising" || limit.kind === "falling";
  const known = limits[part];
  // A limit of the same name may have become one of another kind since the state was kept.
  const state = known !== undefined && (known.ring !== null) === ofRate ? known : newLimitState(ofRate);
  limits[part] = state;
  const sign = limit.kind === "above" || limit.kind === "rising" ? 1 : -1;
  return {
    placed,
    state,
    ring: state.ring === null ? null : createSlopeRing(state.ring),
    sign,
    edge: limit.kind === "below" ? -limit.value : limit.value,
    neighbours: ofRate
      ? []
      : loop.channels.flatMap((other, i) =>
          i !== place &&
          other.role === channel.role &&
          other.unit === channel.unit &&
          other.position !== null &&
          other.position === channel.position
            ? [i]
            : [],
        ),
  };
}

/** Takes one evaluation in. No allocation: this runs for every limit once a second. */
function stepLimit(one: Watched, atMs: EpochMs, value: number, pumpRuns: boolean | null): void {
  const { state, ring, placed } = one;
  const { only } = placed.limit;
  if (only !== null && pumpRuns !== null && pumpRuns !== (only === "running")) {
    state.seen = "other mode";
    state.passed = false;
    // A pump that starts or stops moves everything: that rate belongs to neither state.
    ring?.clear();
    return;
  }
  if (Number.isNaN(value) || (only !== null && pumpRuns === null)) {
    state.seen = "nothing";
    ring?.miss();
    return;
  }
  ring?.take(atMs, value);
  if (ring !== null && !ring.known) {
    state.seen = "nothing";
    return;
  }
  state.seen = "value";
  state.now = ring === null ? value : ring.slope;
  judge(one, atMs);
}

function judge({ state, sign, edge, placed }: Watched, atMs: EpochMs): void {
  const level = sign * state.now;
  if (!state.passed) {
    if (!(level > edge)) return;
    state.passed = true;
    state.sinceMs = atMs;
    state.worst = state.now;
  } else if (level <= edge - placed.limit.deadband) state.passed = false;
  else if (level > sign * state.worst) state.worst = state.now;
}

function say(one: Watched, atMs: EpochMs, loop: Limited, readings: Float64Array): LimitSaid {
  const { state, placed, sign, edge } = one;
  const { channel, limit } = placed;
  if (state.seen === "other mode") return { kind: "gone", reason: describeOtherMode(limit) };
  if (state.seen === "nothing") return { kind: "unknown" };
  const known: LimitCase = {
    channel,
    limit,
    atMs,
    now: state.now,
    worst: state.worst,
    sinceMs: state.sinceMs,
    isBeyond: sign * state.now > edge,
    neighbours: one.neighbours
      .filter((i) => !Number.isNaN(readings[i]))
      .map((i) => ({
        name: loop.channels[i]!.name,
        reading: readings[i]!,
        isBeyond: sign * readings[i]! > edge,
      })),
  };
  return state.passed
    ? { kind: "found", finding: describePassed(known) }
    : { kind: "gone", reason: describeEnd(known) };
}

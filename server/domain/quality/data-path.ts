import type { ChannelRole } from "../../../protocol/telemetry.ts";
import { type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";

/** Jumps of the channels of each box (controller, gateway: what fails together). */
export interface DataPathState {
  /** Newest value of each channel, its value before its newest jump (`NaN`: none), the jump, when, and 1 if no loop can. */
  readonly last: Float64Array;
  readonly before: Float64Array;
  readonly jump: Float64Array;
  readonly jumpMs: Float64Array;
  readonly impossible: Float64Array;
  /** 1: came back from the jump. */
  readonly returned: Float64Array;
  /** Source time since when each box is not to be believed; `NaN`: it is. And since when its channels are back. */
  readonly faultMs: Float64Array;
  readonly backMs: Float64Array;
  /** Channels that jumped when the box was last found at fault. */
  readonly jumped: Float64Array;
}

/** Finds a box whose channels jump together as no loop can, while the channels of other boxes do not. */
export interface DataPath {
  /** Box names in the order of the state's columns, and the place of each channel's box (-1: none was named). */
  readonly boxes: readonly string[];
  readonly boxOf: readonly number[];
  /** Takes a raw sample; `dtMs` since the one before (`NaN` after a gap), `usual`: scatter of its differences. */
  hear(i: number, value: number, timing: JumpTiming): void;
  evaluate(atMs: EpochMs): void;
  /** The `i`-th channel must not be believed. */
  blocks(i: number): boolean;
  readonly state: DataPathState;
}

/** How to judge one difference. One record is filled for every sample. */
export interface JumpTiming {
  atMs: EpochMs;
  dtMs: number;
  usual: number;
}

/** Jumps of one box that are this close together are one event. */
const togetherMs = seconds(2);

/** A jump is this many usual differences, */
const usualDifferences = 12;
/** and this share of the reading (pressures and what flows), */
const jumpShare = 0.02;
const flowShare = 0.05;
/** or, of a temperature in K and a quantity in points, this much, and this much more for each second between samples. */
const jumpK = 1.5;
const jumpKPerS = 0.5;
const jumpPct = 2;
const jumpPctPerS = 0.5;

/** At least so many channels must jump, and so many of them as no loop can where only two do. */
const leastJumps = 3;
const leastImpossible = 2;

/** Without a channel outside the box only this many impossible jumps speak for themselves. */
const impossibleAlone = 3;

/** A channel is back when it is this near to where it was before, as a share of its jump. */
const backShare = 0.4;

/** The box is believed again when all its channels were back for this long. */
const settledMs = seconds(10);

/** A channel that stood off for this long, while most of its box came back, no longer holds the others. */
const strayAfterMs = minutes(10);

/** What may jump; a switch, a rope, a counter and a vibration jump as they like. */
const jumpingRoles: readonly ChannelRole[] = ["pressure", "temperature", "flow", "quantity"];

export const newDataPathState = (places: number, boxes: number): DataPathState => ({
  last: new Float64Array(places).fill(Number.NaN),
  before: new Float64Array(places).fill(Number.NaN),
  jump: new Float64Array(places),
  jumpMs: new Float64Array(places).fill(Number.NEGATIVE_INFINITY),
  impossible: new Float64Array(places),
  returned: new Float64Array(places),
  faultMs: new Float64Array(boxes).fill(Number.NaN),
  backMs: new Float64Array(boxes).fill(Number.NaN),
  jumped: new Float64Array(places),
});

/** Names of the boxes of these channels, each once. */
export const boxesOf = (channels: readonly Channel[]): readonly string[] => [
  ...new Set(channels.flatMap(({ box }) => (box === null ? [] : [box]))),
];

export function createDataPath(
  channels: readonly Channel[],
  state: DataPathState = newDataPathState(channels.length, boxesOf(channels).length),
): DataPath {
  const boxes = boxesOf(channels);
  const boxOf = channels.map(({ box }) => (box === null ? -1 : boxes.indexOf(box)));
  const jumping = channels.map(({ role }) => jumpingRoles.includes(role));
  const { last, before, jump, jumpMs, impossible, returned, faultMs, backMs, jumped } = state;

  const leastJump = (role: ChannelRole, from: number, dtS: number): number => {
    if (role === "temperature") return jumpK + jumpKPerS * dtS;
    if (role === "quantity") return jumpPct + jumpPctPerS * dtS;
    return (role === "flow" ? flowShare : jumpShare) * Math.abs(from);
  };

  /** Coolant cannot change its temperature at once, nor come from nowhere. It can go at once: a fall proves nothing. */
  const isImpossible = ({ role, position }: Channel, off: number): boolean =>
    role === "temperature" ||
    (off > 0 && (role === "quantity" || (role === "pressure" && position === "accumulator")));

  const recent = (i: number, atMs: EpochMs): boolean => atMs - jumpMs[i]! <= togetherMs + seconds(1);

  const look = (b: number, atMs: EpochMs): void => {
    let jumps = 0;
    let wild = 0;
    let inside = 0;
    let outside = 0;
    let outsideJumps = 0;
    for (let i = 0; i < channels.length; i++) {
      if (!jumping[i]! || Number.isNaN(last[i]!)) continue;
      const did = recent(i, atMs);
      if (boxOf[i] !== b) {
        outside += 1;
        if (did) outsideJumps += 1;
      } else {
        inside += 1;
        if (did) jumps += 1;
        if (did && impossible[i] === 1) wild += 1;
      }
    }
    if (outsideJumps > 0 || jumps * 2 < inside) return;
    const enough =
      outside > 0 ? wild >= leastImpossible || (wild >= 1 && jumps >= leastJumps) : wild >= impossibleAlone;
    if (enough) begin(b, atMs);
  };

  const begin = (b: number, atMs: EpochMs): void => {
    let firstMs = atMs;
    for (let i = 0; i < channels.length; i++) {
      if (boxOf[i] !== b) continue;
      jumped[i] = jumping[i]! && recent(i, atMs) ? 1 : 0;
      returned[i] = 0;
      if (jumped[i] === 1) firstMs = Math.min(firstMs, jumpMs[i]!);
    }
    faultMs[b] = firstMs;
    backMs[b] = Number.NaN;
  };

  const follow = (b: number, atMs: EpochMs): void => {
    let away = 0;
    let back = 0;
    for (let i = 0; i < channels.length; i++) {
      if (boxOf[i] !== b || jumped[i] === 0) continue;
      if (returned[i] === 1) back += 1;
      else away += 1;
    }
    // One that stays off has a fault of its own and is left to it; it must not hold the whole box for ever.
    const strayed = back > away && atMs - faultMs[b]! > strayAfterMs;
    if (away > 0 && !strayed) backMs[b] = Number.NaN;
    else if (Number.isNaN(backMs[b]!)) backMs[b] = atMs;
    else if (atMs - backMs[b]! >= settledMs) faultMs[b] = Number.NaN;
  };

  return {
    boxes,
    boxOf,
    state,
    hear(i, value, { atMs, dtMs, usual }) {
      const from = last[i]!;
      last[i] = value;
      if (!jumping[i]! || boxOf[i]! < 0) return noteJump(i, value - from, { atMs, dtMs, usual });
      if (!Number.isNaN(faultMs[boxOf[i]!]!)) {
        if (jumped[i] === 1)
          returned[i] = Math.abs(value - before[i]!) <= backShare * Math.abs(jump[i]!) ? 1 : 0;
        return;
      }
      noteJump(i, value - from, { atMs, dtMs, usual });
    },
    evaluate(atMs) {
      for (let b = 0; b < boxes.length; b++) {
        if (Number.isNaN(faultMs[b]!)) look(b, atMs);
        else follow(b, atMs);
      }
    },
    blocks: (i) => boxOf[i]! >= 0 && !Number.isNaN(faultMs[boxOf[i]!]!),
  };

  function noteJump(i: number, off: number, { atMs, dtMs, usual }: JumpTiming): void {
    if (!jumping[i]! || Number.isNaN(dtMs + off)) return;
    const channel = channels[i]!;
    const from = last[i]! - off;
    const least = leastJump(channel.role, from, dtMs / 1000);
    if (Math.abs(off) < Math.max(least, usualDifferences * usual)) return;
    before[i] = from;
    jump[i] = off;
    jumpMs[i] = atMs;
    impossible[i] = isImpossible(channel, off) ? 1 : 0;
  }
}

import type { LinkDescription } from "../../../simulator/description/link-description.ts";
import { createLink, type Link } from "../../../simulator/link/create-link.ts";
import type { TimedLinkEvent } from "../../../simulator/link/gap-schedule.ts";
import type { Arrival, Frame } from "../../../simulator/timing/frame.ts";

/** Epoch seconds at which the tests' links begin. */
export const startS = 1_700_000_000;

/** A link without losses and without delay. */
export const clear: LinkDescription = {
  delayS: 0,
  gaps: [],
  recorder: null,
  duplicates: 0,
  backsteps: 0,
  nulls: 0,
};

/** What a test says of its link; the rest is clear. Two channels, "a" and "b". */
export interface Setting {
  readonly link?: Partial<LinkDescription>;
  readonly seed?: number;
  readonly events?: readonly TimedLinkEvent[];
  readonly eventS?: number | null;
}

export const linkOf = ({ link, seed = 1, events = [], eventS = startS }: Setting): Link =>
  createLink({ link: { ...clear, ...link }, channels: ["a", "b"], seed, events, startS, eventS });

/** What is sampled at a second: "a" counts the seconds since the start, "b" stands at 50. */
export const frameAt = (atS: number): Frame => ({
  sourceMs: atS * 1000,
  values: Float64Array.of(atS - startS, 50),
  qualities: Uint8Array.of(1, 255),
});

/** Pushes a frame a second, from the start, and takes all that comes. */
export function runSeconds(link: Link, count: number): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  for (let i = 0; i < count; i++) {
    link.push(startS + i, frameAt(startS + i));
    for (const arrival of link.takeUntil((startS + i) * 1000)) arrivals.push(arrival);
  }
  return arrivals;
}

/** A gap of a story. */
export const gapOf = (atS: number, forS: number | null, planned = false): TimedLinkEvent => ({
  kind: "gap",
  name: "zone of exclusion",
  planned,
  atS,
  forS,
});

/** The second, counted from the start, in which each frame was sampled, in order of arrival. */
export const sampledSeconds = (arrivals: readonly Arrival[]): readonly number[] =>
  arrivals.flatMap((arrival) => (arrival.kind === "frame" ? [arrival.frame.values[0] ?? Number.NaN] : []));

/** Seconds since the start at which each arrival came. */
export const arrivalSeconds = (arrivals: readonly Arrival[]): readonly number[] =>
  arrivals.map(({ arrivesMs }) => arrivesMs / 1000 - startS);

/** From 0 up to `count`, less one. */
export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

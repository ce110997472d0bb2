import { seconds } from "../../../../protocol/time.ts";
import {
  createLimitWatch,
  type LimitSaid,
  type LimitWatch,
  type LimitWatchState,
} from "../../../../server/domain/detection/limits/limit-watch.ts";
import type { Channel, Limit, Loop } from "../../../../server/domain/loop/loop.ts";
import { toChannel, toLoop } from "../../../support/builders.ts";

/** A limit that says what the test gives; the rest is a caution below 95 kPa without delays. */
export const toLimit = (given: Partial<Limit> = {}): Limit => ({
  name: "low",
  kind: "below",
  value: 95,
  severity: "caution",
  deadband: 0,
  onDelayMs: 0,
  offDelayMs: 0,
  only: null,
  ...given,
});

/** A loop whose first channel, the suction pressure, has these limits. */
export const loopWith = (limits: readonly Limit[], others: readonly Channel[] = []): Loop =>
  toLoop({
    channels: [
      toChannel({ id: "suction", name: "Suction pressure", position: "accumulator", limits }),
      ...others,
    ],
  });

export const startMs = 1_671_065_100_000;

/** What a limit said: `found` with its headline, `gone` with its reason, or `unknown`. */
export const toText = (said: LimitSaid): string => {
  if (said.kind === "found") return `found: ${said.finding.headline}`;
  return said.kind === "gone" ? `gone: ${said.reason}` : "unknown";
};

/** Plays values, one a second; `null`: none usable. Says what the one limit said after each. */
export function play(
  loop: Loop,
  values: readonly (number | null)[],
  options: {
    readonly pump?: (second: number) => boolean | null;
    readonly saved?: LimitWatchState;
    readonly fromS?: number;
  } = {},
): { readonly said: readonly LimitSaid[]; readonly watch: LimitWatch } {
  const watch = createLimitWatch(loop, options.saved);
  const said: LimitSaid[] = [];
  values.forEach((value, i) => {
    const second = (options.fromS ?? 0) + i;
    const atMs = startMs + seconds(second);
    watch.evaluate(
      atMs,
      (place) => (place === 0 ? (value ?? Number.NaN) : Number.NaN),
      options.pump?.(second) ?? null,
    );
    watch.report(atMs, (_part, one) => void said.push(one));
  });
  return { said, watch };
}

/** A value each second from a start, changing by so much a minute. */
export const ramp = (from: number, perMinute: number, lengthS: number): readonly number[] =>
  Array.from({ length: lengthS }, (_, i) => from + (perMinute / 60) * i);

/** The first letters of what was said: `g`one, `f`ound, `u`nknown. */
export const kindsOf = (said: readonly LimitSaid[]): string => said.map(({ kind }) => kind[0]).join("");

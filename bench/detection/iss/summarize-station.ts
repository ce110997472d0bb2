import { toQuantile } from "../simulated/quantiles.ts";
import type { StationLeak, StationResult } from "./play-station.ts";

/** What is wanted of a leak of one size. */
export interface Target {
  readonly by: StationResult["by"];
  readonly size: number;
  readonly withinS: number;
}

/** Slow leaks by quantity within three hours, faster ones by pressure within an orbit. */
export const targets: readonly Target[] = [
  { by: "quantity", size: 0.2, withinS: 3 * 3600 },
  { by: "quantity", size: 1, withinS: 3 * 3600 },
  { by: "pressure", size: 1, withinS: 93 * 60 },
];

/** Delays of some leaks, seconds; one that was not found is infinite. */
export interface StationDelays {
  readonly leaks: number;
  readonly found: number;
  readonly delayS: readonly [least: number | null, p50: number | null, most: number | null];
}

function toDelays(leaks: readonly StationLeak[]): StationDelays {
  const delays = leaks.map(({ foundS }) => foundS ?? Number.POSITIVE_INFINITY);
  return {
    leaks: leaks.length,
    found: delays.filter(Number.isFinite).length,
    delayS: [toQuantile(delays, 0), toQuantile(delays, 0.5), toQuantile(delays, 1)],
  };
}

/** All figures from the station's day. */
export function summarizeStation(results: readonly StationResult[]) {
  const sizes = results.flatMap(({ loopId, by, leaks }) =>
    [...new Set(leaks.map(({ size }) => size))].map((size) => ({
      loopId,
      by,
      size,
      ...toDelays(leaks.filter((leak) => leak.size === size)),
    })),
  );
  const kinds = (["pressure", "quantity"] as const).flatMap((by) => {
    const leaks = results.filter((one) => one.by === by).flatMap((one) => one.leaks);
    return [...new Set(leaks.map(({ size }) => size))].map((size) => ({
      by,
      size,
      ...toDelays(leaks.filter((leak) => leak.size === size)),
    }));
  });
  const calls = results.flatMap((one) => one.calls.map((call) => ({ loopId: one.loopId, ...call })));
  return {
    loopHours: results.reduce((sum, one) => sum + one.hours, 0),
    watchedHours: results.reduce((sum, one) => sum + Math.max(0, one.hours - one.learntH), 0),
    calls,
    falseLeaks: calls.filter(({ verdict }) => verdict === "leak").length,
    targets: targets.map((target) => {
      const leaks = results
        .filter(({ by }) => by === target.by)
        .flatMap((one) => one.leaks)
        .filter(({ size }) => size === target.size);
      const met = leaks.filter(({ foundS }) => foundS !== null && foundS <= target.withinS).length;
      return { ...target, leaks: leaks.length, met };
    }),
    kinds,
    sizes,
  };
}

export type StationSummary = ReturnType<typeof summarizeStation>;

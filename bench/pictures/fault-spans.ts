import type { EpochMs } from "../../protocol/time.ts";
import type { FaultTarget, ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import type { SensorDescription } from "../../simulator/description/sensor-description.ts";
import type { DrawnSeries } from "./buckets.ts";

/** From when to when something is so. */
interface Span {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

const isHit = (target: FaultTarget, { channel, box }: SensorDescription): boolean =>
  "box" in target ? target.box === box : target.channels.includes(channel);

/** When the faults of a story hit a sensor. */
export const toFaultSpans = (
  { events }: ScenarioDescription,
  sensor: SensorDescription,
  eventMs: EpochMs,
): readonly Span[] =>
  events.flatMap((event) => {
    if (event.kind !== "sensor fault" || !isHit(event.target, sensor)) return [];
    const fromMs = eventMs + event.atS * 1000;
    return [{ fromMs, toMs: event.forS === null ? Number.POSITIVE_INFINITY : fromMs + event.forS * 1000 }];
  });

/** A series in two, each with gaps where the other one is; `null` for a part without a value. */
export function splitAtFaults(
  { atMs, values }: DrawnSeries,
  spans: readonly Span[],
): { readonly sound: DrawnSeries | null; readonly broken: DrawnSeries | null } {
  const isBroken = (at: EpochMs): boolean => spans.some(({ fromMs, toMs }) => at >= fromMs && at <= toMs);
  const toPart = (wanted: boolean): DrawnSeries | null => {
    const own = values.map((value, i) => (isBroken(atMs[i] ?? Number.NaN) === wanted ? value : Number.NaN));
    return own.some(Number.isFinite) ? { atMs, values: own } : null;
  };
  return { sound: toPart(false), broken: toPart(true) };
}

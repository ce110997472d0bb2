import type { Severity } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import { days, hours } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";

/** 95 % point of the standard normal distribution. */
const z95 = 1.645;

/**
 * Time until `spareL` litres are gone at a rate of `lossLPerS` ± `sdLPerS`: quantiles of spare / q with q normal.
 * The late quantile is `null` when the rate may be zero.
 */
export function toTimeLeft(spareL: number, lossLPerS: number, sdLPerS: number): TimeLeft {
  if (spareL <= 0) return { p05Ms: 0, p50Ms: 0, p95Ms: 0 };
  const span = (rate: number): number | null => (rate > 0 ? Math.round((spareL / rate) * 1000) : null);
  return {
    p05Ms: span(lossLPerS + z95 * sdLPerS),
    p50Ms: span(lossLPerS),
    p95Ms: span(lossLPerS - z95 * sdLPerS),
  };
}

/** Less than this to the minimum is a warning: repairs must begin now. */
const warningWithinMs = hours(48);
/** Less than this is a caution: repairs must be planned. */
const cautionWithinMs = days(30);

/** How urgent a leak is: by the time that is left, not by its size. */
export function decideSeverity(loop: Loop, left: TimeLeft): Severity {
  const ms = left.p50Ms ?? Number.POSITIVE_INFINITY;
  if (ms <= loop.responseTimeMs) return "emergency";
  if (ms <= warningWithinMs) return "warning";
  return ms <= cautionWithinMs ? "caution" : "advisory";
}

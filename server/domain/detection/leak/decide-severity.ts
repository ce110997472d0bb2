import type { Severity } from "../../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../../protocol/estimate.ts";
import { days, hours } from "../../../../protocol/time.ts";
import type { Loop } from "../../loop/loop.ts";

/** Less than this to the minimum is a warning: repairs must begin now. */
const warningWithinMs = hours(48);
/** Less than this is a caution: repairs must be planned. */
const cautionWithinMs = days(30);

/** How urgent a leak is: by the median time that is left, not by its size. */
export function decideSeverity(loop: Loop, left: TimeLeft): Severity {
  const ms = left.p50Ms ?? Number.POSITIVE_INFINITY;
  if (ms <= loop.responseTimeMs) return "emergency";
  if (ms <= warningWithinMs) return "warning";
  return ms <= cautionWithinMs ? "caution" : "advisory";
}

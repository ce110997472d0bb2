import type { Quality } from "../../../protocol/telemetry.ts";

/** What can be wrong with a channel, the first that applies. Numbers, for they stand in columns. */
export const faultCode = {
  none: 0,
  unheard: 1,
  unheardSinceLink: 2,
  silent: 3,
  boxAtFault: 4,
  impossible: 5,
  failed: 6,
  stuck: 7,
  off: 8,
  disputed: 9,
  loud: 10,
  quiet: 11,
} as const;

/** Codes up to this one make a channel bad; above it, it is suspect. */
const lastBad = faultCode.off;

export function qualityOf(code: number): Quality {
  if (code === faultCode.none) return "good";
  return code <= lastBad ? "bad" : "suspect";
}

/** The sensor itself is at fault, not its silence nor what it hangs on. */
export const isSensorFault = (code: number): boolean => code >= faultCode.impossible;

import { zeroCelsiusK } from "../zero-celsius.ts";

/** Length of a day, seconds. */
export const dayS = 86_400;

/** Time of the warmest air, seconds after midnight UTC: mid-afternoon. */
const warmestS = 15 * 3600;

/** Ambient temperature, kelvin, over the day: a sine of the given amplitude round `ambientC`, warmest at 15:00 UTC. */
export const ambientK = (ambientC: number, dayAmplitudeK: number, atS: number): number =>
  ambientC + zeroCelsiusK + dayAmplitudeK * Math.cos((2 * Math.PI * (atS - warmestS)) / dayS);

/** A year, seconds. */
const yearS = 365.25 * 86_400;

/**
 * Score beyond which a channel is away from normal, in standard deviations, so that `channels` independent normal
 * channels whose score is new every `blockS` seconds pass it `falseAlarmsPerYear` times a year (both sides; Bonferroni).
 * Inverts 2 Q(z) = p with Q(z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + 4/z)))) (Laplace's continued fraction, better than
 * 1 % for z > 2) by bisection.
 */
export function anomalyThreshold(falseAlarmsPerYear: number, blockS: number, channels: number): number {
  const share = (falseAlarmsPerYear * blockS) / yearS / Math.max(1, channels);
  let low = 2;
  let high = 12;
  for (let i = 0; i < 60; i++) {
    const z = (low + high) / 2;
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    if ((2 * density) / (z + 1 / (z + 2 / (z + 3 / (z + 4 / z)))) > share) low = z;
    else high = z;
  }
  return (low + high) / 2;
}

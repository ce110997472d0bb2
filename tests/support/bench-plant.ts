/**
 * The loop of `toLoop` in formulas of its own: HFE-7200 by its data sheet, gas by the ideal gas law, everything at one
 * temperature. What `lostL` litres (referred to 20 °C) less and `tempC` make of its accumulator pressure, kPa absolute.
 */
export function benchPressureKpa(lostL: number, tempC: number): number {
  const density = (atC: number): number => 1420 * (1 - 0.0016 * (atC - 25));
  const liquidL = ((40 - lostL) * density(20)) / density(tempC);
  // A rigid vessel of 44 L; empty of liquid the accumulator is all gas and the pipes hold what is left.
  const gasL = Math.min(8, 44 - liquidL);
  return ((300 * 4) / gasL) * ((tempC + 273.15) / 293.15);
}

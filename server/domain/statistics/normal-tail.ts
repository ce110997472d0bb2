/** Coefficients of Hart's rational approximation, highest power first (West 2005, Better approximations to cumulative normal functions). */
const above = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const below = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** Beyond this many sd the rational form gives way to a continued fraction. */
const farSd = 7.07106781186547;

/** 95 % point of the standard normal distribution. */
export const z95 = 1.645;

const rootTwoPi = Math.sqrt(2 * Math.PI);

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

/** Density of a standard normal variable. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / rootTwoPi;
}

/** Probability that a standard normal variable is above `x`; relative error below 1e-8 in the upper tail. */
export function normalTail(x: number): number {
  const size = Math.abs(x);
  if (size > 38) return x > 0 ? 0 : 1;
  const bell = Math.exp((-size * size) / 2);
  const tail =
    size < farSd
      ? (bell * polynomial(above, size)) / polynomial(below, size)
      : bell / (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))))) / rootTwoPi;
  return x > 0 ? tail : 1 - tail;
}

/** A seeded source of chance, fast enough for a thousand million observations. */
export interface Chance {
  /** Uniform in (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

const layers = 128;
/** Where the last layer of 128 ends, and the area of each (Marsaglia & Tsang 2000). */
const tailStart = 3.442619855899;
const layerArea = 9.91256303526217e-3;

const bell = (x: number): number => Math.exp(-0.5 * x * x);

const edges = (() => {
  const x = new Float64Array(layers + 1);
  x[0] = layerArea / bell(tailStart);
  x[1] = tailStart;
  for (let i = 2; i < layers; i++) {
    x[i] = Math.sqrt(-2 * Math.log(layerArea / x[i - 1]! + bell(x[i - 1]!)));
  }
  return x;
})();
const heights = edges.map(bell);

/** xoshiro128** (Blackman & Vigna 2018) and a ziggurat with the layer drawn apart from the value (Doornik 2005). */
export function createChance(seed: number): Chance {
  let a = seed ^ 0x9e3779b9;
  let b = Math.imul(seed, 0x85ebca6b) ^ 0x243f6a88;
  let c = Math.imul(seed + 1, 0xc2b2ae35) ^ 0x13198a2e;
  let d = 0x03707344 ^ seed;

  const next = (): number => {
    const turned = Math.imul(b, 5);
    const result = Math.imul((turned << 7) | (turned >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
  // Seeds that differ in a bit must not begin alike.
  for (let i = 0; i < 20; i++) next();

  const uniform = (): number => (next() + 0.5) * 2 ** -32;

  const tail = (): number => {
    for (;;) {
      const beyond = -Math.log(uniform()) / tailStart;
      if (-2 * Math.log(uniform()) >= beyond * beyond) return tailStart + beyond;
    }
  };

  return {
    uniform,
    normal() {
      for (;;) {
        const side = 2 * uniform() - 1;
        const layer = next() & (layers - 1);
        const z = side * edges[layer]!;
        if (Math.abs(z) < edges[layer + 1]!) return z;
        if (layer === 0) return side > 0 ? tail() : -tail();
        const height = heights[layer + 1]! + uniform() * (heights[layer]! - heights[layer + 1]!);
        if (height < bell(z)) return z;
      }
    },
  };
}

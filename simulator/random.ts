/** A stream of chance that a seed repeats exactly. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal: mean 0, standard deviation 1. */
  normal(): number;
}

/**
 * xoshiro128** 1.1 by Blackman and Vigna (prng.di.unimi.it), seeded with splitmix32 of the seed and the name of the
 * stream. Streams of different names are independent, so that another sensor does not change the noise of the first.
 */
export function createRandom(seed: number, stream: string): Random {
  const nextSeed = createSplitMix(hashName(seed, stream));
  let a = nextSeed();
  let b = nextSeed();
  let c = nextSeed();
  let d = nextSeed();
  let spare: number | null = null;

  const uniform = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result / 2 ** 32;
  };

  // Marsaglia's polar method gives two values at a time; the second is kept for the next call.
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  };

  return { uniform, normal };
}

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** splitmix32, the 32-bit finaliser of MurmurHash3 over a Weyl sequence. */
function createSplitMix(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
}

/** FNV-1a over the seed's digits and the stream's name. */
function hashName(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${stream}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash;
}

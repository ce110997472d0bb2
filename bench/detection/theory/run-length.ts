/** Something that watches observations and at some time alarms. */
export interface Rule {
  reset(): void;
  /** True: alarm. */
  step(z: number): boolean;
}

/** A mean and its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/** Mean and standard error of what `once` gives. */
export function estimate(times: number, once: () => number): Estimate {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < times; i++) {
    const value = once();
    sum += value;
    squares += value * value;
  }
  const mean = sum / times;
  return { mean, error: Math.sqrt(Math.max(0, squares / times - mean * mean) / Math.max(1, times - 1)) };
}

/** Observations until the alarm, the first of them included, from a rule that has seen nothing. */
export function runLength(rule: Rule, observe: () => number): number {
  rule.reset();
  for (let n = 1; ; n++) if (rule.step(observe())) return n;
}

/** Ratio of two independent estimates. */
export function ratioOf(above: Estimate, below: Estimate): Estimate {
  const mean = above.mean / below.mean;
  return { mean, error: mean * Math.hypot(above.error / above.mean, below.error / below.mean) };
}

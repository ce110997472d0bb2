import type { DriftRule } from "./drift-rules.ts";
import type { Estimate } from "./run-length.ts";

/** Where the evidence of healthy runs rose above all before it: enough to know the time to a false alarm at any threshold. */
export interface Records {
  /** Mean time to a false alarm at a threshold; runs without one count with their length (exponential time, censored). */
  falseAlarm(threshold: number): Estimate;
  /** The threshold at which that mean is `blocks`. */
  threshold(blocks: number): number;
}

/** How the runs are made. */
export interface RecordPlan {
  readonly runs: number;
  /** Length of a run, blocks. */
  readonly horizon: number;
  /** Starts a run: a rule that has settled in and forgotten its evidence, and the noise it reads. */
  start(): { readonly rule: DriftRule; next(): number };
}

/** Makes the runs once. */
export function takeRecords({ runs, horizon, start }: RecordPlan): Records {
  const records = Array.from({ length: runs }, () => {
    const { rule, next } = start();
    const times: number[] = [];
    const heights: number[] = [];
    let highest = 0;
    for (let n = 1; n <= horizon; n++) {
      const evidence = rule.step(next());
      if (evidence <= highest) continue;
      highest = evidence;
      times.push(n);
      heights.push(evidence);
    }
    return { times, heights };
  });

  const falseAlarm = (threshold: number): Estimate => {
    let blocks = 0;
    let alarms = 0;
    for (const { times, heights } of records) {
      const place = heights.findIndex((height) => height >= threshold);
      blocks += times[place] ?? horizon;
      if (place >= 0) alarms += 1;
    }
    const mean = blocks / Math.max(1, alarms);
    return { mean, error: mean / Math.sqrt(Math.max(1, alarms)) };
  };

  return {
    falseAlarm,
    threshold(blocks) {
      let low = 0;
      let high = Math.max(...records.map(({ heights }) => heights.at(-1) ?? 0));
      for (let turn = 0; turn < 40; turn++) {
        const middle = (low + high) / 2;
        if (falseAlarm(middle).mean < blocks) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    },
  };
}

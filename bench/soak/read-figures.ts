/** What the server says of itself at a moment. */
export interface Figures {
  readonly residentMb: number;
  readonly heapMb: number;
  readonly externalMb: number;
  readonly delayP99Ms: number;
  readonly lagS: number;
  readonly spoolWrites: number;
  readonly spoolMb: number;
  readonly standing: number;
  readonly leftOutFrames: number;
}

/** Scrapes `/metrics`. */
export async function readFigures(url: string): Promise<Figures> {
  const answer = await fetch(`${url}/metrics`);
  const text = await answer.text();
  const all = (name: string): readonly number[] =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "gm"))].map(([, value]) =>
      Number(value),
    );
  const one = (name: string): number => all(name)[0] ?? Number.NaN;
  // The median: a loop whose clock is stepped is ahead or behind by what it was stepped.
  const lags = all("loopwatch_ingest_lag_seconds").toSorted((a, b) => a - b);
  return {
    residentMb: one("process_resident_memory_bytes") / 1e6,
    heapMb: one("nodejs_heap_size_used_bytes") / 1e6,
    externalMb: one("nodejs_external_memory_bytes") / 1e6,
    delayP99Ms: one("loopwatch_event_loop_delay_p99_seconds") * 1000,
    lagS: lags[Math.floor(lags.length / 2)] ?? Number.NaN,
    spoolWrites: one("loopwatch_spool_writes"),
    spoolMb: one("loopwatch_spool_bytes") / 1e6,
    standing: all("loopwatch_alarms_standing").reduce((sum, count) => sum + count, 0),
    leftOutFrames: one("loopwatch_left_out_frames_total"),
  };
}

/** Growth by least squares, units a minute; 0 for fewer than two points. */
export function toSlopePerMin(points: readonly (readonly [atMs: number, value: number])[]): number {
  const n = points.length;
  if (n < 2) return 0;
  const meanMs = points.reduce((sum, [ms]) => sum + ms, 0) / n;
  const mean = points.reduce((sum, [, value]) => sum + value, 0) / n;
  let up = 0;
  let down = 0;
  for (const [ms, value] of points) {
    up += (ms - meanMs) * (value - mean);
    down += (ms - meanMs) ** 2;
  }
  return (up / down) * 60_000;
}

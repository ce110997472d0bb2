/** A line of the table: what was measured, what came out, and what is asked of it. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** `null` where nothing is asked. */
  readonly wanted: string | null;
}

/** A table with aligned columns, ended by a newline. */
export function renderFigures(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, wanted }) => [what, value, wanted ?? ""]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([what = "", value = "", wanted = ""]) =>
      `${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${wanted}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** Does work and says how much time of the processor it took in this process, all threads together. */
export async function measureCpu<T>(work: () => T | Promise<T>): Promise<{ made: T; cpuMs: number }> {
  const before = process.cpuUsage();
  const made = await work();
  const { user, system } = process.cpuUsage(before);
  return { made, cpuMs: (user + system) / 1000 };
}

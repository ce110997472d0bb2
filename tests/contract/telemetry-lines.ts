import type { Precision, TelemetryStore } from "../../server/app/ports.ts";
import type { SeriesRef } from "../../server/domain/loop/loop.ts";

/** Gives an empty store that is closed when the test ends. */
export type OpenStore = () => Promise<TelemetryStore>;

/** 2022-12-15T00:00:00Z */
export const t0 = 1_671_062_400_000;

/** A field of the demonstration loop, unless tags and measurement say otherwise. */
export const ref = (
  field: string,
  tags: Readonly<Record<string, string>> = { loop: "ms-22" },
  measurement = "coolant_loop",
): SeriesRef => ({ measurement, tags, field });

/** Writes lines of line protocol. */
export const write = (store: TelemetryStore, lines: readonly string[], precision: Precision = "ms") =>
  store.write(Buffer.from(lines.map((line) => `${line}\n`).join("")), precision);

const dayMs = 86_400_000;

/** Smallest and largest value of a series within a day of `t0`; `null` for none. */
export async function extremes(
  store: TelemetryStore,
  series: SeriesRef,
): Promise<readonly (number | null)[]> {
  const span = { fromMs: t0 - dayMs, toMs: t0 + dayMs, bucketMs: 2 * dayMs };
  const { min, max } = await store.history({ series: [series], ...span });
  return [min, max].map((columns) => columns[0]?.find((value) => value !== null) ?? null);
}

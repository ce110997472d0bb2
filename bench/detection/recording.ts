import type { EpochMs } from "../../protocol/time.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import { createGrowingColumn } from "./growing-column.ts";

/** Which story a recording is of. */
export interface StoryName {
  readonly scenarioId: string;
  readonly variant: string | null;
  readonly seed: number;
}

/** Truth over time as columns, oldest first. It goes on after the story's end, see `recordStory`. */
export interface TruthRecord {
  readonly atMs: Float64Array;
  readonly leakKgPerS: Float64Array;
  readonly lostKg: Float64Array;
  /** Referred to the reference temperature and pressure. */
  readonly inventoryL: Float64Array;
  readonly accumulatorLiquidL: Float64Array;
}

export const truthColumns = ["atMs", "leakKgPerS", "lostKg", "inventoryL", "accumulatorLiquidL"] as const;

/** An operator's declaration, which came before the row of this number. */
export interface RecordedOperation {
  readonly beforeRow: number;
  readonly arrivesMs: EpochMs;
  readonly sourceMs: EpochMs;
  readonly operation: string;
}

/**
 * Telemetry of one told story in the order of its arrival, and what was really so. Row `r` has the cells from `ends[r-1]`
 * (0 for the first) to `ends[r]`: `values[c]` is that of the field `fields[places[c]]`. A quality is a field of its own,
 * `<channel>_quality`, as in line protocol.
 */
export interface Recording extends StoryName {
  readonly plantId: string;
  readonly sampleS: number;
  readonly startMs: EpochMs;
  readonly liveMs: EpochMs;
  readonly eventMs: EpochMs | null;
  readonly endMs: EpochMs;
  readonly fields: readonly string[];
  readonly operations: readonly RecordedOperation[];
  readonly arrivesMs: Float64Array;
  readonly sourceMs: Float64Array;
  readonly ends: Uint32Array;
  readonly places: Uint8Array;
  readonly values: Float64Array;
  readonly truth: TruthRecord;
}

/** Collects the rows of a recording. */
export function createRows() {
  const arrivesMs = createGrowingColumn((n) => new Float64Array(n));
  const sourceMs = createGrowingColumn((n) => new Float64Array(n));
  const ends = createGrowingColumn((n) => new Uint32Array(n));
  const places = createGrowingColumn((n) => new Uint8Array(n));
  const values = createGrowingColumn((n) => new Float64Array(n));
  return {
    get count() {
      return ends.length;
    },
    addCell(place: number, value: number): void {
      places.push(place);
      values.push(value);
    },
    /** Ends the row whose cells were added since the last one. */
    endRow(arrives: EpochMs, source: EpochMs): void {
      arrivesMs.push(arrives);
      sourceMs.push(source);
      ends.push(values.length);
    },
    toColumns: () => ({
      arrivesMs: arrivesMs.toColumn(),
      sourceMs: sourceMs.toColumn(),
      ends: ends.toColumn(),
      places: places.toColumn(),
      values: values.toColumn(),
    }),
  };
}

/** Collects the truth. */
export function createTruthRecord() {
  const columns = truthColumns.map(() => createGrowingColumn((n) => new Float64Array(n)));
  return {
    add(atMs: EpochMs, truth: PlantTruth): void {
      columns[0]!.push(atMs);
      columns[1]!.push(truth.leakKgPerS);
      columns[2]!.push(truth.lostKg);
      columns[3]!.push(truth.inventoryL);
      columns[4]!.push(truth.accumulatorLiquidL);
    },
    toRecord: (): TruthRecord => ({
      atMs: columns[0]!.toColumn(),
      leakKgPerS: columns[1]!.toColumn(),
      lostKg: columns[2]!.toColumn(),
      inventoryL: columns[3]!.toColumn(),
      accumulatorLiquidL: columns[4]!.toColumn(),
    }),
  };
}

/** Place of the last row of truth not after `atMs`; -1 when all are. */
export function truthRowAt({ atMs: times }: TruthRecord, atMs: EpochMs): number {
  let low = -1;
  let high = times.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= atMs) low = middle;
    else high = middle;
  }
  return low;
}

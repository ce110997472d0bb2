import type { EpochMs } from "../../protocol/time.ts";
import type { PlantTruth } from "../plant/plant-api.ts";

/** Rows after which every second one is dropped: a file of this many stays under about 4 MB. */
const mostRows = 40_000;

/** A measured value has fewer digits than these. */
const digits = 7;

/** The truth of one moment as it is written down. */
export interface TruthRow {
  readonly atMs: EpochMs;
  readonly leakKgPerH: number;
  readonly lostKg: number;
  readonly massKg: number;
  readonly inventoryL: number;
  readonly pressureKpa: number;
  readonly bulkTempC: number;
  readonly accumulatorLiquidL: number;
  readonly bottomedOut: boolean;
}

/** Columns by name, rows oldest first. */
export type TruthTable = { readonly [K in keyof TruthRow]: readonly TruthRow[K][] };

/** Keeps a row every `everyS` seconds; doubles the spacing of all rows whenever there are too many. */
export interface TruthColumns {
  add(atMs: EpochMs, truth: PlantTruth): void;
  /** Seconds between rows as kept by now. */
  everyS(): number;
  toTable(): TruthTable;
}

/** `everyS` above zero. The first row is the first one added. */
export function createTruthColumns(everyS: number, limit = mostRows): TruthColumns {
  let spacingMs = everyS * 1000;
  let rows: TruthRow[] = [];
  return {
    add(atMs, truth) {
      const firstMs = rows[0]?.atMs ?? atMs;
      if ((atMs - firstMs) % spacingMs !== 0) return;
      rows.push(toTruthRow(atMs, truth));
      if (rows.length < limit) return;
      rows = rows.filter((_, i) => i % 2 === 0);
      spacingMs *= 2;
    },
    everyS: () => spacingMs / 1000,
    toTable: () => {
      const column = <K extends keyof TruthRow>(key: K): readonly TruthRow[K][] =>
        rows.map((row) => row[key]);
      return {
        atMs: column("atMs"),
        leakKgPerH: column("leakKgPerH"),
        lostKg: column("lostKg"),
        massKg: column("massKg"),
        inventoryL: column("inventoryL"),
        pressureKpa: column("pressureKpa"),
        bulkTempC: column("bulkTempC"),
        accumulatorLiquidL: column("accumulatorLiquidL"),
        bottomedOut: column("bottomedOut"),
      };
    },
  };
}

/** A copy of the truth now, rounded to what is worth writing. */
export const toTruthRow = (atMs: EpochMs, truth: PlantTruth): TruthRow => ({
  atMs,
  leakKgPerH: toRounded(truth.leakKgPerS * 3600),
  lostKg: toRounded(truth.lostKg),
  massKg: toRounded(truth.massKg),
  inventoryL: toRounded(truth.inventoryL),
  pressureKpa: toRounded(truth.pressureKpa),
  bulkTempC: toRounded(truth.bulkTempC),
  accumulatorLiquidL: toRounded(truth.accumulatorLiquidL),
  bottomedOut: truth.bottomedOut,
});

const toRounded = (value: number): number => Number(value.toPrecision(digits));

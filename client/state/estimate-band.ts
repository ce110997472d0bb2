import type { History } from "../../protocol/telemetry.ts";
import type { BandPoint } from "../charts/annotations.ts";
import { estimateColumn } from "./forecast.ts";

/** The inventory less and more one standard deviation; `factor` brings litres into the unit of the chart. */
export function toBand(history: History, factor: number): readonly BandPoint[] {
  const inventory = estimateColumn(history, "inventory_l");
  const sd = estimateColumn(history, "inventory_sd_l");
  return history.tMs.flatMap((atMs, row) => {
    const middle = inventory[row] ?? null;
    const doubt = sd[row] ?? null;
    if (middle === null || doubt === null) return [];
    return [{ atMs, low: (middle - doubt) * factor, high: (middle + doubt) * factor }];
  });
}

import type { History, LoopView } from "../../protocol/telemetry.ts";
import { unitLabel } from "../../protocol/units.ts";

/** What a spreadsheet would take for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/** One cell of text or number: never a formula, and in quotes where RFC 4180 wants them. */
export function toCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const plain = value.trim() !== "" && Number.isFinite(Number(value));
  const text = formulaStart.test(value) && !plain ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A stretch of history as CSV: ISO times, a column a channel, then the inventory. Values are as they came, in their own units. */
export function toCsv(loop: LoopView, history: History): string {
  const heads = [
    "time",
    ...loop.channels.map(({ name, unit }) =>
      unitLabel[unit] === "" ? name : `${name} [${unitLabel[unit]}]`,
    ),
    "Inventory [L]",
  ];
  const lines = history.tMs.map((atMs, row) =>
    [new Date(atMs).toISOString(), ...history.columns.map((column) => column[row] ?? null)]
      .map(toCell)
      .join(","),
  );
  return `${[heads.map(toCell).join(","), ...lines].join("\r\n")}\r\n`;
}

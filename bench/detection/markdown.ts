import { toShortSpan } from "./render-card.ts";

/** A table of markdown; the first row is its head. Cells are text already. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows;
  if (head === undefined) return "";
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

/** Three digits, without an exponent while it can be read; "–" where there is nothing. */
export const toFigure = (value: number | null | undefined): string => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return "∞";
  return String(Number(value.toPrecision(3)));
};

/** A span, or "never" when it is infinite or nothing. */
export const toSpanText = (seconds: number | null): string =>
  seconds === null || !Number.isFinite(seconds) ? "never" : toShortSpan(seconds);

/** "12 of 34 (35 %)". */
export const toShareText = (hits: number, cases: number): string =>
  cases === 0 ? "–" : `${hits} of ${cases} (${Math.round((100 * hits) / cases)} %)`;

import { layout, toTextWidth } from "./layout.ts";
import type { Panel } from "./plot.ts";
import { toXml } from "./xml.ts";

/** A sign in its colour, and what it stands for. */
export interface LegendEntry {
  readonly tone: string;
  readonly sign: "—" | "■" | "╌";
  readonly label: string;
}

/** What a panel shows, in the order of drawing reversed: the line that lies on top is named first. */
export const toLegend = ({ series, band, limits }: Panel): readonly LegendEntry[] => [
  ...series
    .filter(({ label }) => label !== "")
    .map(({ tone, label }) => ({ tone, sign: "—", label }) as const)
    .reverse(),
  ...(band === null ? [] : [{ tone: "band", sign: "■", label: band.label } as const]),
  ...limits
    .filter(({ label }) => label !== "")
    .map(({ label }) => ({ tone: "limit", sign: "╌", label }) as const),
];

const betweenEntries = "   ";

const toEntryText = ({ sign, label }: LegendEntry): string => `${sign} ${label}`;

/** Room that entries take in one row, where text is largest. */
export const toLegendWidth = (entries: readonly LegendEntry[]): number =>
  toTextWidth(entries.map(toEntryText).join(betweenEntries));

/** Entries in as many rows as they need, each no wider than the panels unless it holds one entry alone. */
export function toLegendRows(entries: readonly LegendEntry[]): readonly (readonly LegendEntry[])[] {
  const rows: LegendEntry[][] = [];
  for (const entry of entries) {
    const row = rows.at(-1);
    if (row !== undefined && toLegendWidth([...row, entry]) <= layout.right - layout.left) row.push(entry);
    else rows.push([entry]);
  }
  return rows;
}

/** One row of a legend that ends at the panels' right edge, or begins at their left. */
export function renderLegendRow(row: readonly LegendEntry[], y: number, side: "left" | "right"): string {
  const entries = row.map(
    (entry, i) =>
      `${i === 0 ? "" : "\u{a0}\u{a0} "}<tspan class="k-${entry.tone}">${entry.sign}</tspan> ${toXml(entry.label)}`,
  );
  const place = side === "left" ? `x="${layout.left}"` : `class="end" x="${layout.right}"`;
  return `<text ${place} y="${y}">${entries.join("")}</text>`;
}

import { layout, toTextWidth } from "./layout.ts";
import type { Mark } from "./plot.ts";
import type { TimeScale } from "./scales.ts";
import { toXml } from "./xml.ts";

type Moment = Extract<Mark, { kind: "moment" }>;
type Span = Extract<Mark, { kind: "span" }>;

/** A moment with its place: rows count upwards from the panels. */
interface Placed {
  readonly moment: Moment;
  readonly x: number;
  readonly textX: number;
  readonly row: number;
}

const behindLine = 10;

/**
 * Labels stand to the right of their lines. From right to left each goes above the labels and lines that it would
 * cross; at the right edge, where it cannot stand to the right, it moves left.
 */
function toPlaced(moments: readonly Moment[], scale: TimeScale): readonly Placed[] {
  const placed: Placed[] = [];
  for (const moment of moments.toSorted((a, b) => b.atMs - a.atMs)) {
    const x = Math.round(scale.toX(moment.atMs));
    const width = toTextWidth(moment.label) + 2 * behindLine;
    const textX = Math.round(Math.max(layout.left, Math.min(x + behindLine, layout.right - width)));
    const crossed = placed.filter((other) => Math.min(other.x, other.textX) <= textX + width);
    placed.push({ moment, x, textX, row: Math.max(-1, ...crossed.map(({ row }) => row)) + 1 });
  }
  return placed;
}

const isWithin = (scale: TimeScale) => (moment: Moment) =>
  moment.atMs >= scale.fromMs && moment.atMs <= scale.toMs;

const isMoment = (mark: Mark): mark is Moment => mark.kind === "moment";
const isSpan = (mark: Mark): mark is Span => mark.kind === "span";

/** Rows of labels that the moments within the plot need above the panels. */
export function toMarkRows(marks: readonly Mark[], scale: TimeScale): number {
  const placed = toPlaced(marks.filter(isMoment).filter(isWithin(scale)), scale);
  return Math.max(0, ...placed.map(({ row }) => row + 1));
}

/** Lines through all panels from `panelsTop` (where the rows of labels end) to `bottom`, with their labels. */
export function renderMoments(
  marks: readonly Mark[],
  scale: TimeScale,
  { panelsTop, bottom }: { readonly panelsTop: number; readonly bottom: number },
): string {
  const placed = toPlaced(marks.filter(isMoment).filter(isWithin(scale)), scale);
  const lines = placed.map(({ moment, x, row }) => {
    const top = panelsTop - (row + 1) * layout.row + 8;
    return `<path class="mark ${moment.tone}" d="M${x} ${top}V${bottom}"/>`;
  });
  const labels = placed.map(({ moment, textX, row }) => {
    const baseline = panelsTop - row * layout.row - 12;
    return `<text class="k-${moment.tone}" x="${textX}" y="${baseline}">${toXml(moment.label)}</text>`;
  });
  return lines.join("") + labels.join("");
}

/** The narrowest span that is drawn at its true width, in the picture's units; shorter ones are this wide. */
const narrowestSpan = 2;

const spansWithin = (marks: readonly Mark[], scale: TimeScale): readonly Span[] =>
  marks.filter(isSpan).filter(({ fromMs, toMs }) => toMs >= scale.fromMs && fromMs <= scale.toMs);

/** Grey fields in the panels, whose upper and lower edges are given, cut to the plot. Those that touch become one, so that many cost no more than few. */
export function renderSpans(
  marks: readonly Mark[],
  scale: TimeScale,
  panels: readonly (readonly [number, number])[],
): string {
  const fields: [number, number][] = [];
  for (const span of spansWithin(marks, scale).toSorted((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.round(scale.toX(Math.max(span.fromMs, scale.fromMs)));
    const to = Math.max(from + narrowestSpan, Math.round(scale.toX(Math.min(span.toMs, scale.toMs))));
    const last = fields.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else fields.push([from, to]);
  }
  const data = panels.flatMap(([top, bottom]) =>
    fields.map(([from, to]) => `M${from} ${top}H${to}V${bottom}H${from}z`),
  );
  return data.length === 0 ? "" : `<path class="span" d="${data.join("")}"/>`;
}

/** Each label of a span within the plot, once. */
export const toSpanLabels = (marks: readonly Mark[], scale: TimeScale): readonly string[] => [
  ...new Set(spansWithin(marks, scale).map(({ label }) => label)),
];

import { toReadable } from "../../protocol/units.ts";
import type { Panel, Series } from "../../server/domain/picture/plot.ts";

/** First, last, lowest and highest of a series; `null` when it has no value. */
function toCourse({ values }: Series): string | null {
  const known = Array.from(values).filter(Number.isFinite);
  const [first, last] = [known.at(0), known.at(-1)];
  if (first === undefined || last === undefined) return null;
  const low = known.reduce((a, b) => Math.min(a, b));
  const high = known.reduce((a, b) => Math.max(a, b));
  return `from ${toReadable(first)} to ${toReadable(last)}, between ${toReadable(low)} and ${toReadable(high)}`;
}

/** What the panels show, for somebody who cannot see them: one sentence each, about the truth where it is drawn. */
export function describePanels(panels: readonly Panel[]): string {
  const sentences = panels.flatMap(({ title, unit, series }) => {
    const told = series.find(({ tone }) => tone === "accent") ?? series[0];
    const course = told === undefined ? null : toCourse(told);
    return course === null ? [] : [`${title}${unit === null ? "" : ` in ${unit}`}: ${course}.`];
  });
  return sentences.join(" ");
}

/** Colours of a chart, read from the page's palette: a canvas knows no custom properties. */
export interface Ink {
  readonly lines: readonly string[];
  readonly ground: string;
  readonly grid: string;
  readonly text: string;
  readonly mark: string;
  readonly limit: string;
  readonly font: string;
}

/** Lines differ by dash as well, so that none depends on its colour. */
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** The dash pattern of a line: with four colours, sixteen lines differ. */
export const dashOf = (ink: number): readonly number[] =>
  dashes[(ink + Math.floor(ink / dashes.length)) % dashes.length] ?? [];

/** Reads the palette in force at an element. */
export function readInk(element: Element): Ink {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    lines: ["--line-1", "--line-2", "--line-3", "--line-4"].map(colour),
    ground: colour("--surface"),
    grid: colour("--grid"),
    text: colour("--text-2"),
    mark: colour("--serious"),
    limit: colour("--text-2"),
    font: '11px "B612", sans-serif',
  };
}

/** The colour of a line. */
export const colourOf = (ink: Ink, line: number): string => ink.lines[line % ink.lines.length] ?? ink.text;

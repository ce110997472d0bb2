/** First line of a table: its columns, the first of them the time. */
export interface CsvHeader {
  /** Byte that stands between cells: comma or semicolon. */
  readonly separator: number;
  /** Names of all columns, without quotes and without spaces around them. */
  readonly names: readonly string[];
}

const byteOrderMark = "\uFEFF";

/** Reads the first line, without its line feed. A semicolon separates where there are more of them than commas. */
export function parseCsvHeader(line: string): CsvHeader {
  const text = line.startsWith(byteOrderMark) ? line.slice(1) : line;
  const byComma = splitCells(text, ",");
  const bySemicolon = splitCells(text, ";");
  const separator = bySemicolon.length > byComma.length ? ";" : ",";
  const cells = separator === ";" ? bySemicolon : byComma;
  // Some programs end each line with a separator.
  if (cells.length > 1 && cells.at(-1) === "") cells.pop();
  return { separator: separator.charCodeAt(0), names: cells };
}

/** RFC 4180: a cell may stand in quotes, and then a quote in it is written twice. */
function splitCells(line: string, separator: string): string[] {
  const cells: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at <= line.length; at++) {
    if (line[at] === '"') isQuoted = !isQuoted;
    if (at < line.length && (isQuoted || line[at] !== separator)) continue;
    cells.push(toCellText(line.slice(from, at)));
    from = at + 1;
  }
  return cells;
}

/** A cell without its quotes and the spaces around it. */
export function toCellText(written: string): string {
  const text = written.trim();
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replaceAll('""', '"').trim();
}

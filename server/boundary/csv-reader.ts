import { type CsvHeader, toCellText } from "./csv-header.ts";
import { readCsvTime } from "./csv-time.ts";
import { type DecimalResult, readDecimal } from "./line-decimal.ts";
import { mostNamedProblems } from "./recording.ts";

/** A cell or row that could not be used. `line` counts from 1, the header's; `column`: its name, `null` for the row. */
export interface CsvProblem {
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

/**
 * Rows as columns of numbers. The memory is used again for the next piece. `values[row * width + slot]` is what the
 * `slot`-th wanted column has in a row, `NaN`: no sample.
 */
export interface CsvRows {
  count: number;
  readonly width: number;
  atMs: Float64Array;
  values: Float64Array;
}

/** Reads a table piece by piece. */
export interface CsvReader {
  /** Rows of a piece that ends behind a line feed, or with the file. Good until the next call. */
  read(piece: Uint8Array): CsvRows;
  /** Cells and rows left out so far, and the first of them. */
  readonly refused: number;
  readonly problems: readonly CsvProblem[];
}

const firstRows = 1024;

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;
const quote = 0x22;
const semicolon = 0x3b;

/** Where the table begins: the header is the file's first line. */
const firstLine = 2;

/** `wanted[slot]`: number of a column in the header. Only those are read, and the time, which is column 0. */
export function createCsvReader(header: CsvHeader, wanted: readonly number[]): CsvReader {
  const { separator, names } = header;
  const slotOf = new Int32Array(names.length).fill(-1);
  for (const [slot, column] of wanted.entries()) slotOf[column] = slot;
  const width = wanted.length;
  const rows: CsvRows = {
    count: 0,
    width,
    atMs: new Float64Array(firstRows),
    values: new Float64Array(firstRows * width),
  };
  const problems: CsvProblem[] = [];
  const decimal: DecimalResult = { value: 0, to: 0, isWhole: false };
  const at = { offset: 0, line: firstLine, rowLine: firstLine, refused: 0 };

  const complain = (column: number | null, message: string): void => {
    at.refused++;
    if (problems.length < mostNamedProblems)
      problems.push({ line: at.rowLine, column: column === null ? null : (names[column] ?? null), message });
  };

  const grow = (): void => {
    const { atMs, values } = rows;
    rows.atMs = new Float64Array(atMs.length * 2);
    rows.atMs.set(atMs);
    rows.values = new Float64Array(values.length * 2);
    rows.values.set(values);
  };

  /** Offset of the separator or line feed behind the cell at `from`; a quoted cell may hold both. */
  const findEnd = (bytes: Uint8Array, from: number): number => {
    let isQuoted = false;
    let end = from;
    for (; end < bytes.length; end++) {
      const code = bytes[end]!;
      if (code === quote) isQuoted = !isQuoted;
      else if (code === newline && isQuoted) at.line++;
      else if (!isQuoted && (code === separator || code === newline)) break;
    }
    return end;
  };

  const readNumber = (bytes: Uint8Array, from: number, column: number): number => {
    const text = cellText(bytes, from, at.offset);
    if (text === "") return Number.NaN;
    // Where a semicolon separates, a comma may be the decimal mark.
    const plain = separator === semicolon ? text.replace(",", ".") : text;
    const value = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(plain)
      ? Number(plain)
      : Number.NaN;
    if (Number.isFinite(value)) return value;
    complain(column, `${shown(text)} is not a number.`);
    return Number.NaN;
  };

  /** Reads the cell at the offset and steps behind it, onto its separator, line feed or the end. */
  const readCell = (bytes: Uint8Array, column: number): number => {
    const from = at.offset;
    if (from < bytes.length) {
      const code = bytes[from]!;
      if (code === separator || code === newline) return Number.NaN;
      if (readDecimal(bytes, from, decimal)) {
        const { to } = decimal;
        if (to >= bytes.length || bytes[to] === separator || bytes[to] === newline) {
          at.offset = to;
          return decimal.value;
        }
      }
    }
    at.offset = findEnd(bytes, from);
    return readNumber(bytes, from, column);
  };

  const readTime = (bytes: Uint8Array): number => {
    let from = at.offset;
    let to = findEnd(bytes, from);
    at.offset = to;
    while (to > from && isBlank(bytes[to - 1]!)) to--;
    while (from < to && isBlank(bytes[from]!)) from++;
    if (to - from > 2 && bytes[from] === quote && bytes[to - 1] === quote) {
      from++;
      to--;
    }
    return readCsvTime(bytes, from, to);
  };

  /** Steps to the end of a row that goes on behind its last column; blanks and separators there do no harm. */
  const hasMore = (bytes: Uint8Array): boolean => {
    const from = at.offset;
    do at.offset = findEnd(bytes, at.offset + 1);
    while (at.offset < bytes.length && bytes[at.offset] !== newline);
    return !isEmpty(bytes, from);
  };

  const readRow = (bytes: Uint8Array): void => {
    const from = at.offset;
    at.rowLine = at.line;
    if (rows.count === rows.atMs.length) grow();
    const atMs = readTime(bytes);
    const timeTo = at.offset;
    const base = rows.count * width;
    for (let slot = 0; slot < width; slot++) rows.values[base + slot] = Number.NaN;
    const refusedBefore = at.refused;
    const namedBefore = problems.length;
    for (let column = 1; column < names.length && bytes[at.offset] === separator; column++) {
      at.offset++;
      const slot = slotOf[column]!;
      if (slot < 0) at.offset = findEnd(bytes, at.offset);
      else rows.values[base + slot] = readCell(bytes, column);
    }
    const isTooLong = at.offset < bytes.length && bytes[at.offset] === separator && hasMore(bytes);
    const isRefused = isTooLong || Number.isNaN(atMs);
    if (!isRefused) {
      rows.atMs[rows.count] = atMs;
      rows.count++;
    } else if (!isEmpty(bytes, from)) {
      // The row is one thing left out, whatever its cells are.
      at.refused = refusedBefore;
      problems.length = namedBefore;
      if (isTooLong) complain(null, "The row has more cells than the header has columns.");
      else complain(0, toTimeProblem(bytes, from, timeTo));
    }
    at.offset++;
    at.line++;
  };

  /** Nothing but separators and blanks up to the offset: programs write such lines at the end. */
  const isEmpty = (bytes: Uint8Array, from: number): boolean => {
    for (let k = from; k < at.offset; k++) if (bytes[k] !== separator && !isBlank(bytes[k]!)) return false;
    return true;
  };

  const toTimeProblem = (bytes: Uint8Array, from: number, to: number): string => {
    const text = cellText(bytes, from, to);
    if (text === "") return "The row has no time.";
    return `${shown(text)} is no time; write it like 2022-12-15T00:45:00Z or in epoch milliseconds.`;
  };

  return {
    read(piece) {
      // The same kind of array whatever came in: the loops over it are compiled for one.
      const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.length);
      rows.count = 0;
      at.offset = 0;
      while (at.offset < bytes.length) readRow(bytes);
      return rows;
    },
    get refused() {
      return at.refused;
    },
    problems,
  };
}

const isBlank = (code: number): boolean => code === space || code === tab || code === carriageReturn;

/** A cell as it may stand in a sentence. */
const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);

const cellText = (bytes: Uint8Array, from: number, to: number): string =>
  toCellText(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("utf8"));

/** What kind of value a field has. Texts and long integers stay where they are in the body: their value is an offset. */
export const valueKind = {
  float: 0,
  int: 1,
  unsigned: 2,
  /** 1 is true. */
  bool: 3,
  /** The value is the offset of the opening quote. */
  text: 4,
  /** Integers that no double holds exactly; the value is the offset of the first character. */
  longInt: 5,
  longUnsigned: 6,
} as const;

/** In `seriesOf`: a point that was refused after it was read. */
export const refusedPoint = -1;

/**
 * Points and their values as columns. Values of the `i`-th point are [valuesEnd[i - 1] or 0, valuesEnd[i]). The memory
 * is used again for the next body.
 */
export interface LineColumns {
  pointCount: number;
  valueCount: number;
  /** Number of the series in its table; `refusedPoint` where the point does not count. */
  seriesOf: Int32Array;
  /** Source time, epoch milliseconds rounded down, and the nanoseconds above it. */
  atMs: Float64Array;
  restNs: Int32Array;
  /** Line on which the point begins, from 1. */
  line: Int32Array;
  /** Where the point's line ends in what is forwarded: the offset behind its line feed. */
  forwardedTo: Int32Array;
  valuesEnd: Int32Array;
  /** Number of the field's name in its table. */
  fieldOf: Int32Array;
  kind: Uint8Array;
  value: Float64Array;
}

const firstPoints = 256;
const firstValues = 2048;

/** A body larger than this gives its memory back: a usual one has thousands of values. */
const mostKeptValues = 1_000_000;

/** Empty columns. */
export function createColumns(): LineColumns {
  return {
    pointCount: 0,
    valueCount: 0,
    ...createPointColumns(firstPoints),
    ...createValueColumns(firstValues),
  };
}

/** Empties the columns for the next body. */
export function resetColumns(columns: LineColumns): void {
  columns.pointCount = 0;
  columns.valueCount = 0;
  if (columns.kind.length > mostKeptValues || columns.seriesOf.length > mostKeptValues)
    Object.assign(columns, createColumns());
}

/** Makes room for one more point. */
export function growPoints(columns: LineColumns): void {
  const { seriesOf, atMs, restNs, line, forwardedTo, valuesEnd } = columns;
  const larger = createPointColumns(seriesOf.length * 2);
  larger.seriesOf.set(seriesOf);
  larger.atMs.set(atMs);
  larger.restNs.set(restNs);
  larger.line.set(line);
  larger.forwardedTo.set(forwardedTo);
  larger.valuesEnd.set(valuesEnd);
  Object.assign(columns, larger);
}

/** Appends a value to the point that is being read. */
export function addValue(columns: LineColumns, field: number, kind: number, value: number): void {
  const at = columns.valueCount;
  if (at === columns.kind.length) growValues(columns);
  columns.fieldOf[at] = field;
  columns.kind[at] = kind;
  columns.value[at] = value;
  columns.valueCount = at + 1;
}

/** True for values that are numbers as they stand. */
export const isNumeric = (kind: number): boolean => kind <= valueKind.unsigned;

/** True for what no measuring channel can take: texts and truth values. */
export const isWordy = (kind: number): boolean => kind === valueKind.bool || kind === valueKind.text;

function growValues(columns: LineColumns): void {
  const { fieldOf, kind, value } = columns;
  const larger = createValueColumns(kind.length * 2);
  larger.fieldOf.set(fieldOf);
  larger.kind.set(kind);
  larger.value.set(value);
  Object.assign(columns, larger);
}

const createPointColumns = (length: number) => ({
  seriesOf: new Int32Array(length),
  atMs: new Float64Array(length),
  restNs: new Int32Array(length),
  line: new Int32Array(length),
  forwardedTo: new Int32Array(length),
  valuesEnd: new Int32Array(length),
});

const createValueColumns = (length: number) => ({
  fieldOf: new Int32Array(length),
  kind: new Uint8Array(length),
  value: new Float64Array(length),
});

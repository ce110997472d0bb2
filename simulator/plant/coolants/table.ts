/** Temperatures that a table spans, kelvin. */
export interface TableRange {
  readonly lowK: number;
  readonly highK: number;
}

/** Distance of a table's points, K. Vapour pressure, the most curved, is then within 0.01 % of its law. */
const stepK = 0.5;

/** A law as a table: linear between points half a kelvin apart, its end value outside the range. Allocates once. */
export function createTable(range: TableRange, law: (tempK: number) => number): (tempK: number) => number {
  const steps = Math.round((range.highK - range.lowK) / stepK);
  const values = Float64Array.from({ length: steps + 1 }, (_, i) => law(range.lowK + i * stepK));
  return (tempK) => {
    const place = (tempK - range.lowK) / stepK;
    if (!(place > 0)) return values[0]!;
    if (place >= steps) return values[steps]!;
    const index = place | 0;
    const low = values[index]!;
    return low + (place - index) * (values[index + 1]! - low);
  };
}

/** Enthalpy over temperature and back. */
export interface EnthalpyTable {
  enthalpyJPerKg(tempK: number): number;
  tempK(enthalpyJPerKg: number): number;
  heatJPerKgK(tempK: number): number;
}

/**
 * Enthalpy as straight pieces half a kelvin long, so that the way back is exact to rounding; heat capacity is each
 * piece's slope. Beyond the range the first and last piece go on. Zero at `zeroK`. A second table, even in enthalpy and as
 * fine as the shortest piece, finds the piece of an enthalpy without a search.
 */
export function createEnthalpyTable(
  range: TableRange,
  heatLaw: (tempK: number) => number,
  zeroK: number,
): EnthalpyTable {
  const pieces = Math.round((range.highK - range.lowK) / stepK);
  const slopes = Float64Array.from({ length: pieces }, (_, i) => heatLaw(range.lowK + (i + 0.5) * stepK));
  const starts = new Float64Array(pieces);
  for (let i = 1; i < pieces; i++) starts[i] = starts[i - 1]! + slopes[i - 1]! * stepK;

  const pieceAt = (tempK: number): number =>
    Math.min(pieces - 1, Math.max(0, Math.floor((tempK - range.lowK) / stepK)));
  const fromLow = (tempK: number): number => {
    const piece = pieceAt(tempK);
    return starts[piece]! + slopes[piece]! * (tempK - range.lowK - piece * stepK);
  };
  const zero = fromLow(zeroK);
  for (let i = 0; i < pieces; i++) starts[i] = starts[i]! - zero;

  const cellJPerKg = Math.min(...slopes) * stepK;
  const lowest = starts[0]!;
  const pieceByCell = new Int32Array(Math.ceil((starts[pieces - 1]! - lowest) / cellJPerKg) + 1);
  for (let cell = 0, piece = 0; cell < pieceByCell.length; cell++) {
    while (piece < pieces - 1 && starts[piece + 1]! <= lowest + cell * cellJPerKg) piece += 1;
    pieceByCell[cell] = piece;
  }

  return {
    enthalpyJPerKg: fromLow,
    tempK: (enthalpyJPerKg) => {
      const cell = Math.floor((enthalpyJPerKg - lowest) / cellJPerKg);
      let piece = pieceByCell[Math.min(pieceByCell.length - 1, Math.max(0, cell))]!;
      // A cell is no longer than a piece, so that at most one piece begins inside it.
      if (piece < pieces - 1 && enthalpyJPerKg >= starts[piece + 1]!) piece += 1;
      return range.lowK + piece * stepK + (enthalpyJPerKg - starts[piece]!) / slopes[piece]!;
    },
    heatJPerKgK: (tempK) => slopes[pieceAt(tempK)]!,
  };
}

import { channels, measurementOf, toLoopName } from "../ingest/shape.ts";

/** One loop leaks from a moment on; every other is well. */
export interface Leak {
  readonly loop: number;
  readonly fromMs: number;
  /** Litres a second. */
  readonly lps: number;
}

/** Gas in the accumulator of a full loop, and the accumulator, litres; pressure then, kPa: as `renderConfig` says. */
const gasL = 4;
const accumulatorL = 8;
const fullKpa = 304;

/** Scatter of each kind of sensor, in its own unit. */
const scatterByRole = { pressure: 0.1, temperature: 0.01, flow: 0.02, quantity: 0.05 } as const;

/** Nearly normal numbers from a fixed seed: the sum of four even ones (variance one). */
function createScatter(seed: number): () => number {
  let state = seed >>> 0 || 1;
  const even = (): number => {
    // xorshift32, Marsaglia 2003: https://doi.org/10.18637/jss.v008.i14
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296 - 0.5;
  };
  return () => (even() + even() + even() + even()) * Math.sqrt(3);
}

/** Many loops at rest as their sensors show them: isothermal, an ideal gas over the coolant, and one that may leak. */
export function createPlant(leak: Leak | null) {
  const scatter = createScatter(20_221_215);
  const toLine = (loop: number, atMs: number, writtenMs: number): string => {
    const lostL =
      leak !== null && leak.loop === loop ? (Math.max(0, atMs - leak.fromMs) / 1000) * leak.lps : 0;
    const fallKpa = fullKpa - (fullKpa * gasL) / Math.min(accumulatorL, gasL + lostL);
    const fields = channels.map(({ id, role, value }) => {
      const fall =
        role === "pressure"
          ? fallKpa
          : role === "quantity"
            ? (100 * Math.min(lostL, gasL)) / accumulatorL
            : 0;
      return `${id}=${(value - fall + scatterByRole[role] * scatter()).toFixed(3)}`;
    });
    return `${measurementOf.wide},loop=${toLoopName(loop)} ${fields.join(",")} ${writtenMs}\n`;
  };
  return {
    /** One line of each loop at a moment; `toWrittenMs`: what a loop's own clock says then. */
    renderMoment(
      loops: number,
      atMs: number,
      toWrittenMs: (loop: number, atMs: number) => number = (_loop, ms) => ms,
    ): string {
      let lines = "";
      for (let loop = 0; loop < loops; loop++) lines += toLine(loop, atMs, toWrittenMs(loop, atMs));
      return lines;
    },
  };
}

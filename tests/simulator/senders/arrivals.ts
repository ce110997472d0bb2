import type { Arrival } from "../../../simulator/timing/frame.ts";

/** Channels of the loop in these tests. */
export const channels = ["pressure_kpa", "flow_lpm"];

/** A frame that arrives when it was sampled. NaN: nothing reported; a quality of 255: none sent. */
export function frameOf(sourceMs: number, values: readonly number[], qualities?: readonly number[]): Arrival {
  return {
    kind: "frame",
    arrivesMs: sourceMs,
    frame: {
      sourceMs,
      values: Float64Array.from(values),
      qualities: Uint8Array.from(qualities ?? values.map(() => 255)),
    },
  };
}

/** A declared operation. */
export const operationOf = (sourceMs: number, operation: string): Arrival => ({
  kind: "operation",
  arrivesMs: sourceMs,
  sourceMs,
  operation,
});

/** A frame a second with values that change. */
export const framesOf = (count: number, fromMs = 1_671_054_300_000): readonly Arrival[] =>
  Array.from({ length: count }, (_, i) => frameOf(fromMs + i * 1000, [304 - i / 1000, 6 + (i % 7) / 100]));

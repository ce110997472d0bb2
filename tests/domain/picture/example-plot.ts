import { hours, seconds } from "../../../protocol/time.ts";
import type { Panel, Plot } from "../../../server/domain/picture/plot.ts";

/** A minute of samples a second apart with a steady value, for a test to put something into. */
export const toSteady = (count: number, value: number) => ({
  atMs: Float64Array.from({ length: count }, (_, i) => seconds(i)),
  values: new Float64Array(count).fill(value),
});

export const toPanel = (given: Partial<Panel>): Panel => ({
  title: "Pressure",
  unit: "kPa",
  series: [],
  band: null,
  limits: [],
  minSpan: 0,
  ...given,
});

/** One hour from zero, with nothing in it. */
export const toPlot = (given: Partial<Plot>): Plot => ({
  title: "A loop",
  description: "What there is to see.",
  fromMs: 0,
  toMs: hours(1),
  axis: { kind: "since", zeroMs: 0, of: "the event" },
  panels: [],
  marks: [],
  ...given,
});

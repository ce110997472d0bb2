import type { z } from "zod";
import { idPattern } from "../../protocol/ids.ts";
import {
  amount,
  exactly,
  oneOf,
  quantity,
  share,
  spanOrZeroS,
  spanS,
  spread,
  toShown,
  words,
  yesOrNo,
} from "./quantities.ts";
import { type Measure, measureUnits } from "./sensor-description.ts";

/** Names of everything that can be measured. */
const measures = Object.keys(measureUnits).filter((name): name is Measure => name in measureUnits);

/** Memory of slow sensor noise: electronics that follow the temperature of their box. A judgement. */
const usualAr1TauS = 60;

/** First column of a CSV file, and the time of a point in every database for line protocol. */
const timeColumn = "time";

/** What a sensor leaves out follows from what it measures and from the plant. */
export const sensor = exactly("a sensor", {
  measure: oneOf("something that can be measured", measures),
  at: words('a segment or "accumulator"').nullable().default(null),
  position: share.optional(),
  channel: words("the channel's name")
    .refine((name) => idPattern.test(name), {
      error: ({ input }) => `${toShown(input)} is not a channel; use letters, digits, "_", "-" and ".".`,
    })
    .refine((name) => name !== timeColumn, {
      error: `"${timeColumn}" is the name of the time column; give the channel another one.`,
    }),
  noise: exactly("noise", {
    whiteSd: spread.optional(),
    ar1Sd: spread.default(0),
    ar1TauS: spanS.default(usualAr1TauS),
  }).default({ ar1Sd: 0, ar1TauS: usualAr1TauS }),
  bias: amount.default(0),
  driftPerDay: amount.default(0),
  lagS: spanOrZeroS.default(0),
  step: quantity("a converter step", "zero or more", (value) => value >= 0).optional(),
  low: amount.optional(),
  high: amount.optional(),
  everyS: spanS.default(1),
  onChange: yesOrNo.default(false),
  box: words("the name of its box").nullable().default(null),
  quality: yesOrNo.default(false),
  wetAtL: quantity("a volume", "litres, zero or more", (value) => value >= 0).optional(),
});
/** A sensor as written. */
export type SensorShape = z.output<typeof sensor>;

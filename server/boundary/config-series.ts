import { z } from "zod";
import { houseId } from "../../protocol/alarm.ts";
import { units } from "../../protocol/units.ts";
import type { Channel, Loop } from "../domain/loop/loop.ts";
import { defaultMaxAgeMs, defaultRange } from "./channel-defaults.ts";
import { id, text } from "./config-fields.ts";
import { limitShape, toLimits } from "./config-limits.ts";
import type { Complain } from "./config-problem.ts";
import { toUnitSentence } from "./foreign-units.ts";

/** A series that belongs to no loop and carries plain limits, as it is written in the file. */
export const seriesShape = z.strictObject({
  id: id.meta({
    description: "Its alarms stand under this name, as under a loop's.",
    examples: ["pump-room"],
  }),
  name: text(80).optional().describe("Name that people read. Left out: the id."),
  unit: z
    .enum(units, { error: (issue) => toUnitSentence(issue.input) })
    .default("1")
    .describe("Unit of its values, which are never converted."),
  source: z
    .strictObject({
      measurement: text(200).meta({ description: "Measurement in line protocol.", examples: ["room"] }),
      tags: z
        .record(z.string().min(1), z.string().min(1))
        .default({})
        .meta({
          description: "Tags that the points carry; further ones do not matter.",
          examples: [{ host: "a" }],
        }),
      field: text(200).meta({ description: "Field with the value.", examples: ["temp_c"] }),
    })
    .describe("Where it is found in line protocol."),
  range: z
    .strictObject({
      low: z.number().meta({ description: "Lowest possible value.", unit: "the series'", examples: [-40] }),
      high: z.number().meta({ description: "Highest possible value.", unit: "the series'", examples: [80] }),
    })
    .optional()
    .describe("What is physically possible; a value outside is a broken sensor. Left out: wide, by unit."),
  step: z
    .number()
    .nonnegative()
    .default(0)
    .meta({ description: "Smallest change that the sensor can show.", unit: "the series'", examples: [0.1] }),
  limits: z
    .array(limitShape)
    .min(1, "Say at least one limit; without any the series is listed all the same.")
    .describe("Plain limits."),
});

type SeriesShape = z.infer<typeof seriesShape>;

/** Series with limits as channels of no loop; what cannot work is complained about. */
export function toWatchedSeries(
  shapes: readonly SeriesShape[],
  loops: readonly Loop[],
  complain: Complain,
): readonly Channel[] {
  const taken = new Set([houseId, ...loops.map((loop) => loop.id)]);
  return shapes.map((shape, i) => {
    const at = ["series", i];
    if (taken.has(shape.id)) complain([...at, "id"], `There is another loop or series called ${shape.id}.`);
    taken.add(shape.id);
    checkFree(shape, loops, (message) => complain([...at, "source"], message));
    const range = shape.range ?? defaultRange(shape.unit, null);
    if (range.low >= range.high) complain([...at, "range"], "low must be less than high.");
    const { step } = shape;
    shape.limits.forEach(({ only }, k) => {
      if (only !== undefined)
        complain([...at, "limits", k, "only"], "A series that belongs to no loop has no pump.");
    });
    return {
      id: shape.id,
      name: shape.name ?? shape.id,
      role: "other",
      unit: shape.unit,
      position: null,
      source: shape.source,
      reporting: "periodic",
      maxAgeMs: defaultMaxAgeMs("other", "periodic"),
      range,
      step,
      box: null,
      limits: toLimits(shape.limits, { range, step }, [...at, "limits"], complain),
    };
  });
}

/** A channel's own limits are judged with its health; a series that feeds one must be watched there. */
function checkFree(
  { source }: SeriesShape,
  loops: readonly Loop[],
  complain: (message: string) => void,
): void {
  for (const loop of loops)
    for (const channel of loop.channels) {
      const { measurement, field, tags } = channel.source;
      const isSame = measurement === source.measurement && field === source.field;
      if (isSame && Object.entries(tags).every(([name, value]) => source.tags[name] === value))
        complain(`This series feeds channel ${loop.id}/${channel.id}; set the limits there.`);
    }
}

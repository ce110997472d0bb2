import { z } from "zod";
import { severities } from "../../protocol/alarm.ts";
import type { Channel, Limit, LimitKind } from "../domain/loop/loop.ts";
import { durationOrNone, id, positive } from "./config-fields.ts";
import type { Complain, FilePath } from "./config-problem.ts";

/** A limit as it is written in the file. */
export const limitShape = z.strictObject({
  name: id.optional().meta({
    description:
      "Which limit it is, unique in the channel; it follows the kind when left out (high, low, rising, falling).",
    examples: ["no-head"],
  }),
  above: z
    .number()
    .optional()
    .meta({
      description:
        "Passed by a value above this. Each limit has one of above, below, risingFasterThan and fallingFasterThan.",
      unit: "the channel's",
      examples: [380],
    }),
  below: z
    .number()
    .optional()
    .meta({ description: "Passed by a value below this.", unit: "the channel's", examples: [230] }),
  risingFasterThan: positive.optional().meta({
    description: "Passed by a rise of more than this.",
    unit: "the channel's, per minute",
    examples: [20],
  }),
  fallingFasterThan: positive.optional().meta({
    description: "Passed by a fall of more than this.",
    unit: "the channel's, per minute",
    examples: [20],
  }),
  severity: z.enum(severities).describe("How urgent its alarm is."),
  deadband: z
    .number()
    .nonnegative()
    .optional()
    .meta({
      description:
        "The alarm is over only when the value is back inside by this much. Left out: the channel's step; of a rate, a tenth of it.",
      unit: "the channel's",
      examples: [5],
    }),
  for: durationOrNone.optional().meta({
    description: "Passed for this long before the alarm opens, in source time. Left out or 0s: at once.",
    examples: ["10s"],
  }),
  clearFor: durationOrNone.optional().meta({
    description: "Back inside for this long before the alarm is over. Left out or 0s: at once.",
    examples: ["1min"],
  }),
  only: z
    .enum(["running", "stopped"])
    .optional()
    .describe("Looked at only while the pump runs, or only while it stands. Left out: always."),
});

/** A limit that has the right shape. */
export type LimitShape = z.infer<typeof limitShape>;

/** What tells a limit's kind, and what such a limit is called when the file gives it no name. */
const kinds = [
  { key: "above", kind: "above", name: "high" },
  { key: "below", kind: "below", name: "low" },
  { key: "risingFasterThan", kind: "rising", name: "rising" },
  { key: "fallingFasterThan", kind: "falling", name: "falling" },
] as const satisfies readonly {
  readonly key: keyof LimitShape;
  readonly kind: LimitKind;
  readonly name: string;
}[];

/** A rate is a median of noisy slopes: one that was passed must have become this share slower to be over. */
const usualRateShare = 0.1;

/** A coarse converter's single step within a minute may pass for this many of its steps a minute. */
const stepsAMinute = 2;

/** A channel's limits with their names and defaults; what cannot work is complained about. */
export function toLimits(
  shapes: readonly LimitShape[],
  channel: Pick<Channel, "range" | "step">,
  at: FilePath,
  complain: Complain,
): readonly Limit[] {
  const names = new Set(shapes.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const limits = shapes.flatMap((shape, i): readonly Limit[] => {
    const given = kinds.filter(({ key }) => shape[key] !== undefined);
    const [only] = given;
    if (only === undefined || given.length > 1) {
      complain([...at, i], `Say one of ${kinds.map(({ key }) => key).join(", ")}.`);
      return [];
    }
    const limit = toLimit(shape, only.kind, channel, shape.name ?? toFreeName(only.name, names));
    checkLimit(limit, { channel, at: [...at, i], key: only.key }, complain);
    return [limit];
  });
  checkBand(limits, at, complain);
  return limits;
}

/** `high`, `high-2`, … */
function toFreeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  taken.add(name);
  return name;
}

function toLimit(shape: LimitShape, kind: LimitKind, channel: Pick<Channel, "step">, name: string): Limit {
  const value = shape.above ?? shape.below ?? shape.risingFasterThan ?? shape.fallingFasterThan ?? 0;
  const isOfRate = kind === "rising" || kind === "falling";
  return {
    name,
    kind,
    value,
    severity: shape.severity,
    // A value at rest between two steps of its converter shows the one and the other.
    deadband: shape.deadband ?? (isOfRate ? usualRateShare * value : channel.step),
    onDelayMs: shape.for ?? 0,
    offDelayMs: shape.clearFor ?? 0,
    only: shape.only ?? null,
  };
}

function checkLimit(
  limit: Limit,
  {
    channel,
    at,
    key,
  }: { readonly channel: Pick<Channel, "range" | "step">; readonly at: FilePath; readonly key: string },
  complain: Complain,
): void {
  const { kind, value, deadband } = limit;
  const { low, high } = channel.range;
  if (kind === "rising" || kind === "falling") {
    if (deadband >= value)
      complain(
        [...at, "deadband"],
        `This must be less than the rate itself (${value}), or it would not end.`,
      );
    if (value < stepsAMinute * channel.step)
      complain(
        [...at, key],
        `One step of this sensor (${channel.step}) within a minute would pass it; ask for at least ${stepsAMinute * channel.step}.`,
      );
    return;
  }
  // A value outside the range is a broken sensor and is not used: the limit would never be passed, or never be over.
  const isInside = value > low && value < high;
  if (!isInside)
    complain(
      [...at, key],
      `This must lie inside the channel's range (${low} to ${high}): values outside are taken for a broken sensor.`,
    );
  else if (kind === "above" ? value - deadband < low : value + deadband > high)
    complain([...at, "deadband"], `No value inside the channel's range (${low} to ${high}) would end it.`);
}

/** A band must have room in it. */
function checkBand(limits: readonly Limit[], at: FilePath, complain: Complain): void {
  const tops = limits.filter(({ kind }) => kind === "above");
  const bottoms = limits.filter(({ kind }) => kind === "below");
  for (const top of tops)
    for (const bottom of bottoms)
      if (
        top.value <= bottom.value &&
        (top.only === null || bottom.only === null || top.only === bottom.only)
      )
        complain(at, `No value is both not above ${top.value} and not below ${bottom.value}.`);
}

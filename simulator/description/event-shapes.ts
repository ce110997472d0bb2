import { z } from "zod";
import { timing } from "./event-timing.ts";
import { fault } from "./fault-shapes.ts";
import {
  amount,
  between,
  byKind,
  celsius,
  exactly,
  factor,
  kelvins,
  listOf,
  litres,
  litresOrNone,
  millimetres,
  oneOf,
  quantity,
  share,
  spanOrZeroS,
  spanS,
  spread,
  words,
  yesOrNo,
} from "./quantities.ts";
import type { FaultTarget, ScenarioEvent } from "./scenario-description.ts";

/** Inventory that a closing valve pushes out; a judgement: none for a gate or ball valve. */
const usualStrokeL = 0;

const channels = listOf("channels", words("a channel's name")).min(1, {
  error: "This list is empty; write the channels.",
});

const target = exactly("a target", {
  channels: channels.optional(),
  box: words("a box").optional(),
}).transform((given, context): FaultTarget => {
  if (given.channels !== undefined && given.box === undefined) return { channels: given.channels };
  if (given.box !== undefined && given.channels === undefined) return { box: given.box };
  context.addIssue({ code: "custom", message: "Write either the channels or the box that the fault hits." });
  return z.NEVER;
});

const size = byKind(
  "a size",
  ["hole", "rate"],
  [
    exactly("a hole", { kind: z.literal("hole"), holeMm: millimetres }),
    exactly("a rate", {
      kind: z.literal("rate"),
      gPerDay: quantity("a rate", "grams a day above zero", (value) => value > 0),
    }),
  ],
);

const swing = exactly("a swing", { low: factor, high: factor }).refine(({ low, high }) => low <= high, {
  path: ["high"],
  error: "The swing's high factor is below its low one.",
});

const kinds = [
  "heat",
  "absorbed heat",
  "beta",
  "ambient",
  "load wander",
  "pump speed",
  "pump trip",
  "bypass",
  "isolation",
  "refill",
  "drain",
  "angle",
  "leak",
  "sensor fault",
  "gap",
  "channels out",
  "clock jump",
  "operation",
] as const satisfies readonly ScenarioEvent["kind"][];

const of = <const K extends string, const S extends z.core.$ZodLooseShape>(kind: K, shape: S) =>
  exactly(`the event "${kind}"`, { kind: z.literal(kind), ...timing, ...shape });

/** One event of a story, with what it leaves out filled in. */
export const event = byKind("an event", kinds, [
  of("heat", { factor }),
  of("absorbed heat", { factor }),
  of("beta", { toDeg: between("a beta angle", -90, 90, " degrees") }),
  of("ambient", { offsetK: kelvins }),
  of("load wander", { sd: spread, tauS: spanS }),
  of("pump speed", { factor: between("a speed relative to nominal", 0, 1.5) }),
  of("pump trip", {}),
  of("bypass", { opening: share.nullable() }),
  of("isolation", {
    segment: words("the segment's name"),
    how: oneOf("a way to cut a segment off", ["inlet", "sealed"]),
    strokeL: litresOrNone.default(usualStrokeL),
  }),
  of("refill", { litres, tempC: celsius }),
  of("drain", { litres }),
  of("angle", { periodS: spanS }),
  of("leak", {
    from: oneOf("a place that leaks", ["loop", "gas side"]).default("loop"),
    at: words("the segment's name").optional(),
    position: share.default(0.5),
    size,
    tail: oneOf("a way to leave the hole", ["metastable", "HEM"]).default("metastable"),
    eFoldS: spanS.nullable().default(null),
    swing: swing.nullable().default(null),
  }),
  of("sensor fault", { target, fault, flaggedAfterS: spanOrZeroS.nullable().default(null) }),
  of("gap", { name: words("what controllers call it"), planned: yesOrNo.default(false) }),
  of("channels out", { channels }),
  of("clock jump", { byS: amount }),
  of("operation", { operation: words("what the operator declares") }),
]);

/** An event as written. */
export type EventShape = z.output<typeof event>;

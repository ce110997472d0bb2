import { z } from "zod";
import { timing } from "./event-timing.ts";
import { fault } from "./fault-shapes.ts";
import {
  between,
  byKind,
  celsius,
  exactly,
  factor,
  heatFactor,
  holeMm,
  listOf,
  litres,
  oneOf,
  quantity,
  share,
  spanOrZeroS,
  spanS,
  time,
  words,
  yesOrNo,
} from "./quantities.ts";
import type { FaultTarget, ScenarioEvent } from "./scenario-description.ts";
import { parseSpan } from "./span.ts";

/** Inventory that a closing valve pushes out; a judgement: none for a gate or ball valve. */
const usualStrokeL = 0;

/** The largest ball valves hold this much; a gate valve's stem much less. */
const mostStrokeL = 5;

/** Ten kilograms a second and more: a burst main, not a leak that anybody would measure. */
const mostGPerDay = 1e9;

/** From the hottest day ever to the coldest and beyond. */
const mostOffsetK = 100;

/** Clocks are wrong by leap seconds, zones and a day at the turn of a year; a wrong year is no jump but another record. */
const mostJumpDays = 2;
const clockJump = time(
  "a jump of the clock",
  `a time of at most ${mostJumpDays} d either way (with a minus sign for back)`,
  (input) => {
    const seconds = parseSpan(input);
    return seconds !== null && Math.abs(seconds) <= mostJumpDays * 86_400 ? seconds : null;
  },
);

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
    exactly("a hole", { kind: z.literal("hole"), holeMm }),
    exactly("a rate", {
      kind: z.literal("rate"),
      gPerDay: quantity(
        "a rate",
        `grams a day above zero, up to ${mostGPerDay}`,
        (value) => value > 0 && value <= mostGPerDay,
      ),
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
  of("heat", { factor: heatFactor }),
  of("absorbed heat", { factor }),
  of("beta", { toDeg: between("a beta angle", -90, 90, " degrees") }),
  of("ambient", { offsetK: between("a temperature difference", -mostOffsetK, mostOffsetK, " K") }),
  of("load wander", { sd: between("a standard deviation", 0, 1), tauS: spanS }),
  of("pump speed", { factor: between("a speed relative to nominal", 0, 1.5) }),
  of("pump trip", {}),
  of("bypass", { opening: share.nullable() }),
  of("isolation", {
    segment: words("the segment's name"),
    how: oneOf("a way to cut a segment off", ["inlet", "sealed"]),
    strokeL: between("a stroke volume", 0, mostStrokeL, " litres").default(usualStrokeL),
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
  of("clock jump", { byS: clockJump }),
  of("operation", { operation: words("what the operator declares") }),
]);

/** An event as written. */
export type EventShape = z.output<typeof event>;

import type { z } from "zod";
import { spanS, time } from "./quantities.ts";
import type { EventTiming } from "./scenario-description.ts";
import { parseSpan } from "./span.ts";

/** `atS` of what holds from the very start of the telemetry, whether or not the story's event ever comes. */
export const fromStart = Number.NEGATIVE_INFINITY;

const beginS = time("a time from the event", "start or a time (with a minus sign when before it)", (input) =>
  input === "start" ? fromStart : parseSpan(input),
);

/** Timing keys that every event has: at the story's event and for good, when nothing else is written. */
export const timing = {
  atS: beginS.default(0),
  forS: spanS.nullable().default(null),
} satisfies { readonly [K in keyof EventTiming]: z.ZodType<EventTiming[K]> };

import { z } from "zod";
import type { LinkDescription } from "./link-description.ts";
import {
  between,
  byKind,
  exactly,
  listOf,
  quantity,
  share,
  spanOrZeroS,
  spanS,
  words,
} from "./quantities.ts";

/** After a gap a recorder waits for a free channel, then plays back faster than it recorded. Judgements. */
const usualDumpAfterS = 240;
const usualDumpSpeed = 20;

/**
 * Telemetry is sampled once a second: what is finer changes no point, and costs as much as what is seen. Gaps closer than
 * these would leave hardly a point between them, and a day is longer than any loss of signal in the stories.
 */
const leastBlockS = 1;
const leastGapS = 1;
const leastEveryS = 10;
const mostPerHour = 360;
const mostGapS = 86_400;

/** Each pattern is asked at each second; no link in the stories has more than four. */
const mostGaps = 20;

const gapS = spanS.refine((seconds) => seconds >= leastGapS, {
  error: `Telemetry is sampled once a second; write a gap of at least ${leastGapS} s.`,
});

const randomGapS = gapS.refine((seconds) => seconds <= mostGapS, {
  error: "A random gap lasts at most a day; for a longer one write a gap among the events.",
});

const gap = byKind(
  "a gap",
  ["random", "planned"],
  [
    exactly("a random gap", {
      kind: z.literal("random"),
      perHour: between("a count per hour", 0, mostPerHour),
      fromS: randomGapS,
      toS: randomGapS,
    }).refine(({ fromS, toS }) => fromS <= toS, {
      path: ["toS"],
      error: "The longest gap is shorter than the shortest; write toS of at least fromS.",
    }),
    exactly("a planned gap", {
      kind: z.literal("planned"),
      everyS: spanS.refine((seconds) => seconds >= leastEveryS, {
        error: `Planned gaps come at least ${leastEveryS} s one after the other; write a longer time.`,
      }),
      firstAfterS: spanOrZeroS.default(0),
      forS: gapS,
      name: words("what controllers call it"),
    }).refine(({ everyS, forS }) => forS < everyS, {
      path: ["forS"],
      error: "The gap is as long as the time from one to the next; nothing would ever arrive.",
    }),
  ],
);

/** A link that says nothing about itself passes everything on at once. */
export const link = exactly("the link", {
  delayS: spanOrZeroS.default(0),
  gaps: listOf("gaps", gap)
    .max(mostGaps, { error: `A link has at most ${mostGaps} gap patterns; write fewer.` })
    .default([]),
  recorder: exactly("the recorder", {
    dumpAfterS: spanOrZeroS.default(usualDumpAfterS),
    speed: quantity(
      "a playback speed",
      "recorded seconds a second, above zero",
      (value) => value > 0,
    ).default(usualDumpSpeed),
    shuffledBlockS: spanOrZeroS
      .refine((seconds) => seconds === 0 || seconds >= leastBlockS, {
        error: `Points come once a second; write blocks of at least ${leastBlockS} s, or 0 to keep the order.`,
      })
      .default(0),
  })
    .nullable()
    .default(null),
  duplicates: share.default(0),
  backsteps: share.default(0),
  nulls: share.default(0),
}) satisfies z.ZodType<LinkDescription>;

/** The same when a file has no link at all. */
export const plainLink: LinkDescription = {
  delayS: 0,
  gaps: [],
  recorder: null,
  duplicates: 0,
  backsteps: 0,
  nulls: 0,
};

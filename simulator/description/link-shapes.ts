import { z } from "zod";
import type { LinkDescription } from "./link-description.ts";
import { byKind, count, exactly, listOf, quantity, share, spanOrZeroS, spanS, words } from "./quantities.ts";

/** After a gap a recorder waits for a free channel, then plays back faster than it recorded. Judgements. */
const usualDumpAfterS = 240;
const usualDumpSpeed = 20;

const gap = byKind(
  "a gap",
  ["random", "planned"],
  [
    exactly("a random gap", { kind: z.literal("random"), perHour: count, fromS: spanS, toS: spanS }).refine(
      ({ fromS, toS }) => fromS <= toS,
      { path: ["toS"], error: "The longest gap is shorter than the shortest; write toS of at least fromS." },
    ),
    exactly("a planned gap", {
      kind: z.literal("planned"),
      everyS: spanS,
      firstAfterS: spanOrZeroS.default(0),
      forS: spanS,
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
  gaps: listOf("gaps", gap).default([]),
  recorder: exactly("the recorder", {
    dumpAfterS: spanOrZeroS.default(usualDumpAfterS),
    speed: quantity(
      "a playback speed",
      "recorded seconds a second, above zero",
      (value) => value > 0,
    ).default(usualDumpSpeed),
    shuffledBlockS: spanOrZeroS.default(0),
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

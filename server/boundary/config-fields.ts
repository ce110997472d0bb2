import { z } from "zod";
import { idPattern } from "../../protocol/ids.ts";
import { findNearest } from "./config-problem.ts";
import { parseDuration } from "./duration.ts";
import { parseTimeOfDay } from "./time-of-day.ts";

/** Kinds of values that several parts of the file have. */
export const text = (longest: number) => z.string().trim().min(1).max(longest);

export const id = z
  .string()
  .regex(
    idPattern,
    "Use letters, digits, dots, dashes and underscores, at most 64, the first a letter or digit.",
  );

export const positive = z.number().positive();

/** A text that says something; a number in its place is answered with how to write it. */
const written = (how: string) =>
  z.string({ error: ({ input }) => (input === undefined || input === null ? undefined : how) });

const howSpan = "Write a time span like 15 s, 5min, 3h or 2 d.";
const howSpanOrNever = "Write a time span like 30min or 8h, or never.";
const notLonger = "This must be longer than nothing.";

/** What kind of text it is, for the documents. */
const asSpan = { kind: "time span", examples: ["5min"] };

/** Milliseconds, more than none. */
export const duration = written(howSpan)
  .transform((said, context) => {
    const ms = parseDuration(said);
    if (ms !== null && ms > 0) return ms;
    context.addIssue({ code: "custom", message: ms === null ? howSpan : notLonger });
    return z.NEVER;
  })
  .meta(asSpan);

/** Milliseconds; `0s` is none. */
export const durationOrNone = written(howSpan)
  .transform((said, context) => {
    const ms = parseDuration(said);
    if (ms !== null) return ms;
    context.addIssue({ code: "custom", message: howSpan });
    return z.NEVER;
  })
  .meta(asSpan);

const never = "never";

/** Milliseconds; `null`: never. */
export const durationOrNever = written(howSpanOrNever)
  .transform((said, context) => {
    if (said.trim() === never) return null;
    const ms = parseDuration(said);
    if (ms !== null && ms > 0) return ms;
    context.addIssue({
      code: "custom",
      message: ms === null ? howSpanOrNever : `${notLonger.slice(0, -1)}, or never.`,
    });
    return z.NEVER;
  })
  .meta({ kind: "time span or never", examples: ["30min"] });

const howTime = "Write a time of day like 06:00 or 22:30.";
const howTimeOrNever = "Write a time of day like 06:00, or never.";

/** Minutes of the day; `24:00` is 1440. */
export const timeOfDay = written(howTime)
  .transform((said, context) => {
    const minute = parseTimeOfDay(said);
    if (minute !== null) return minute;
    context.addIssue({ code: "custom", message: howTime });
    return z.NEVER;
  })
  .meta({ kind: "time of day", examples: ["06:00"] });

/** Minutes of the day; `null`: never. */
export const timeOfDayOrNever = written(howTimeOrNever)
  .transform((said, context) => {
    if (said.trim() === never) return null;
    const minute = parseTimeOfDay(said);
    if (minute !== null) return minute;
    context.addIssue({ code: "custom", message: howTimeOrNever });
    return z.NEVER;
  })
  .meta({ kind: "time of day or never", examples: ["06:00"] });

export const mailAddress = z
  .string()
  .trim()
  .regex(/^[^\s@]{1,64}@[^\s@]{1,255}$/, "Write an e-mail address like operator@example.org.");

/** The name of a time zone that this machine knows the rules of. */
export const zone = z.string().transform((written, context) => {
  const name = written.trim();
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    // Offsets know no summer time; where an Intl takes them, a shift would begin an hour off for half a year.
    if (/^[A-Za-z]/.test(name)) return name;
  } catch {
    // What the zone's name is not, the sentence says.
  }
  const nearest = findNearest(name, Intl.supportedValuesOf("timeZone"));
  const hint = nearest === null ? "write one like Europe/Berlin or UTC" : `did you mean ${nearest}?`;
  context.addIssue({
    code: "custom",
    message: `There is no such time zone; ${hint}${nearest === null ? "." : ""}`,
  });
  return z.NEVER;
});

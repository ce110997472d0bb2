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

/** Milliseconds. */
export const duration = z.string().transform((written, context) => {
  const ms = parseDuration(written);
  if (ms !== null) return ms;
  context.addIssue({ code: "custom", message: "Write a time span like 15 s, 5min, 3h or 2 d." });
  return z.NEVER;
});

const never = "never";

/** Milliseconds; `null`: never. */
export const durationOrNever = z.string().transform((written, context) => {
  if (written.trim() === never) return null;
  const ms = parseDuration(written);
  if (ms !== null) return ms;
  context.addIssue({ code: "custom", message: "Write a time span like 30min or 8h, or never." });
  return z.NEVER;
});

/** Minutes of the day; `24:00` is 1440. */
export const timeOfDay = z.string().transform((written, context) => {
  const minute = parseTimeOfDay(written);
  if (minute !== null) return minute;
  context.addIssue({ code: "custom", message: "Write a time of day like 06:00 or 22:30." });
  return z.NEVER;
});

/** Minutes of the day; `null`: never. */
export const timeOfDayOrNever = z.string().transform((written, context) => {
  if (written.trim() === never) return null;
  const minute = parseTimeOfDay(written);
  if (minute !== null) return minute;
  context.addIssue({ code: "custom", message: "Write a time of day like 06:00, or never." });
  return z.NEVER;
});

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

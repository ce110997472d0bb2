import { z } from "zod";
import type { Visitor } from "../../protocol/access.ts";
import { type AlarmKey, alarmClasses } from "../../protocol/alarm.ts";
import { operations } from "../../protocol/operation.ts";
import { type DurationMs, minutes } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";
import type { OperatorAct } from "../../protocol/wire.ts";
import { checkShape, idShape, longestOccurrenceId, type Parsed } from "./parsed.ts";

/** A name on one line, and none that makes the text around it read backwards. */
const isOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u.test(text);

const nameShape = (missing: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(80, "A name may have 80 characters.")
    .refine(isOneLine, "A name is written on one line.");

const textShape = (missing: string) =>
  z.string(missing).trim().max(500, "A comment may have 500 characters.");
const comment = textShape("A comment is text.").default("");
const reason = (missing: string) => textShape(missing).min(1, missing);
const by = nameShape("Say who you are.");

/** A shelf for less would be over before it was seen. */
const shortestShelfMs: DurationMs = minutes(1);
const shelfSentence = "Say for how long: at least one minute.";

const noVersion = "The version of the alarm is missing.";
const onOccurrence = {
  occurrenceId: idShape("an alarm", longestOccurrenceId),
  version: z.int(noVersion).min(1, noVersion),
  by,
  comment,
};

const keyShape: z.ZodType<AlarmKey> = z.object(
  {
    loopId: idShape("a loop"),
    alarmClass: z.enum(alarmClasses, "There is no such class of alarms."),
    part: idShape("a part of an alarm", longestOccurrenceId).nullable().default(null),
  },
  "Say which alarm.",
);
const onAlarm = { key: keyShape, version: z.int(noVersion).min(0, noVersion), by, comment };

const noTime = "A time is in epoch milliseconds.";
/** Every act, told apart by its kind. */
export const actShape: z.ZodType<OperatorAct> = z.discriminatedUnion(
  "kind",
  [
    z.object({ kind: z.literal("acknowledge"), ...onOccurrence }),
    z.object({ kind: z.literal("silence"), ...onOccurrence }),
    z.object({ kind: z.literal("reset"), ...onOccurrence }),
    z.object({ kind: z.literal("comment"), ...onOccurrence, comment: reason("Write what you want to say.") }),
    z.object({
      kind: z.literal("assign"),
      ...onOccurrence,
      to: nameShape("Say who takes care of it."),
    }),
    z.object({
      kind: z.literal("shelve"),
      ...onOccurrence,
      comment: reason("Say why it is shelved."),
      forMs: z.int(shelfSentence).min(shortestShelfMs, shelfSentence),
    }),
    z.object({ kind: z.literal("unshelve"), ...onAlarm }),
    z.object({
      kind: z.literal("take out of service"),
      ...onAlarm,
      comment: reason("Say why it is taken out of service."),
    }),
    z.object({ kind: z.literal("put back in service"), ...onAlarm }),
    z.object({
      kind: z.literal("operate"),
      loopId: idShape("a loop"),
      operation: z.enum(operations, "There is no such operation."),
      atMs: z.int(noTime).nullable().default(null),
      by,
      comment,
    }),
  ],
  "There is no such act.",
);

/** A person's act, names and comments without spaces around them. Nothing is shelved for longer than `longestShelfMs`. */
export function parseOperatorAct(input: unknown, longestShelfMs: DurationMs): Parsed<OperatorAct> {
  const parsed = checkShape(actShape, input);
  if (parsed.ok && parsed.value.kind === "shelve" && parsed.value.forMs > longestShelfMs)
    return { ok: false, reason: `An alarm can be shelved for at most ${toSpan(longestShelfMs)}.` };
  return parsed;
}

/** An act as somebody says it: who has an account or a token acts under its name, whatever name the act says. */
export const withName = (input: unknown, actor: Pick<Visitor, "name" | "via">): unknown =>
  actor.via === "local" || typeof input !== "object" || input === null ? input : { ...input, by: actor.name };

import { z } from "zod";
import type { ScenarioState } from "../../protocol/scenario.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { AcknowledgeAct, ActResult } from "../../protocol/wire.ts";

/** What came from outside, known now; or a sentence for the person who sent it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** A stretch of history that a page asks for. */
export interface HistoryQuery {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Most rows wanted. */
  readonly points: number;
}

const id = (what: string) =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, `This is not the name of ${what}.`);
const hasControl = (text: string): boolean => [...text].some((character) => character < " ");

const acknowledgeShape: z.ZodType<AcknowledgeAct> = z.object({
  occurrenceId: id("an alarm"),
  version: z.int("The version of the alarm is missing.").min(1, "The version of the alarm is missing."),
  by: z
    .string("Say who acknowledges.")
    .trim()
    .min(1, "Say who acknowledges.")
    .max(80, "A name may have 80 characters.")
    .refine((name) => !hasControl(name), "A name is written on one line."),
  comment: z.string("A comment is text.").trim().max(500, "A comment may have 500 characters.").default(""),
});

/** Rows of a chart: fewer say nothing, more than a screen has pixels are not seen. */
const fewestPoints = 10;
const mostPoints = 5000;
const defaultPoints = 1200;

const moment = z.string("Say from and to.").transform((text, context) => {
  const ms = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  context.addIssue({
    code: "custom",
    message: "A time is in epoch milliseconds or like 2022-12-15T00:45:00Z.",
  });
  return z.NEVER;
});
const pointsSentence = `points is a whole number from ${fewestPoints} to ${mostPoints}.`;
const historyShape = z
  .object({
    from: moment,
    to: moment,
    points: z.coerce
      .number(pointsSentence)
      .int(pointsSentence)
      .min(fewestPoints, pointsSentence)
      .max(mostPoints, pointsSentence)
      .default(defaultPoints),
  })
  .refine((query) => query.from < query.to, "from must be before to.")
  .transform((query): HistoryQuery => ({ fromMs: query.from, toMs: query.to, points: query.points }));

const scenarioShape = z.object({ scenarioId: id("a scenario") });
const speedSentence = "The speed is a number from 1 to 600.";
const speedShape = z.object({ speed: z.number(speedSentence).min(1, speedSentence).max(600, speedSentence) });

const sentence = z.string().max(1000);
const announcementShape: z.ZodType<ScenarioState> = z.object({
  loopId: id("a loop"),
  runningId: id("a scenario"),
  title: sentence,
  summary: sentence,
  startedMs: z.number(),
  eventMs: z.number().nullable(),
  nowMs: z.number(),
  speed: z.number().positive(),
  choices: z.array(z.object({ id: id("a scenario"), title: sentence, summary: sentence })).max(100),
});

const measurementShape = z.object({
  measurement: z
    .string("Say which measurement.")
    .min(1, "Say which measurement.")
    .max(200, "Measurements have shorter names."),
});

/** A person's acknowledgement; name and comment without spaces around them. */
export const parseAcknowledge = (input: unknown): Parsed<AcknowledgeAct> => check(acknowledgeShape, input);

/** `from`, `to` (epoch milliseconds or ISO 8601) and `points` of a query string. */
export const parseHistoryQuery = (input: unknown): Parsed<HistoryQuery> => check(historyShape, input);

/** A page asks the plant to start another story. */
export const parseScenarioAct = (input: unknown): Parsed<{ readonly scenarioId: string }> =>
  check(scenarioShape, input);

/** A page asks the plant for another speed, source seconds per second. */
export const parseSpeedAct = (input: unknown): Parsed<{ readonly speed: number }> => check(speedShape, input);

/** What a plant says it is doing. */
export const parseAnnouncement = (input: unknown): Parsed<ScenarioState> => check(announcementShape, input);

const actResultShape = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), reason: sentence }),
]);

/** A plant's answer to an act; what is no answer becomes a refusal. */
export function parseActResult(input: unknown): ActResult {
  const checked = actResultShape.safeParse(input);
  return checked.success
    ? checked.data
    : { ok: false, reason: "The simulator gave an answer that is not understood." };
}

/** Which measurement to count. */
export const parseCountQuery = (input: unknown): Parsed<{ readonly measurement: string }> =>
  check(measurementShape, input);

function check<T>(shape: z.ZodType<T>, input: unknown): Parsed<T> {
  const checked = shape.safeParse(input);
  if (checked.success) return { ok: true, value: checked.data };
  return { ok: false, reason: checked.error.issues[0]?.message ?? "This is not understood." };
}

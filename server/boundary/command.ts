import { z } from "zod";
import type { ScenarioState } from "../../protocol/scenario.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { ActResult } from "../../protocol/wire.ts";
import { checkShape, idShape, momentShape, type Parsed, queryShape, wholeNumberShape } from "./parsed.ts";

/** A stretch of history that a page asks for. */
export interface HistoryQuery {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Most rows wanted. */
  readonly points: number;
  /** The channels with the inventory, or what was estimated (`estimateColumns`). */
  readonly of: "samples" | "estimate";
}

/** Rows of a chart: fewer say nothing, more than a screen has pixels are not seen. */
const fewestPoints = 10;
const mostPoints = 5000;
const defaultPoints = 1200;

/** The query of a loop's history. */
export const historyQueryShape = queryShape({
  from: momentShape("Say from and to."),
  to: momentShape("Say from and to."),
  points: wholeNumberShape("points", fewestPoints, mostPoints).default(defaultPoints),
  of: z.enum(["samples", "estimate"], "of is samples or estimate.").default("samples"),
});

const historyShape = historyQueryShape
  .refine((query) => query.from < query.to, "from must be before to.")
  .transform(
    (query): HistoryQuery => ({ fromMs: query.from, toMs: query.to, points: query.points, of: query.of }),
  );

const scenarioShape = z.object({ scenarioId: idShape("a scenario") });
const speedSentence = "The speed is a number from 1 to 600.";
const speedShape = z.object({ speed: z.number(speedSentence).min(1, speedSentence).max(600, speedSentence) });

const sentence = z.string().max(1000);
const announcementShape: z.ZodType<ScenarioState> = z.object({
  loopId: idShape("a loop"),
  runningId: idShape("a scenario"),
  title: sentence,
  summary: sentence,
  startedMs: z.number(),
  eventMs: z.number().nullable(),
  nowMs: z.number(),
  speed: z.number().positive(),
  choices: z.array(z.object({ id: idShape("a scenario"), title: sentence, summary: sentence })).max(100),
});

/** The query of `/count`. */
export const countQueryShape = queryShape({
  measurement: z
    .string("Say which measurement.")
    .min(1, "Say which measurement.")
    .max(200, "Measurements have shorter names."),
});

/** The query of `/series`. */
export const seriesQueryShape = queryShape({
  unmapped: z.string().max(10).optional().describe("When it is there, channels are left out."),
});

/** `from`, `to` (epoch milliseconds or ISO 8601), `points` and `of` of a query string. */
export const parseHistoryQuery = (input: unknown): Parsed<HistoryQuery> => checkShape(historyShape, input);

/** A page asks the plant to start another story. */
export const parseScenarioAct = (input: unknown): Parsed<{ readonly scenarioId: string }> =>
  checkShape(scenarioShape, input);

/** A page asks the plant for another speed, source seconds per second. */
export const parseSpeedAct = (input: unknown): Parsed<{ readonly speed: number }> =>
  checkShape(speedShape, input);

/** What a plant says it is doing. */
export const parseAnnouncement = (input: unknown): Parsed<ScenarioState> =>
  checkShape(announcementShape, input);

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
  checkShape(countQueryShape, input);

/** Whether only telemetry that belongs to no loop is asked for. */
export const parseSeriesQuery = (input: unknown): Parsed<{ readonly unmapped?: string | undefined }> =>
  checkShape(seriesQueryShape, input);

import { z } from "zod";
import {
  type AlarmClass,
  type AlarmState,
  alarmClasses,
  alarmStates,
  type Severity,
  severities,
} from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { type NoticeState, noticeStates } from "../../protocol/notice.ts";
import { type DurationMs, days, type EpochMs, hours } from "../../protocol/time.ts";
import { checkShape, idShape, momentShape, type Parsed, queryShape, wholeNumberShape } from "./parsed.ts";

/** Which past alarms somebody wants to see; what is left out is not asked for. */
export interface AlarmQuery {
  readonly state?: AlarmState;
  /** Wall-clock time at which they were last changed: [fromMs, toMs). */
  readonly fromMs?: EpochMs;
  readonly toMs?: EpochMs;
  readonly loopId?: LoopId;
  readonly severity?: Severity;
  readonly alarmClass?: AlarmClass;
  /** Part of the headline, whatever its case. */
  readonly text?: string;
  readonly limit: number;
}

/** Rows of a list: enough for a screen, and at most what a page can show and a database read at once. */
const usualLimit = 100;
const highestLimit = 1000;

const moment = momentShape("Say one time.");
const isInOrder = ({ from, to }: { from?: number | undefined; to?: number | undefined }): boolean =>
  from === undefined || to === undefined || from < to;

/** The query of `/alarms`. */
export const alarmQueryShape = queryShape({
  state: z.enum(alarmStates, `state is one of ${alarmStates.join(", ")}.`).optional(),
  from: moment.optional(),
  to: moment.optional(),
  loop: idShape("a loop").optional(),
  severity: z.enum(severities, `severity is one of ${severities.join(", ")}.`).optional(),
  class: z.enum(alarmClasses, `class is one of ${alarmClasses.join(", ")}.`).optional(),
  text: z.string("text is written once.").max(200, "text may have 200 characters.").optional(),
  limit: wholeNumberShape("limit", 1, highestLimit).default(usualLimit),
});

const alarmShape = alarmQueryShape.refine(isInOrder, "from must be before to.").transform(
  ({ state, from, to, loop, severity, class: alarmClass, text, limit }): AlarmQuery => ({
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { fromMs: from }),
    ...(to === undefined ? {} : { toMs: to }),
    ...(loop === undefined ? {} : { loopId: loop }),
    ...(severity === undefined ? {} : { severity }),
    ...(alarmClass === undefined ? {} : { alarmClass }),
    ...(text === undefined || text.trim() === "" ? {} : { text: text.trim() }),
    limit,
  }),
);

/** A question about past alarms; all of the query may be left out. */
export const parseAlarmQuery = (input: unknown): Parsed<AlarmQuery> => checkShape(alarmShape, input);

/** A span of wall-clock time. */
export interface SpanQuery {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

const usualSpanMs: DurationMs = hours(24);
/** A quarter of a year is what the standards look at. */
const longestSpanMs: DurationMs = days(92);

/** The query of `/figures`. */
export const spanQueryShape = queryShape({ from: moment.optional(), to: moment.optional() });

/** The span of the figures: the day before `to`, which is now unless it is said. */
export function parseSpanQuery(input: unknown, nowMs: EpochMs): Parsed<SpanQuery> {
  const parsed = checkShape(spanQueryShape, input);
  if (!parsed.ok) return parsed;
  const toMs = parsed.value.to ?? nowMs;
  const fromMs = parsed.value.from ?? toMs - usualSpanMs;
  if (fromMs >= toMs) return { ok: false, reason: "from must be before to." };
  if (toMs - fromMs > longestSpanMs)
    return { ok: false, reason: `Figures are told of at most ${longestSpanMs / days(1)} days at once.` };
  return { ok: true, value: { fromMs, toMs } };
}

/** The query of `/ledger`. */
export const ledgerQueryShape = queryShape({ loop: idShape("a loop").optional() });

const ledgerShape = ledgerQueryShape.transform(({ loop }): { readonly loopId?: LoopId } =>
  loop === undefined ? {} : { loopId: loop },
);

/** Whose leaks: of one loop, or of all where none is named. */
export const parseLedgerQuery = (input: unknown): Parsed<{ readonly loopId?: LoopId }> =>
  checkShape(ledgerShape, input);

/** Incidents and notices are told from a bounded list; more of them are not kept at hand. */
const mostIncidents = 50;
const mostNotices = 500;

/** The query of `/incidents`. */
export const incidentQueryShape = queryShape({
  limit: wholeNumberShape("limit", 1, mostIncidents).default(mostIncidents),
});

/** How many incidents, newest first. */
export const parseIncidentQuery = (input: unknown): Parsed<{ readonly limit: number }> =>
  checkShape(incidentQueryShape, input);

/** Which notices somebody wants to see. */
export interface NoticeQuery {
  readonly state?: NoticeState["kind"] | undefined;
  readonly limit: number;
}

/** The query of `/notices`. */
export const noticeQueryShape = queryShape({
  state: z.enum(noticeStates, `state is one of ${noticeStates.join(", ")}.`).optional(),
  limit: wholeNumberShape("limit", 1, mostNotices).default(mostNotices),
});

/** A question about notices; all of the query may be left out. */
export const parseNoticeQuery = (input: unknown): Parsed<NoticeQuery> => checkShape(noticeQueryShape, input);

/** The query of `/alarms/ID/mail` and `/mailbox/ID`. */
export const mailQueryShape = queryShape({
  as: z.enum(["json", "html"], "as is json or html.").default("json"),
});

/** How a mail is wanted: for a program, or as its reader sees it. */
export const parseMailQuery = (input: unknown): Parsed<{ readonly as: "json" | "html" }> =>
  checkShape(mailQueryShape, input);

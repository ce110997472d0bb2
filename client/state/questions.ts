import type { AlarmClass, AlarmView, Severity } from "../../protocol/alarm.ts";
import type { IncidentId, LoopId, OccurrenceId } from "../../protocol/ids.ts";
import type { AlarmFigures, IncidentView, LedgerLeak } from "../../protocol/incident.ts";
import type { UnmappedList } from "../../protocol/series.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { type Fetched, readJson } from "./history.ts";

/** Which past alarms a reader asks for; wall-clock times of their last change. */
export interface PastQuestion {
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
  readonly loopId: LoopId | null;
  readonly severity: Severity | null;
  readonly alarmClass: AlarmClass | null;
  readonly text: string;
  readonly limit: number;
}

/** A mail as it would be sent. */
export interface MailPreview {
  readonly subject: string;
  readonly text: string;
}

/** The question as the API takes it; what is not asked for is left out. */
export function toPastQuery(question: PastQuestion): string {
  const asked = new URLSearchParams();
  if (question.fromMs !== null) asked.set("from", String(Math.floor(question.fromMs)));
  if (question.toMs !== null) asked.set("to", String(Math.ceil(question.toMs)));
  if (question.loopId !== null) asked.set("loop", question.loopId);
  if (question.severity !== null) asked.set("severity", question.severity);
  if (question.alarmClass !== null) asked.set("class", question.alarmClass);
  if (question.text.trim() !== "") asked.set("text", question.text.trim());
  asked.set("limit", String(question.limit));
  return asked.toString();
}

/** Past alarms, newest change first. */
export const fetchPastAlarms = (question: PastQuestion): Promise<Fetched<readonly AlarmView[]>> =>
  readJson(`/api/v1/alarms?${toPastQuery(question)}`);

/** One occurrence that this page was not told. */
export const fetchAlarm = (id: OccurrenceId): Promise<Fetched<AlarmView>> =>
  readJson(`/api/v1/alarms/${encodeURIComponent(id)}`);

/** One incident that this page was not told. */
export const fetchIncident = (id: IncidentId): Promise<Fetched<IncidentView>> =>
  readJson(`/api/v1/incidents/${encodeURIComponent(id)}`);

/** The alarm system's figures over a span of wall-clock time. */
export const fetchFigures = (fromMs: EpochMs, toMs: EpochMs): Promise<Fetched<AlarmFigures>> =>
  readJson(`/api/v1/figures?from=${Math.floor(fromMs)}&to=${Math.ceil(toMs)}`);

/** Every leak that is remembered, newest first. */
export const fetchLedger = (): Promise<Fetched<readonly LedgerLeak[]>> => readJson("/api/v1/ledger");

const toPreviewUrl = (id: OccurrenceId): string => `/api/v1/alarms/${encodeURIComponent(id)}/mail`;

/** The first mail about an alarm, as it would be written now. */
export const fetchPreview = (id: OccurrenceId): Promise<Fetched<MailPreview>> => readJson(toPreviewUrl(id));

/** Where a frame finds the same as HTML. */
export const toPreviewHtmlUrl = (id: OccurrenceId): string => `${toPreviewUrl(id)}?as=html`;

/** Telemetry that belongs to no loop. */
export const fetchUnmapped = (): Promise<Fetched<UnmappedList>> => readJson("/api/v1/series?unmapped");

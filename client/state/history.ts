import type { KeptMail } from "../../protocol/notice.ts";
import type { History } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { days } from "../../protocol/time.ts";

/** An answer of the server, or a sentence that says why there is none. */
export type Fetched<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** The stretch of a loop's history that is asked for; `fromMs: null` means everything there is. */
export interface HistoryQuestion {
  readonly loopId: string;
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs;
  /** Rows wanted; the server decimates to about this many. */
  readonly points: number;
}

/** How far back "everything" looks for the first sample. */
const oldestLookMs = days(366);
/** Fine enough that the first sample is found within three hours. */
const lookPoints = 5000;

/** The server's own sentence, without its full stop: it stands inside another one. */
export async function toReason(response: Response): Promise<string> {
  try {
    const { message } = (await response.json()) as { readonly message?: unknown };
    if (typeof message === "string" && message !== "") return message.replace(/\.$/, "");
  } catch {
    // No JSON: something between us and the server has answered. Its number is all there is.
  }
  return `the server answered ${response.status}`;
}

/** Asks the server; a refusal or a broken line is a sentence, not an exception. */
export async function readJson<T>(url: string): Promise<Fetched<T>> {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    if (!response.ok) return { ok: false, reason: await toReason(response) };
    // The server checks what it sends against the same protocol types.
    return { ok: true, value: (await response.json()) as T };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : "the server did not answer" };
  }
}

function ask(question: HistoryQuestion, fromMs: EpochMs, points: number): Promise<Fetched<History>> {
  const path = `/api/v1/loops/${encodeURIComponent(question.loopId)}/history`;
  return readJson<History>(
    `${path}?from=${Math.floor(fromMs)}&to=${Math.ceil(question.toMs)}&points=${points}`,
  );
}

/** Source time of the first row with a value; `null` when the stretch is empty. */
export function firstSampleMs(history: History): EpochMs | null {
  for (const [row, atMs] of history.tMs.entries()) {
    if (history.columns.some((column) => (column[row] ?? null) !== null)) return atMs;
  }
  return null;
}

/** Reads a stretch of history. "Everything" takes two questions: where it begins, and then the stretch itself. */
export async function fetchHistory(question: HistoryQuestion): Promise<Fetched<History>> {
  if (question.fromMs !== null) return ask(question, question.fromMs, question.points);
  const look = await ask(question, question.toMs - oldestLookMs, lookPoints);
  if (!look.ok) return look;
  const firstMs = firstSampleMs(look.value);
  return firstMs === null ? look : ask(question, firstMs, question.points);
}

/** Reads what was estimated of a loop in a stretch of source time; columns as in `estimateColumns`. */
export function fetchEstimates(
  loopId: string,
  fromMs: EpochMs,
  toMs: EpochMs,
  points: number,
): Promise<Fetched<History>> {
  const path = `/api/v1/loops/${encodeURIComponent(loopId)}/history`;
  return readJson(`${path}?of=estimate&from=${Math.floor(fromMs)}&to=${Math.ceil(toMs)}&points=${points}`);
}

const toMailUrl = (id: string): string => `/api/v1/mailbox/${encodeURIComponent(id)}`;

/** Reads one kept mail. */
export const fetchMail = (id: string): Promise<Fetched<KeptMail>> => readJson<KeptMail>(toMailUrl(id));

/** Where a frame finds the HTML of a kept mail. */
export const toMailHtmlUrl = (id: string): string => `${toMailUrl(id)}?as=html`;

import { StoreError } from "../../app/ports.ts";
import type { InfluxAnswer } from "./influx-http.ts";

const sentenceByCode: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "nothing answers there; check that InfluxDB is running and the address is right"],
  ["ENOTFOUND", "there is no such host; check the address"],
  ["EAI_AGAIN", "the host name cannot be looked up just now"],
  ["EHOSTUNREACH", "the host cannot be reached"],
  ["ENETUNREACH", "the network cannot be reached"],
  ["ECONNRESET", "the connection was cut"],
  ["EPIPE", "the connection was cut"],
  ["ETIMEDOUT", "it does not answer"],
]);

/**
 * Runs one call against a server and settles within `limitMs` whatever the server does: also when it stalls in
 * mid-response, where the client library would wait for ever. Rejects with `StoreError` only.
 */
export async function withinLimit<T>(
  call: { readonly label: string; readonly limitMs: number },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreError(`InfluxDB at ${call.label} did not answer within ${call.limitMs} ms.`, true));
      abort.abort();
    }, call.limitMs);
  });
  try {
    return await Promise.race([run(abort.signal), limit]);
  } catch (error) {
    throw toStoreError(call.label, error);
  } finally {
    clearTimeout(timer);
  }
}

/** The error of an answer that is not a success. */
export function fromAnswer(label: string, answer: Pick<InfluxAnswer, "status" | "body">): InfluxStatusError {
  return fromStatus(label, answer.status, toMessage(answer.body));
}

/** A `StoreError` that came as an HTTP status. */
export class InfluxStatusError extends StoreError {
  readonly status: number;
  constructor(message: string, status: number) {
    // 5xx and 429 may pass by themselves; other 4xx need a person.
    super(message, status >= 500 || status === 429 || status === 408);
    this.status = status;
  }
}

/** What InfluxDB says in an error body: its `error` or `message`, else the text itself, shortened. */
export function toMessage(body: string): string {
  const shown = (text: string): string => (text.length > 500 ? `${text.slice(0, 497)}...` : text).trim();
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null) {
      if ("error" in parsed && typeof parsed.error === "string") return shown(parsed.error);
      if ("message" in parsed && typeof parsed.message === "string") return shown(parsed.message);
    }
    return shown(body);
  } catch {
    // Not JSON: a proxy's page or plain text.
    return shown(body);
  }
}

function fromStatus(label: string, status: number, detail: string): InfluxStatusError {
  const said = detail === "" ? "" : ` (${detail})`;
  if (status === 401 || status === 403)
    return new InfluxStatusError(
      `InfluxDB at ${label} refuses the user or token${said}. Check INFLUX_USERNAME, INFLUX_PASSWORD or INFLUX_TOKEN.`,
      status,
    );
  return new InfluxStatusError(`InfluxDB at ${label} answered ${status}${said}.`, status);
}

function toStoreError(label: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const status = statusOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (status !== null)
    return fromStatus(label, status, toMessage(detail.replace(/^A \d+ .*? error occurred: /, "")));
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const sentence = sentenceByCode.get(code) ?? (detail || code || "the connection failed");
  return new StoreError(`InfluxDB at ${label}: ${sentence}.`, isRetryable(error), error);
}

/** Status of the client library's `RequestError`; `null` for every other error. */
function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("res" in error)) return null;
  const { res } = error;
  if (typeof res !== "object" || res === null || !("statusCode" in res)) return null;
  return typeof res.statusCode === "number" ? res.statusCode : null;
}

/** The library's error for a failed statement comes with HTTP 200: asking again would not help. */
const isRetryable = (error: unknown): boolean =>
  !(error instanceof Error && error.message.startsWith("Error from InfluxDB:"));

import { type DurationMs, seconds } from "../../../protocol/time.ts";
import { type Clock, type HookSender, MailError } from "../../app/ports.ts";
import type { WebhookConfig } from "../../boundary/notice-config.ts";
import { type PostAnswer, postJson } from "./post-json.ts";
import { toSignedHeaders } from "./sign-message.ts";

/** From the first packet to the end of the answer. */
const limitMs: DurationMs = seconds(10);

/** What a receiver says when it may take the same message later (RFC 9110, 6585, 8470); 5xx besides. */
const laterStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** Most of an answer that stands in a list, characters. */
const mostShown = 200;

/**
 * Posts messages to the configured webhooks, signed where there is a secret. A message that the receiver refuses (4xx) is
 * refused for good; anything else, an answer that leads elsewhere included, may be mended meanwhile.
 */
export function createHookSender(
  configs: readonly WebhookConfig[],
  clock: Pick<Clock, "nowMs">,
  options: { readonly limitMs?: DurationMs } = {},
): HookSender {
  const configById = new Map(configs.map((config) => [config.id, config]));
  return {
    async send({ hook, id, body }) {
      const config = configById.get(hook);
      if (config === undefined) throw new MailError(`${hook}: no webhook of this name is configured`, false);
      const answer = await post(config, { id, body }, clock.nowMs(), options.limitMs ?? limitMs);
      return { response: toResponse(hook, answer) };
    },
  };
}

async function post(
  { id: hook, url, secret }: WebhookConfig,
  message: { readonly id: string; readonly body: string },
  nowMs: number,
  timeoutMs: DurationMs,
): Promise<PostAnswer> {
  try {
    const headers = toSignedHeaders(message, nowMs, secret);
    return await postJson(new URL(url), { body: message.body, headers }, AbortSignal.timeout(timeoutMs));
  } catch (cause) {
    throw new MailError(`${hook}: ${toFailure(cause, timeoutMs)}`, true, cause);
  }
}

function toFailure(cause: unknown, timeoutMs: DurationMs): string {
  if (!(cause instanceof Error)) return String(cause);
  // Node's words for these name the address, which may hold a password, or nothing at all.
  if (cause.name === "AbortError" || cause.name === "TimeoutError")
    return `no answer within ${timeoutMs / 1000} s`;
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  return cause.name;
}

function toResponse(hook: string, { status, body }: PostAnswer): string {
  const text = `${status} ${body.slice(0, mostShown)}`.trim();
  if (status >= 200 && status < 300) return text;
  const isFinal = status >= 400 && status < 500 && !laterStatuses.has(status);
  throw new MailError(`${hook}: ${text}`, !isFinal);
}

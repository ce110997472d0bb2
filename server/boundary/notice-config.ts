import type { DurationMs } from "../../protocol/time.ts";
import type { PersonId, WebhookId } from "../domain/notice/policy.ts";

/** How mails are handed over. Secrets: never print it. */
export interface SmtpConfig {
  /** `null`: the built-in mail server keeps the mails. May hold a password. */
  readonly url: string | null;
  readonly from: string;
  readonly replyTo: string | null;
  /** `auto`: encrypted where the server offers it; `required`: not without; `off`: never. `smtps:` is encrypted anyway. */
  readonly tls: "auto" | "required" | "off";
  /** Who signed the server's certificate, when no usual authority did. */
  readonly caFile: string | null;
  /** Connections at once. */
  readonly connections: number;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | null;
}

/** A receiver of notices by HTTP. `secret` signs them; `null`: not signed. */
export interface WebhookConfig {
  readonly id: WebhookId;
  readonly url: string;
  readonly shape: "loopwatch" | "alertmanager";
  readonly secret: string | null;
}

/** What is done by the clock on the wall. Times of day like `06:00`, in `zone`. */
export interface TimetableConfig {
  readonly zone: string;
  /** `null`: no daily digest. */
  readonly digestAt: string | null;
  readonly digestTo: readonly PersonId[];
  /** When shifts begin: a hand-over mail and a proof of detection at each; the proof is tried at 8-hourly times when empty. */
  readonly shiftsAt: readonly string[];
  readonly handoverTo: readonly PersonId[];
  /** Fetched that often while all is well, so that somebody notices when we die; `null`: not. */
  readonly heartbeat: { readonly url: string; readonly everyMs: DurationMs } | null;
}

/** How people may deal with alarms. */
export interface AlarmConfig {
  /** An acknowledged alarm that stands on calls again after this; `null`: never. */
  readonly callAgainAfterMs: DurationMs | null;
  readonly longestShelfMs: DurationMs;
}

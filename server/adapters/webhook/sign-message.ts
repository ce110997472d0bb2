import { createHmac } from "node:crypto";

/** How secrets of this scheme are written: the key in base64 behind a prefix. Anything else is the key itself. */
const keyPrefix = "whsec_";

const toKey = (secret: string): Buffer =>
  secret.startsWith(keyPrefix)
    ? Buffer.from(secret.slice(keyPrefix.length), "base64")
    : Buffer.from(secret, "utf8");

/**
 * Headers by which a receiver knows a message again and, with a secret, that it is ours and new.
 * Source: Standard Webhooks 1.0, https://www.standardwebhooks.com. `atMs`: wall-clock time of this attempt.
 */
export function toSignedHeaders(
  message: { readonly id: string; readonly body: string },
  atMs: number,
  secret: string | null,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(atMs / 1000));
  const headers = { "webhook-id": message.id, "webhook-timestamp": timestamp };
  if (secret === null) return headers;
  const signature = createHmac("sha256", toKey(secret))
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest("base64");
  return { ...headers, "webhook-signature": `v1,${signature}` };
}

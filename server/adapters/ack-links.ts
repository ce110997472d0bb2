import { createHmac, timingSafeEqual } from "node:crypto";
import type { AckLinks, AckToken } from "../app/desk-port.ts";

/** Half of SHA-256, as RFC 2104 (section 5) allows: nobody guesses 128 bits, and the link stays short enough for a mail. */
const signatureBytes = 16;

/** Signed together with each token, so that nothing else we ever sign can be taken for a link. */
const purpose = "loopwatch acknowledge link 1\n";

/** No token that we make is longer. */
const longestText = 600;

/**
 * Links to `<baseUrl>/ack/<text>`. The text is one piece of base64url: the signature, then calls, expiry in seconds,
 * person and occurrence, separated by spaces. It ends in a letter or digit, because mail programs cut off dashes when
 * they make links of addresses. `baseUrl` has no trailing slash.
 */
export function createAckLinks({
  secret,
  baseUrl,
}: {
  readonly secret: Uint8Array;
  readonly baseUrl: string;
}): AckLinks {
  const sign = (payload: string): Buffer =>
    createHmac("sha256", secret)
      .update(purpose + payload)
      .digest()
      .subarray(0, signatureBytes);
  return {
    toUrl(token) {
      const payload = toPayload(token);
      return `${baseUrl}/ack/${Buffer.concat([sign(payload), Buffer.from(payload)]).toString("base64url")}`;
    },
    read(text, nowMs) {
      if (text.length > longestText) return null;
      const bytes = Buffer.from(text, "base64url");
      // Node skips what is no base64url; of all the texts that it reads alike only ours is a link.
      if (bytes.length <= signatureBytes || bytes.toString("base64url") !== text) return null;
      const payload = bytes.subarray(signatureBytes).toString();
      if (!timingSafeEqual(bytes.subarray(0, signatureBytes), sign(payload))) return null;
      const token = fromPayload(payload);
      return token === null ? null : { token, expired: nowMs >= token.expiresMs };
    },
  };
}

const toPayload = ({ calls, expiresMs, personId, occurrenceId }: AckToken): string =>
  [calls, Math.floor(expiresMs / 1000), personId, occurrenceId].join(" ");

/** What was signed is ours; only an older version of ours may have written it in another way. */
function fromPayload(payload: string): AckToken | null {
  const parts = payload.split(" ");
  const [calls, expiresS, personId, occurrenceId] = parts;
  if (parts.length !== 4 || personId === undefined || occurrenceId === undefined) return null;
  const token = { calls: Number(calls), expiresMs: Number(expiresS) * 1000, personId, occurrenceId };
  return Number.isInteger(token.calls) && Number.isInteger(token.expiresMs) ? token : null;
}

import { createHash, type KeyObject, verify } from "node:crypto";

interface Header {
  readonly name: string;
  readonly text: string;
}

function toHeaders(head: string): readonly Header[] {
  return head
    .replace(/\r\n$/, "")
    .split(/\r\n(?![ \t])/)
    .map((text) => ({ name: text.slice(0, text.indexOf(":")).trim().toLowerCase(), text }));
}

/** RFC 6376, 3.4.2: one line, single spaces, none at the ends. */
const toRelaxedHeader = ({ name, text }: Header): string =>
  `${name}:${text
    .slice(text.indexOf(":") + 1)
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim()}`;

/** RFC 6376, 3.4.4. */
const toRelaxedBody = (body: string): string =>
  `${body
    .replace(/[ \t]+/g, " ")
    .replace(/ +(?=\r\n)/g, "")
    .replace(/(?:\r\n)*$/, "")}\r\n`;

/** What a DKIM signature says, and whether header and body are those that were signed (RFC 6376, relaxed/relaxed, SHA-256). */
export interface DkimResult {
  readonly domain: string;
  readonly selector: string;
  readonly signed: readonly string[];
  readonly isBodyIntact: boolean;
  readonly isSignatureGood: boolean;
}

/** Checks the first signature of a mail as it came over the wire; `null` when it has none. */
export function verifyDkim(mail: string, publicKey: KeyObject): DkimResult | null {
  const end = mail.indexOf("\r\n\r\n");
  const headers = toHeaders(mail.slice(0, end));
  const own = headers.find(({ name }) => name === "dkim-signature");
  if (own === undefined) return null;
  const tags = new Map(
    own.text
      .slice(own.text.indexOf(":") + 1)
      .split(";")
      .map((tag) => [
        tag.slice(0, tag.indexOf("=")).trim(),
        tag.slice(tag.indexOf("=") + 1).replace(/\s+/g, ""),
      ]),
  );
  if (tags.get("a") !== "rsa-sha256" || tags.get("c") !== "relaxed/relaxed")
    throw new Error(`This signature is not read: ${own.text}`);
  const signed = (tags.get("h") ?? "").toLowerCase().split(":");
  const bodyHash = createHash("sha256")
    .update(toRelaxedBody(mail.slice(end + 4)), "latin1")
    .digest("base64");
  // A name that stands there twice takes its headers from the last upwards.
  const left = [...headers];
  const lines = signed.flatMap((name) => {
    const at = left.findLastIndex((header) => header.name === name);
    return at < 0 ? [] : left.splice(at, 1).map(toRelaxedHeader);
  });
  const unsigned = toRelaxedHeader({ ...own, text: own.text.replace(/([;\s]b=)[^;]*/, "$1") });
  return {
    domain: tags.get("d") ?? "",
    selector: tags.get("s") ?? "",
    signed,
    isBodyIntact: bodyHash === tags.get("bh"),
    isSignatureGood: verify(
      "RSA-SHA256",
      Buffer.from([...lines, unsigned].join("\r\n"), "latin1"),
      publicKey,
      Buffer.from(tags.get("b") ?? "", "base64"),
    ),
  };
}

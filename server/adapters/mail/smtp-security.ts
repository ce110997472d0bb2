import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { MailError } from "../../app/ports.ts";
import type { SmtpConfig } from "../../boundary/notice-config.ts";

function readKey(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new MailError(`${what} ${file} cannot be read.`, false, cause);
  }
}

/**
 * Encryption and signature as nodemailer's options. A certificate is always checked: a mail that could be read by whoever
 * stands between is not called encrypted.
 */
export function toSecurity({
  tls = "auto",
  caFile = null,
  dkim = null,
}: Partial<Pick<SmtpConfig, "tls" | "caFile" | "dkim">>) {
  return {
    ...(tls === "required" ? { requireTLS: true } : {}),
    ...(tls === "off" ? { ignoreTLS: true } : {}),
    // The usual authorities stay: the mail server may change its certificate to one of theirs.
    ...(caFile === null
      ? {}
      : { tls: { ca: [...rootCertificates, readKey(caFile, "The authority's certificate")] } }),
    ...(dkim === null
      ? {}
      : {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: readKey(dkim.keyFile, "The DKIM key"),
          },
        }),
  };
}

import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer, type SmtpOptions } from "../../server/adapters/mail/smtp-mailer.ts";
import { MailError, type Mailer } from "../../server/app/ports.ts";
import { exampleMail } from "../domain/notice/examples.ts";
import { type RawSmtpPeer, startRawSmtpPeer } from "../support/raw-smtp-peer.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { createTestCertificates, hasOpenssl } from "../support/tls-front.ts";
import { verifyDkim } from "../support/verify-dkim.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (...how: Parameters<typeof startRawSmtpPeer>): Promise<RawSmtpPeer> => {
  const peer = await startRawSmtpPeer(...how);
  cleanups.push(() => peer.close());
  return peer;
};

const mailerOf = (options: Omit<SmtpOptions, "from">): Mailer => {
  const mailer = createSmtpMailer({ from: "Loopwatch <loopwatch@example.org>", ...options });
  cleanups.push(() => mailer.close());
  return mailer;
};

const outcomeOf = (mailer: Mailer): Promise<string> =>
  mailer.send(exampleMail, null).then(
    () => "taken",
    (error: unknown) => (error instanceof MailError && error.retryable ? "waits" : String(error)),
  );

describe.skipIf(!hasOpenssl)("encryption", () => {
  test("is used where the server offers it and its certificate is trusted", async () => {
    const certificates = createTestCertificates(tempDirForTest());
    const peer = await start(certificates);
    const url = `smtp://127.0.0.1:${peer.port}`;
    expect(await outcomeOf(mailerOf({ url, tls: "auto", caFile: certificates.caFile }))).toBe("taken");
    expect(await outcomeOf(mailerOf({ url, tls: "required", caFile: certificates.caFile }))).toBe("taken");
    expect(peer.mails.map(({ isEncrypted }) => isEncrypted)).toEqual([true, true]);
  });

  test("with a certificate that nobody trusts sends nothing, and the mail waits", async () => {
    const peer = await start(createTestCertificates(tempDirForTest()));
    for (const tls of ["auto", "required"] as const)
      expect(await outcomeOf(mailerOf({ url: `smtp://127.0.0.1:${peer.port}`, tls }))).toBe("waits");
    expect(peer.mails).toEqual([]);
  });

  test("with a certificate for another name sends nothing", async () => {
    const certificates = createTestCertificates(tempDirForTest(), "DNS:mail.example.org");
    const peer = await start(certificates);
    const url = `smtp://127.0.0.1:${peer.port}`;
    expect(await outcomeOf(mailerOf({ url, caFile: certificates.caFile }))).toBe("waits");
  });

  test("that is switched off is not used although the server offers it", async () => {
    const peer = await start(createTestCertificates(tempDirForTest()));
    expect(await outcomeOf(mailerOf({ url: `smtp://127.0.0.1:${peer.port}`, tls: "off" }))).toBe("taken");
    expect(peer.mails.map(({ isEncrypted }) => isEncrypted)).toEqual([false]);
  });

  test("from the start, by smtps:", async () => {
    const certificates = createTestCertificates(tempDirForTest());
    const peer = await start(certificates, "tls");
    const url = `smtps://127.0.0.1:${peer.port}`;
    expect(await outcomeOf(mailerOf({ url, caFile: certificates.caFile }))).toBe("taken");
    expect(peer.mails.map(({ isEncrypted }) => isEncrypted)).toEqual([true]);
  });
});

test.each([
  { tls: "auto", outcome: "taken" },
  { tls: "required", outcome: "waits" },
  { tls: "off", outcome: "taken" },
] as const)("a server without encryption, tls: $tls: $outcome", async ({ tls, outcome }) => {
  const peer = await start(null);
  expect(await outcomeOf(mailerOf({ url: `smtp://127.0.0.1:${peer.port}`, tls }))).toBe(outcome);
  expect(peer.mails).toHaveLength(outcome === "taken" ? 1 : 0);
});

test.each([
  { what: "authority", options: { caFile: "/no/such/ca.pem" } },
  { what: "key", options: { dkim: { domain: "example.org", selector: "s", keyFile: "/no/such/key.pem" } } },
])("a file of the $what that cannot be read is said at the start", ({ options }) => {
  expect(() => mailerOf({ url: "smtp://127.0.0.1:25", ...options })).toThrow(
    /\/no\/such\/.* cannot be read\./,
  );
});

describe("a DKIM signature", () => {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

  test("is good over header and body, picture and attachment included", async () => {
    const keyFile = join(tempDirForTest(), "dkim.pem");
    writeFileSync(keyFile, keys.privateKey.export({ type: "pkcs8", format: "pem" }));
    const peer = await start(null);
    const dkim = { domain: "example.org", selector: "alarms", keyFile };
    const mailer = mailerOf({ url: `smtp://127.0.0.1:${peer.port}`, dkim });
    await mailer.send(exampleMail, { png: Buffer.from("picture"), alt: "The pressure falls." });
    const mail = peer.mails[0]?.text ?? "";
    const result = verifyDkim(mail, keys.publicKey);
    expect(result).toMatchObject({
      domain: "example.org",
      selector: "alarms",
      isBodyIntact: true,
      isSignatureGood: true,
    });
    expect(result?.signed).toEqual(expect.arrayContaining(["from", "to", "subject", "message-id"]));
    const forged = mail.replace(/^Subject: /m, "Subject: not ");
    expect(verifyDkim(forged, keys.publicKey)).toMatchObject({ isBodyIntact: true, isSignatureGood: false });
    expect(verifyDkim(`${mail}more\r\n`, keys.publicKey)).toMatchObject({ isBodyIntact: false });
  });

  test("is not there unless configured", async () => {
    const peer = await start(null);
    await mailerOf({ url: `smtp://127.0.0.1:${peer.port}` }).send(exampleMail, null);
    expect(verifyDkim(peer.mails[0]?.text ?? "", keys.publicKey)).toBeNull();
  });
});

import { randomBytes } from "node:crypto";
import { simpleParser } from "mailparser";
import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import type { MailPicture } from "../../server/app/ports.ts";
import type { Mail } from "../../server/domain/notice/notice.ts";
import { exampleMail, mailOf } from "../domain/notice/examples.ts";
import { type RawMail, startRawSmtpPeer } from "../support/raw-smtp-peer.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function send(mail: Mail, picture: MailPicture | null): Promise<RawMail> {
  const peer = await startRawSmtpPeer(null);
  cleanups.push(() => peer.close());
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${peer.port}`, from: "loopwatch@example.org" });
  cleanups.push(() => mailer.close());
  await mailer.send(mail, picture);
  return peer.mails[0]!;
}

const pictureOf = (bytes: number): MailPicture => ({
  png: new Uint8Array(randomBytes(bytes)),
  alt: 'The "pressure" falls.',
});

describe("a mail with a picture", () => {
  test("shows it where its place is, by a reference within the mail, with its words", async () => {
    const picture = pictureOf(5000);
    const raw = await send(exampleMail, picture);
    const mail = await simpleParser(Buffer.from(raw.text, "latin1"), { keepCidLinks: true });
    const html = mail.html || "";
    const cid = /<img src="cid:([^"]+)" alt="The &quot;pressure&quot; falls\."/.exec(html)?.[1];
    expect(cid).toBe("plot.incident.ms-22.leak.3.ada.1@example.org");
    const shown = mail.attachments.find((file) => file.cid === cid);
    expect(shown).toMatchObject({ contentType: "image/png", contentDisposition: "inline", related: true });
    expect(shown?.content.equals(Buffer.from(picture.png))).toBe(true);
    expect(mail.text).toBe(exampleMail.text);
  });

  test("of the largest size weighs under 150 KB with all that belongs to it", async () => {
    const { text } = await send(exampleMail, pictureOf(80_000));
    expect(text).toContain("Content-Type: image/png");
    expect(text.length).toBeGreaterThan(107_000);
    expect(text.length).toBeLessThan(150_000);
  });

  test("goes without it where both would weigh more: the text is enough", async () => {
    const long = "−".repeat(3000);
    const heavy = mailOf({ evidence: Array.from({ length: 40 }, () => ({ side: "for", text: long })) });
    const { text } = await send(heavy, pictureOf(80_000));
    expect(text).not.toContain("image/png");
    expect(text).not.toContain("cid:");
    expect(text.length).toBeLessThan(150_000);
  });
});

test("a mail without a picture has no place for one left", async () => {
  const { text } = await send(exampleMail, null);
  expect(text).not.toContain("plot");
});

test("the attachment can be read by a program", async () => {
  const mail = await simpleParser(Buffer.from((await send(exampleMail, null)).text, "latin1"));
  const [file] = mail.attachments;
  expect(file).toMatchObject({ filename: "loopwatch.json", contentType: "application/json" });
  expect(JSON.parse(file?.content.toString("utf8") ?? "")).toMatchObject({
    version: 1,
    alarms: [{ id: "ms-22.leak.3" }],
  });
});

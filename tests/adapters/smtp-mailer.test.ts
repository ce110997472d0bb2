import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer, type SmtpOptions } from "../../server/adapters/mail/smtp-mailer.ts";
import { MailError, type Mailer } from "../../server/app/ports.ts";
import { type Mail, plotPlace } from "../../server/domain/notice/notice.ts";
import { exampleMail } from "../domain/notice/examples.ts";
import {
  findDeadUrl,
  type SmtpScript,
  startSilentPeer,
  startSmtpPeer,
  startTricklingPeer,
} from "../support/smtp-peer.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const startPeer = async (script?: SmtpScript) => {
  const peer = await startSmtpPeer(script);
  cleanups.push(() => peer.close());
  return peer;
};

const startMailer = (options: Omit<SmtpOptions, "from">): Mailer => {
  const mailer = createSmtpMailer({ from: "Loopwatch <loopwatch@example.org>", ...options });
  cleanups.push(() => mailer.close());
  return mailer;
};

const failureOf = async (mailer: Mailer, mail: Mail = exampleMail): Promise<MailError> => {
  const outcome: unknown = await mailer.send(mail, null).catch((error: unknown) => error);
  if (!(outcome instanceof MailError)) throw new Error("Expected a MailError.", { cause: outcome });
  return outcome;
};

describe("what the mail looks like on the other side", () => {
  test("text, HTML, sender and recipient arrive as they were", async () => {
    const peer = await startPeer();
    await startMailer({ url: peer.url }).send(exampleMail, null);
    const mail = peer.mails[0];
    expect(mail?.from?.text).toBe('"Loopwatch" <loopwatch@example.org>');
    expect([mail?.to].flat().map((to) => to?.text)).toEqual(["ada@example.org"]);
    expect(mail?.text).toBe(exampleMail.text);
    expect(mail?.html).toBe(exampleMail.html.replace(plotPlace, ""));
  });

  test("the Message-ID is ours, and the first mail of a thread answers nothing", async () => {
    const peer = await startPeer();
    await startMailer({ url: peer.url }).send(exampleMail, null);
    expect(peer.mails[0]?.messageId).toBe(exampleMail.messageId);
    expect(peer.mails[0]?.inReplyTo).toBeUndefined();
    expect(peer.mails[0]?.references).toBeUndefined();
  });

  test("a later mail refers to the first and the latest", async () => {
    const peer = await startPeer();
    const references = ["<first@example.org>", "<latest@example.org>"];
    const mail = { ...exampleMail, inReplyTo: "<latest@example.org>", references };
    await startMailer({ url: peer.url }).send(mail, null);
    expect(peer.mails[0]?.inReplyTo).toBe("<latest@example.org>");
    expect(peer.mails[0]?.references).toEqual(references);
  });

  test("answers go to the address that was configured for them", async () => {
    const peer = await startPeer();
    await startMailer({ url: peer.url, replyTo: "control@example.org" }).send(exampleMail, null);
    await startMailer({ url: peer.url, replyTo: null }).send(exampleMail, null);
    expect(peer.mails.map(({ replyTo }) => replyTo?.text)).toEqual(["control@example.org", undefined]);
  });

  test("headers that keep answering machines quiet, and say what it is about", async () => {
    const peer = await startPeer();
    await startMailer({ url: peer.url }).send(exampleMail, null);
    const headers = peer.mails[0]?.headers;
    expect(headers?.get("auto-submitted")).toBe("auto-generated");
    expect(headers?.get("x-auto-response-suppress")).toBe("All");
    expect(headers?.get("x-loopwatch-alarm")).toBe("ms-22.leak.3");
    expect(headers?.get("x-loopwatch-loop")).toBe("ms-22");
    expect(headers?.get("x-loopwatch-state")).toBe("unacknowledged");
  });

  test.each([
    { urgent: true, priority: "high" },
    { urgent: false, priority: undefined },
  ])("urgent: $urgent gives priority $priority", async ({ urgent, priority }) => {
    const peer = await startPeer();
    await startMailer({ url: peer.url }).send({ ...exampleMail, urgent }, null);
    expect(peer.mails[0]?.headers.get("priority")).toBe(priority);
  });

  test("a line break in a subject cannot smuggle in a header or a recipient", async () => {
    const peer = await startPeer();
    const subject = "one\r\nBcc: eve@example.org\r\n\r\ntwo";
    await startMailer({ url: peer.url }).send({ ...exampleMail, subject }, null);
    expect(peer.mails[0]?.headers.has("bcc")).toBe(false);
    expect(peer.mails[0]?.subject).toContain("one");
    expect(peer.mails[0]?.text).toBe(exampleMail.text);
  });
});

describe("what the mail server may do", () => {
  test.each([
    { code: 421, retryable: true },
    { code: 452, retryable: true },
    { code: 550, retryable: false },
    { code: 554, retryable: false },
  ])("$code to the body: retryable $retryable", async ({ code, retryable }) => {
    const peer = await startPeer({ data: () => code });
    expect((await failureOf(startMailer({ url: peer.url }))).retryable).toBe(retryable);
  });

  test.each([
    { code: 450, retryable: true },
    { code: 530, retryable: true },
    { code: 550, retryable: false },
  ])("$code to the recipient: retryable $retryable", async ({ code, retryable }) => {
    const peer = await startPeer({ recipient: () => code });
    expect((await failureOf(startMailer({ url: peer.url }))).retryable).toBe(retryable);
  });

  test("one of two recipients refused is a failure, although nodemailer calls it success", async () => {
    const peer = await startPeer({ recipient: (address) => (address.startsWith("eve@") ? 550 : null) });
    const error = await failureOf(startMailer({ url: peer.url }), {
      ...exampleMail,
      to: "ada@x.org, eve@x.org",
    });
    expect(error.retryable).toBe(false);
  });

  test("a recipient that is no address is a lasting failure", async () => {
    const peer = await startPeer();
    expect((await failureOf(startMailer({ url: peer.url }), { ...exampleMail, to: "" })).retryable).toBe(
      false,
    );
  });

  test("a wrong password is not held against the mail, and is not repeated in the message", async () => {
    const peer = await startPeer({ auth: 535 });
    const url = peer.url.replace("smtp://", "smtp://ada:opensesame@");
    const error = await failureOf(startMailer({ url }));
    expect(error.retryable).toBe(true);
    expect(error.message).not.toContain("opensesame");
  });

  test("a server that was busy takes the mail later, from the same mailer", async () => {
    let busy = true;
    const peer = await startPeer({ data: () => (busy ? 451 : null) });
    const mailer = startMailer({ url: peer.url });
    expect((await failureOf(mailer)).retryable).toBe(true);
    busy = false;
    await mailer.send(exampleMail, null);
    expect(peer.mails).toHaveLength(1);
  });

  test("a server that is not there is worth another try", async () => {
    expect((await failureOf(startMailer({ url: await findDeadUrl() }))).retryable).toBe(true);
  });

  test("a server that trickles an answer without end is given up on, though it is never silent", async () => {
    const peer = await startTricklingPeer();
    cleanups.push(() => peer.close());
    expect((await failureOf(startMailer({ url: peer.url, silenceMs: 50 }))).retryable).toBe(true);
  });

  test("a server that accepts the connection and says nothing is given up on", async () => {
    const peer = await startSilentPeer();
    cleanups.push(() => peer.close());
    const error = await failureOf(startMailer({ url: peer.url, silenceMs: 50 }));
    expect(error.retryable).toBe(true);
  });

  test("a mail under way when the mailer closes ends with a retryable error", async () => {
    const peer = await startSilentPeer();
    cleanups.push(() => peer.close());
    const mailer = startMailer({ url: peer.url });
    const failure = failureOf(mailer);
    await mailer.close();
    expect((await failure).retryable).toBe(true);
  });

  test("many mails share as many connections as are configured, four unless said otherwise", async () => {
    const peer = await startPeer();
    for (const connections of [undefined, 1]) {
      const before = peer.connections();
      const mailer = startMailer({ url: peer.url, ...(connections === undefined ? {} : { connections }) });
      await Promise.all(Array.from({ length: 20 }, () => mailer.send(exampleMail, null)));
      expect(peer.connections() - before).toBeLessThanOrEqual(connections ?? 4);
    }
    expect(peer.mails).toHaveLength(40);
  });
});

describe("the address of the mail server", () => {
  test.each(["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://ada:opensesame@"])(
    "%j is refused without repeating it",
    (url) => {
      const create = () => createSmtpMailer({ url, from: "a@example.org" });
      expect(create).toThrow(MailError);
      expect(create).not.toThrow(/opensesame/);
    },
  );

  test("people see host and port, not the password", async () => {
    expect(startMailer({ url: "smtp://ada:opensesame@mail.example.org:587" }).name).toBe(
      "mail.example.org:587",
    );
  });

  test("people see a given name instead", () => {
    expect(startMailer({ url: "smtp://127.0.0.1:2525", name: "built-in mailbox" }).name).toBe(
      "built-in mailbox",
    );
  });
});

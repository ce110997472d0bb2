import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KeptMailSummary } from "../../protocol/notice.ts";
import { days, minutes } from "../../protocol/time.ts";
import { createKeptMailbox, type KeptMailbox } from "../../server/adapters/mail/kept-mailbox.ts";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import { MailError, type Mailer } from "../../server/app/ports.ts";
import { plotPlace } from "../../server/domain/notice/notice.ts";
import { exampleMail } from "../domain/notice/examples.ts";
import { createFakeClock, type FakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";

let root: string;
let folder: string;
let clock: FakeClock;
let log: MemoryLog;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "loopwatch-mailbox-"));
  folder = join(root, "mail");
  clock = createFakeClock();
  log = createMemoryLog();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(root, { recursive: true, force: true });
});

async function openMailbox(): Promise<{ readonly mailbox: KeptMailbox; readonly mailer: Mailer }> {
  const mailbox = await createKeptMailbox({ folder, clock, log });
  cleanups.push(() => mailbox.close());
  const mailer = createSmtpMailer({ url: mailbox.smtpUrl, from: "Loopwatch <loopwatch@example.org>" });
  cleanups.push(() => mailer.close());
  return { mailbox, mailer };
}

const idsOf = (mails: readonly KeptMailSummary[]): readonly string[] => mails.map(({ id }) => id);

describe("a mail sent to the built-in mailbox", () => {
  test("is listed with sender, recipient, subject and time of arrival", async () => {
    const { mailbox, mailer } = await openMailbox();
    await mailer.send(exampleMail, null);
    expect(mailbox.list()).toEqual([
      {
        id: expect.stringMatching(/^20221215T000000000Z-[0-9a-f]{8}$/),
        receivedMs: fakeStartMs,
        from: '"Loopwatch" <loopwatch@example.org>',
        to: ["ada@example.org"],
        subject: exampleMail.subject,
      },
    ]);
  });

  test("is read with its text and its HTML", async () => {
    const { mailbox, mailer } = await openMailbox();
    await mailer.send(exampleMail, null);
    const id = mailbox.list()[0]?.id ?? "";
    expect(await mailbox.read(id)).toEqual({
      ...mailbox.list()[0],
      text: exampleMail.text,
      html: exampleMail.html.replace(plotPlace, ""),
      attachments: [
        {
          name: "loopwatch.json",
          type: "application/json",
          bytes: Buffer.byteLength(exampleMail.attachments[0]?.text ?? ""),
        },
      ],
    });
  });

  test("is read with its picture inside, which is no attachment", async () => {
    const { mailbox, mailer } = await openMailbox();
    await mailer.send(exampleMail, { png: Buffer.from("picture"), alt: "The pressure falls." });
    const mail = await mailbox.read(mailbox.list()[0]?.id ?? "");
    expect(mail?.html).toContain(
      `<img src="data:image/png;base64,${Buffer.from("picture").toString("base64")}" alt="The pressure falls."`,
    );
    expect(mail?.attachments.map(({ name }) => name)).toEqual(["loopwatch.json"]);
  });

  test("is an .eml file that other programs can open, and nothing else is left beside it", async () => {
    const { mailbox, mailer } = await openMailbox();
    await mailer.send(exampleMail, null);
    const names = await readdir(folder);
    expect(names).toEqual(idsOf(mailbox.list()).map((id) => `${id}.eml`));
    expect(await readFile(join(folder, names[0] ?? ""), "utf8")).toContain(
      "Message-ID: <incident.ms-22.leak.3.",
    );
  });

  test("is announced once to whoever listens", async () => {
    const { mailbox, mailer } = await openMailbox();
    const heard: KeptMailSummary[] = [];
    mailbox.onMail((mail) => heard.push(mail));
    await mailer.send(exampleMail, null);
    expect(heard).toEqual(mailbox.list());
  });

  test("without HTML reads as text alone", async () => {
    const { mailbox } = await openMailbox();
    await writeFile(join(folder, "20221215T000000000Z-00000001.eml"), "Subject: plain\r\n\r\nHello\r\n");
    expect(await mailbox.read("20221215T000000000Z-00000001")).toMatchObject({
      subject: "plain",
      text: "Hello\n",
      html: null,
      to: [],
      attachments: [],
    });
  });

  test("larger than a megabyte is refused for good and not kept", async () => {
    const { mailbox, mailer } = await openMailbox();
    const outcome = await mailer
      .send({ ...exampleMail, text: "x".repeat(1_100_000) }, null)
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ name: "MailError", retryable: false });
    expect(mailbox.list()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("is answered with 452 while the disk does not take it, and kept when it does again", async () => {
    const { mailbox, mailer } = await openMailbox();
    await rm(folder, { recursive: true });
    const outcome: unknown = await mailer.send(exampleMail, null).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(MailError);
    expect(outcome).toMatchObject({ retryable: true, cause: { responseCode: 452 } });
    expect(mailbox.list()).toEqual([]);
    expect(log.entries.map(({ level }) => level)).toEqual(["error"]);

    const reopened = await openMailbox();
    await reopened.mailer.send(exampleMail, null);
    expect(reopened.mailbox.list()).toHaveLength(1);
  });
});

describe("the list", () => {
  test("is newest first and the same after a restart", async () => {
    const first = await openMailbox();
    for (const subject of ["one", "two", "three"]) {
      await first.mailer.send({ ...exampleMail, subject }, null);
      await clock.advance(minutes(1));
    }
    await first.mailer.close();
    await first.mailbox.close();
    const second = await openMailbox();
    expect(second.mailbox.list().map(({ subject }) => subject)).toEqual(["three", "two", "one"]);
    expect(second.mailbox.list()).toEqual(first.mailbox.list());
  });

  test("leaves out what is no kept mail, and clears what a crash left half written", async () => {
    await openMailbox();
    const half = "20221215T000000000Z-00000001.eml.tmp";
    for (const name of ["notes.txt", "letter.eml", half])
      await writeFile(join(folder, name), "Subject: x\r\n\r\n");
    const { mailbox } = await openMailbox();
    expect(mailbox.list()).toEqual([]);
    expect([...(await readdir(folder))].sort()).toEqual(["letter.eml", "notes.txt"]);
  });

  test("holds the newest 500; older mails can still be read", async () => {
    await openMailbox();
    const idOf = (n: number): string => `20221215T000000${String(n).padStart(3, "0")}Z-00000001`;
    for (let n = 0; n < 502; n++)
      await writeFile(join(folder, `${idOf(n)}.eml`), `Subject: ${n}\r\n\r\nbody`);
    const { mailbox, mailer } = await openMailbox();
    expect(mailbox.list()).toHaveLength(500);
    expect(mailbox.list()[0]?.subject).toBe("501");
    expect(mailbox.list().at(-1)?.subject).toBe("2");
    expect((await mailbox.read(idOf(0)))?.text).toContain("body");
    await clock.advance(minutes(1));
    await mailer.send(exampleMail, null);
    expect(mailbox.list()).toHaveLength(500);
    expect(mailbox.list().at(-1)?.subject).toBe("3");
  });
});

describe("reading by id", () => {
  test.each([
    "",
    "../secret",
    "../../etc/passwd",
    "20221215T000000000Z-0000000g",
    "20221215T000000000Z-00000001/../../secret",
    "20221215T000000000Z-00000001.eml",
    "20221215T000000000Z-00000001\u0000",
    "20221215T000000000Z-00000009",
  ])("%j gives nothing", async (id) => {
    await writeFile(join(root, "secret.eml"), "Subject: secret\r\n\r\nsecret");
    const { mailbox } = await openMailbox();
    await writeFile(join(folder, "20221215T000000000Z-00000001.eml"), "Subject: x\r\n\r\nx");
    expect(await mailbox.read(id)).toBeNull();
  });
});

describe("retention", () => {
  test("deletes mails that came before the given time, and no other", async () => {
    const { mailbox, mailer } = await openMailbox();
    await mailer.send({ ...exampleMail, subject: "old" }, null);
    await clock.advance(days(1));
    await mailer.send({ ...exampleMail, subject: "new" }, null);
    expect(await mailbox.dropBefore(fakeStartMs + days(1))).toBe(1);
    expect(mailbox.list().map(({ subject }) => subject)).toEqual(["new"]);
    expect(await readdir(folder)).toEqual(idsOf(mailbox.list()).map((id) => `${id}.eml`));
    expect(await mailbox.dropBefore(fakeStartMs + days(1))).toBe(0);
  });
});

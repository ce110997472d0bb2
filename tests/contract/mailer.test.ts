import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import { MailError, type Mailer } from "../../server/app/ports.ts";
import { createMemoryMailer } from "../support/memory-mailer.ts";
import { findDeadUrl, startSmtpPeer } from "../support/smtp-peer.ts";
import { sampleMail } from "../support/state-samples.ts";

/** A mailer whose mail server behaves in a known way, and the subjects that server has taken. */
interface Rig {
  readonly mailer: Mailer;
  readonly taken: () => readonly string[];
}

type Behaviour = "takes" | "busy" | "refuses" | "absent";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function createMemoryRig(behaviour: Behaviour): Promise<Rig> {
  const mailer = createMemoryMailer();
  mailer.answers(behaviour === "absent" ? "busy" : behaviour);
  return Promise.resolve({ mailer, taken: () => mailer.taken.map(({ subject }) => subject) });
}

async function createSmtpRig(behaviour: Behaviour): Promise<Rig> {
  const code = { takes: null, busy: 451, refuses: 550, absent: null }[behaviour];
  const peer = await startSmtpPeer({ data: () => code });
  cleanups.push(() => peer.close());
  const url = behaviour === "absent" ? await findDeadUrl() : peer.url;
  const mailer = createSmtpMailer({ url, from: "loopwatch@example.org" });
  cleanups.push(() => mailer.close());
  return { mailer, taken: () => peer.mails.map(({ subject }) => subject ?? "") };
}

/** The `MailError` that sending ended with; anything else fails the test. */
async function failureOf(mailer: Mailer): Promise<MailError> {
  const outcome: unknown = await mailer.send(sampleMail, null).catch((error: unknown) => error);
  if (!(outcome instanceof MailError)) throw new Error("Expected a MailError.", { cause: outcome });
  return outcome;
}

describe.each([
  { name: "memory", createRig: createMemoryRig },
  { name: "SMTP", createRig: createSmtpRig },
])("the $name mailer", ({ createRig }) => {
  test("hands a mail over and says what the server answered", async () => {
    const { mailer, taken } = await createRig("takes");
    const { response } = await mailer.send(sampleMail, null);
    expect(response).toMatch(/^250/);
    expect(taken()).toEqual([sampleMail.subject]);
  });

  test("hands the same mail over again when asked again", async () => {
    const { mailer, taken } = await createRig("takes");
    await mailer.send(sampleMail, null);
    await mailer.send(sampleMail, null);
    expect(taken()).toEqual([sampleMail.subject, sampleMail.subject]);
  });

  test("takes several mails at once", async () => {
    const { mailer, taken } = await createRig("takes");
    await Promise.all([1, 2, 3, 4, 5].map(() => mailer.send(sampleMail, null)));
    expect(taken()).toHaveLength(5);
  });

  test.each([
    { behaviour: "busy" as const, retryable: true },
    { behaviour: "refuses" as const, retryable: false },
    { behaviour: "absent" as const, retryable: true },
  ])(
    "rejects with a MailError when the server $behaviour; retryable: $retryable",
    async ({ behaviour, retryable }) => {
      const { mailer, taken } = await createRig(behaviour);
      const error = await failureOf(mailer);
      expect(error.retryable).toBe(retryable);
      expect(error.message).not.toBe("");
      expect(taken()).toEqual([]);
    },
  );

  test("has a name for people", async () => {
    const { mailer } = await createRig("takes");
    expect(mailer.name).not.toBe("");
  });

  test("rejects with a retryable MailError once it is closed", async () => {
    const { mailer, taken } = await createRig("takes");
    await mailer.close();
    await mailer.close();
    expect((await failureOf(mailer)).retryable).toBe(true);
    expect(taken()).toEqual([]);
  });
});

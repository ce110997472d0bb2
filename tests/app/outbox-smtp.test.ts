import { afterEach, describe, expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import type { Outbox } from "../../server/app/outbox.ts";
import { type SmtpScript, startBreakingFront, startSmtpPeer } from "../support/smtp-peer.ts";
import { toNotice } from "../support/state-samples.ts";
import { createOutboxRig, stateOf } from "./outbox-rig.ts";

// A real mail server and a real connection; only the outbox's pauses pass on a fake clock.
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const startPeer = async (script: SmtpScript = {}) => {
  const peer = await startSmtpPeer(script);
  cleanups.push(() => peer.close());
  return peer;
};

/** An outbox that sends to this address, and the notices it has shown so far. */
function openOutbox(url: string) {
  const rig = createOutboxRig();
  const mailer = createSmtpMailer({ url, from: "loopwatch@example.org", connections: 4 });
  const waits = new Set<() => void>();
  const outbox = rig.open({
    mailer,
    onNotice: () => {
      for (const look of waits) look();
    },
  });
  cleanups.push(async () => {
    const stopped = outbox.stop();
    await mailer.close();
    await stopped;
  });
  /** Resolves when the outbox shows what is waited for; the test's own time limit is the limit. */
  const until = (isSo: (outbox: Outbox) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo(outbox)) return;
        waits.delete(look);
        resolve();
      };
      waits.add(look);
      look();
    });
  const reach = (id: string, kind: string): Promise<void> =>
    until((shown) => stateOf(shown, id)?.kind === kind);
  return { ...rig, outbox, reach };
}

const ids = (mails: readonly { readonly messageId?: string | undefined }[]): readonly string[] =>
  mails.map(({ messageId }) => (messageId ?? "").replace(/^<|@.*$/g, "")).sort();

/** A promise that the test keeps when it likes. */
function createAnswer() {
  let give: (code: number | null) => void = () => undefined;
  const given = new Promise<number | null>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describe("a mail server", () => {
  test("that is down takes every notice once it is back", async () => {
    const first = await startSmtpPeer();
    const { port, url } = first;
    await first.close();
    const { outbox, clock, reach } = openOutbox(url);
    outbox.add(["a", "b", "c"].map((id) => toNotice(id, { to: `${id}@example.org` })));
    await clock.advance(0);
    await Promise.all(["a", "b", "c"].map((id) => reach(id, "retrying")));
    expect(outbox.health()).toMatchObject({ ok: false, waiting: 3 });
    const peer = await startPeer({ port });
    await clock.advance(seconds(5));
    await Promise.all(["a", "b", "c"].map((id) => reach(id, "accepted")));
    expect(ids(peer.mails)).toEqual(["a", "b", "c"]);
    expect(outbox.health().ok).toBe(true);
  });

  test("that takes its time for one recipient has taken the others' mails meanwhile", async () => {
    const slow = createAnswer();
    const peer = await startPeer({
      recipient: (address) => (address === "slow@example.org" ? slow.given : null),
    });
    const { outbox, clock, reach } = openOutbox(peer.url);
    outbox.add([
      toNotice("s1", { to: "slow@example.org" }),
      toNotice("s2", { to: "slow@example.org" }),
      ...["a", "b", "c", "d", "e"].map((id) => toNotice(id, { to: `${id}@example.org` })),
    ]);
    await clock.advance(0);
    await Promise.all(["a", "b", "c", "d", "e"].map((id) => reach(id, "accepted")));
    expect([stateOf(outbox, "s1")?.kind, stateOf(outbox, "s2")?.kind]).toEqual(["sending", "queued"]);
    slow.give(null);
    await Promise.all(["s1", "s2"].map((id) => reach(id, "accepted")));
    expect(ids(peer.mails)).toEqual(["a", "b", "c", "d", "e", "s1", "s2"]);
  });

  test("that refuses one recipient for good has that one given up and takes the others", async () => {
    const peer = await startPeer({ recipient: (address) => (address === "gone@example.org" ? 550 : null) });
    const { outbox, clock, reach, ledger } = openOutbox(peer.url);
    outbox.add([toNotice("g", { to: "gone@example.org" }), toNotice("a", { to: "a@example.org" })]);
    await clock.advance(0);
    await Promise.all([reach("g", "given up"), reach("a", "accepted")]);
    expect(ids(peer.mails)).toEqual(["a"]);
    expect(ledger.stateOf("g")).toMatchObject({ attempts: 1, lastError: expect.stringContaining("550") });
  });

  test("that greylists takes the mail when it comes again", async () => {
    const seen = new Set<string>();
    const peer = await startPeer({
      recipient(address) {
        if (seen.has(address)) return null;
        seen.add(address);
        return 451;
      },
    });
    const { outbox, clock, reach, ledger } = openOutbox(peer.url);
    outbox.add(["a", "b"].map((id) => toNotice(id, { to: `${id}@example.org` })));
    await clock.advance(0);
    await Promise.all(["a", "b"].map((id) => reach(id, "retrying")));
    expect(peer.mails).toEqual([]);
    await clock.advance(seconds(5));
    await Promise.all(["a", "b"].map((id) => reach(id, "accepted")));
    expect(ids(peer.mails)).toEqual(["a", "b"]);
    expect(ledger.stateOf("a")).toMatchObject({ attempts: 2 });
  });

  test("that breaks off in the middle of a mail gets it again, whole, and nobody gets it twice", async () => {
    const peer = await startPeer();
    const front = await startBreakingFront(peer.port);
    cleanups.push(() => front.close());
    const { outbox, clock, reach } = openOutbox(front.url);
    front.breaks(1);
    outbox.add([toNotice("a", { to: "a@example.org" })]);
    await clock.advance(0);
    await reach("a", "retrying");
    outbox.add([toNotice("b", { to: "b@example.org" })]);
    await clock.advance(0);
    await reach("b", "accepted");
    await clock.advance(seconds(5));
    await reach("a", "accepted");
    expect(front.broken()).toBe(1);
    expect(ids(peer.mails)).toEqual(["a", "b"]);
    expect(peer.mails.map(({ text }) => text?.trim())).toEqual([
      "Line one\nLine two – Ø",
      "Line one\nLine two – Ø",
    ]);
  });

  test("that goes on refusing for now has the notice shown as failing after five minutes", async () => {
    const peer = await startPeer({ data: () => 451 });
    const { outbox, clock, reach, deliveries } = openOutbox(peer.url);
    outbox.add([toNotice("a")]);
    await clock.advance(0);
    await reach("a", "retrying");
    await clock.advance(minutes(6));
    expect(deliveries.at(-1)?.failing).toMatchObject([{ id: "a", to: "operator@example.org" }]);
  });
});

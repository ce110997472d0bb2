import { beforeEach, describe, expect, test } from "vitest";
import { days, minutes, seconds } from "../../protocol/time.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { toNotice } from "../support/state-samples.ts";
import { createOutboxRig, type OutboxRig, stateOf } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

describe("after a crash", () => {
  test("what had failed is tried at once, whatever its pause, with the same Message-ID", async () => {
    const nextAttemptMs = fakeStartMs + minutes(5);
    const outbox = rig.open();
    outbox.recover([
      toNotice("a", { state: { kind: "retrying", attempts: 4, nextAttemptMs, lastError: "x" } }),
    ]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken.map(({ messageId }) => messageId)).toEqual(["<a@example.org>"]);
    expect(rig.ledger.stateOf("a")).toMatchObject({ kind: "accepted", attempts: 5 });
  });

  test("what was settled is not sent again", async () => {
    const outbox = rig.open();
    outbox.recover([
      toNotice("a", { state: { kind: "accepted", atMs: 1, attempts: 1, response: "250" } }),
      toNotice("b", { state: { kind: "given up", atMs: 1, attempts: 9, lastError: "550" } }),
    ]);
    await rig.clock.advance(days(1));
    expect(rig.mailer.tried).toEqual([]);
    expect(outbox.list()).toHaveLength(2);
  });

  test("between sending and recording, the mail is sent a second time: at least once", async () => {
    rig.ledger.full = true;
    const first = rig.open();
    first.add([toNotice("a")]);
    await rig.clock.advance(0);
    await first.stop();
    expect(rig.ledger.stateOf("a")).toBeUndefined();
    rig.ledger.full = false;
    rig.open().recover([toNotice("a")]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken.map(({ messageId }) => messageId)).toEqual([
      "<a@example.org>",
      "<a@example.org>",
    ]);
  });

  test("what was given up within a day is still shown, for the rest of the day", async () => {
    const outbox = rig.open();
    await rig.clock.advance(days(1) - minutes(1));
    outbox.recover([
      toNotice("b", { state: { kind: "given up", atMs: fakeStartMs, attempts: 1, lastError: "550" } }),
    ]);
    expect(outbox.health()).toMatchObject({ ok: false, detail: "1 notice given up in the last day." });
    await rig.clock.advance(minutes(1) + 1);
    expect(outbox.health().ok).toBe(true);
  });
});

describe("a state store that does not take what happened", () => {
  test("does not make the mail go out twice, is shown, and is offered it again", async () => {
    rig.ledger.full = true;
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(seconds(30));
    expect(rig.mailer.taken).toHaveLength(1);
    expect(outbox.health()).toMatchObject({
      ok: false,
      detail: "the state of 1 notice could not be recorded on disk.",
    });
    expect(rig.log.entries.some(({ level }) => level === "error")).toBe(true);
    rig.ledger.full = false;
    await rig.clock.advance(minutes(1));
    expect(rig.ledger.stateOf("a")?.kind).toBe("accepted");
    expect(outbox.health().ok).toBe(true);
    expect(rig.mailer.taken).toHaveLength(1);
  });
});

describe("a mailer that breaks its contract", () => {
  test.each([
    {
      name: "throws instead of rejecting",
      send: () => {
        throw new TypeError("bug");
      },
    },
    { name: "rejects with something else", send: () => Promise.reject(new TypeError("bug")) },
    { name: "rejects with no error at all", send: () => Promise.reject("bug") },
  ])("and $name costs a pause, not the notice", async ({ send }) => {
    const outbox = rig.open({ mailer: { ...rig.mailer, send } });
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    expect(stateOf(outbox, "a")).toMatchObject({ kind: "retrying", attempts: 1, lastError: "bug" });
  });
});

describe("stopping", () => {
  test("starts no more mails, leaves no timer, and records the last failures", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    await outbox.stop();
    expect(rig.clock.pending()).toBe(0);
    expect(rig.ledger.stateOf("a")).toMatchObject({ kind: "retrying", attempts: 1 });
    outbox.add([toNotice("b")]);
    outbox.wake();
    await rig.clock.advance(days(1));
    expect(rig.mailer.tried).toHaveLength(1);
  });

  test("waits for the mail under way; cut short by the mailer, it has not failed", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    const stopped = outbox.stop();
    await rig.mailer.close();
    await stopped;
    expect(rig.ledger.stateOf("a")).toBeUndefined();
    expect(stateOf(outbox, "a")).toEqual({ kind: "queued" });
  });

  test("records a mail that is taken in the last moment", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    const stopped = outbox.stop();
    rig.mailer.answers("takes");
    await stopped;
    expect(rig.ledger.stateOf("a")?.kind).toBe("accepted");
  });
});

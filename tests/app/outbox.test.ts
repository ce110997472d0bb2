import { beforeEach, describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../protocol/time.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { exampleMail } from "../domain/notice/examples.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { createOutboxRig, notice, type OutboxRig, stateOf } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

describe("a notice that the mail server takes", () => {
  test("is sent, recorded as accepted, and shown at each step", async () => {
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken.map(({ messageId }) => messageId)).toEqual(["<a@example.org>"]);
    expect(rig.ledger.stateOf("a")).toEqual({
      kind: "accepted",
      atMs: fakeStartMs,
      attempts: 1,
      response: "250 taken",
    });
    expect(rig.heard.map(({ state }) => state.kind)).toEqual(["pending", "accepted"]);
    expect(outbox.health()).toEqual({
      name: "memory",
      ok: true,
      detail: "Every mail was taken.",
      waiting: 0,
    });
  });

  test("is not sent while the caller is still at work", async () => {
    const outbox = rig.open();
    outbox.add([notice("a")]);
    expect(rig.mailer.tried).toEqual([]);
    await rig.clock.advance(0);
    expect(rig.mailer.tried).toHaveLength(1);
  });

  test("is sent once, however often it is added and however long one waits", async () => {
    const outbox = rig.open();
    outbox.add([notice("a")]);
    outbox.add([notice("a")]);
    await rig.clock.advance(days(1));
    outbox.add([notice("a")]);
    outbox.wake();
    await rig.clock.advance(days(1));
    expect(rig.mailer.tried).toHaveLength(1);
    expect(rig.clock.pending()).toBe(0);
  });
});

describe("a notice that the mail server does not take now", () => {
  test("is tried again after 5 s, 15 s, 1 min, 5 min, 15 min, and then every 15 min", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(0);
    const triedMs: number[] = [];
    for (let s = 1; s <= 3600; s++) {
      const before = rig.mailer.tried.length;
      await rig.clock.advance(seconds(1));
      if (rig.mailer.tried.length > before) triedMs.push(rig.clock.nowMs() - fakeStartMs);
    }
    const pauses = triedMs.map((ms, i) => ms - (triedMs[i - 1] ?? 0));
    expect(pauses).toEqual([
      seconds(5),
      seconds(15),
      minutes(1),
      minutes(5),
      minutes(15),
      minutes(15),
      minutes(15),
    ]);
  });

  test("is recorded with its attempts and shown in the health", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(0);
    expect(rig.ledger.stateOf("a")).toEqual({
      kind: "pending",
      attempts: 1,
      nextAttemptMs: fakeStartMs + seconds(5),
      lastError: "memory: 451 busy, try again later",
    });
    expect(outbox.health()).toEqual({
      name: "memory",
      ok: false,
      detail: "1 mail not delivered yet, tried again: memory: 451 busy, try again later.",
      waiting: 1,
    });
    expect(outbox.undelivered(fakeStartMs)).toEqual({ waiting: 1, givenUp: 0 });
  });

  test("arrives when the server is back, and the health with it", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(hours(1));
    rig.mailer.answers("takes");
    await rig.clock.advance(minutes(15));
    expect(rig.mailer.taken).toHaveLength(1);
    expect(outbox.health().ok).toBe(true);
  });

  test("does not wait for its pause when woken", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(hours(1));
    rig.mailer.answers("takes");
    outbox.wake();
    await rig.clock.advance(0);
    expect(rig.mailer.taken).toHaveLength(1);
  });

  test("is given up after three days, and not a moment before", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(days(3) - minutes(16));
    expect(stateOf(outbox, "a")?.kind).toBe("pending");
    await rig.clock.advance(minutes(32));
    expect(rig.ledger.stateOf("a")?.kind).toBe("given up");
    expect(rig.clock.pending()).toBe(0);
  });

  test("is not held up by a wall clock that was put back", async () => {
    const outbox = rig.open();
    const nextAttemptMs = fakeStartMs + days(2);
    outbox.add([notice("a", { state: { kind: "pending", attempts: 1, nextAttemptMs, lastError: "busy" } })]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken).toHaveLength(1);
  });
});

describe("a notice that the mail server refuses", () => {
  test("is given up at once and shown for a day", async () => {
    rig.mailer.answers("refuses");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(0);
    expect(rig.ledger.stateOf("a")).toEqual({
      kind: "given up",
      atMs: fakeStartMs,
      attempts: 1,
      lastError: "memory: 550 no such person",
    });
    expect(outbox.health()).toMatchObject({
      ok: false,
      detail: "1 mail given up in the last day.",
      waiting: 0,
    });
    expect(outbox.undelivered(fakeStartMs)).toEqual({ waiting: 0, givenUp: 1 });
    await rig.clock.advance(days(1) + 1);
    expect(outbox.health().ok).toBe(true);
    expect(rig.mailer.tried).toHaveLength(1);
  });

  test("does not keep others from their mails", async () => {
    rig.mailer.answers("refuses");
    const outbox = rig.open();
    outbox.add([notice("a")]);
    await rig.clock.advance(0);
    rig.mailer.answers("takes");
    outbox.add([notice("b")]);
    await rig.clock.advance(0);
    expect(stateOf(outbox, "b")?.kind).toBe("accepted");
  });
});

describe("many notices", () => {
  test("go out two at a time, urgent ones first, then in the order in which they came", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    const calm = (id: string, laterMs: number): Notice => {
      const made = notice(id, { createdMs: fakeStartMs + laterMs });
      return { ...made, mail: { ...made.mail, urgent: false } };
    };
    outbox.add([calm("c", 2), calm("b", 1), notice("a", { createdMs: fakeStartMs + 3 }), calm("d", 4)]);
    await rig.clock.advance(0);
    expect(rig.mailer.tried.map(({ messageId }) => messageId)).toEqual([
      "<a@example.org>",
      "<b@example.org>",
    ]);
    rig.mailer.answers("takes");
    await rig.clock.settle();
    expect(rig.mailer.taken.map(({ messageId }) => messageId.slice(1, 2))).toEqual(["a", "b", "c", "d"]);
  });

  test("are listed newest first, with the first subject of their thread remembered", async () => {
    const outbox = rig.open();
    const reply = { ...exampleMail, subject: `Re: ${exampleMail.subject}` };
    outbox.add([notice("a"), notice("b", { createdMs: fakeStartMs + 1, mail: reply })]);
    await rig.clock.advance(0);
    expect(outbox.list().map(({ id }) => id)).toEqual(["b", "a"]);
    expect(outbox.threadSubject("ms-22.leak.3")).toBe(exampleMail.subject);
    expect(outbox.threadSubject("ms-22.leak.4")).toBeNull();
  });

  test("are remembered up to 200 once settled", async () => {
    const outbox = rig.open();
    const all = Array.from({ length: 250 }, (_, n) => notice(`n${n}`, { createdMs: fakeStartMs + n }));
    outbox.recover(
      all.map((each) => ({ ...each, state: { kind: "accepted", atMs: 1, attempts: 1, response: "" } })),
    );
    expect(outbox.list()).toHaveLength(200);
    expect(outbox.list()[0]?.id).toBe("n249");
    expect(outbox.list().at(-1)?.id).toBe("n50");
    await rig.clock.advance(days(1));
    expect(rig.mailer.tried).toEqual([]);
  });
});

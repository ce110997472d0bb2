import { beforeEach, describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../protocol/time.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { sampleMail, toHookNotice, toNotice } from "../support/state-samples.ts";
import { createOutboxRig, type OutboxRig, stateOf } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

const busy = "memory: 451 busy, try again later";

describe("a notice that the mail server takes", () => {
  test("is sent, recorded as accepted, and shown at each step", async () => {
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken.map(({ messageId }) => messageId)).toEqual(["<a@example.org>"]);
    expect(rig.ledger.stateOf("a")).toEqual({
      kind: "accepted",
      atMs: fakeStartMs,
      attempts: 1,
      response: "250 taken",
    });
    expect(rig.heard.map(({ state }) => state.kind)).toEqual(["queued", "sending", "accepted"]);
    expect(outbox.health()).toEqual({
      name: "memory",
      ok: true,
      detail: "Every notice was taken.",
      waiting: 0,
    });
  });

  test("is listed with whom it is for, its way and its cause, and without its text", () => {
    const outbox = rig.open();
    outbox.add([toNotice("a", { insteadOf: "b" })]);
    expect(outbox.list()).toEqual([
      {
        id: "a",
        incidentId: "incident.ms-22.leak.1671062400",
        occurrenceId: "ms-22.leak.1671062400",
        channel: "mail",
        to: "operator@example.org",
        person: "Ada Lovelace",
        subject: sampleMail.subject,
        reason: "first",
        createdMs: fakeStartMs,
        state: { kind: "queued" },
        insteadOf: "b",
      },
    ]);
  });

  test("is not sent while the caller is still at work", async () => {
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    expect(rig.mailer.tried).toEqual([]);
    await rig.clock.advance(0);
    expect(rig.mailer.tried).toHaveLength(1);
  });

  test("is sent once, however often it is added and however long one waits", async () => {
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    outbox.add([toNotice("a")]);
    await rig.clock.advance(hours(1));
    outbox.add([toNotice("a")]);
    outbox.wake();
    await rig.clock.advance(hours(1));
    expect(rig.mailer.tried).toHaveLength(1);
    expect(rig.clock.pending()).toBe(0);
  });
});

describe("a notice to a webhook", () => {
  test("goes by the webhook and not by mail", async () => {
    const outbox = rig.open();
    outbox.add([toHookNotice("h", "pager")]);
    await rig.clock.advance(0);
    expect(rig.hooks.taken.map(({ id, hook }) => [id, hook])).toEqual([["h", "pager"]]);
    expect(rig.mailer.tried).toEqual([]);
    expect(outbox.list()[0]).toMatchObject({ channel: "webhook", to: "pager", state: { kind: "accepted" } });
  });

  test("is tried again when the receiver is busy, and given up when it refuses", async () => {
    rig.hooks.answers("busy");
    const outbox = rig.open();
    outbox.add([toHookNotice("h", "pager")]);
    await rig.clock.advance(seconds(4));
    expect(stateOf(outbox, "h")).toMatchObject({ kind: "retrying", attempts: 1, lastError: busy });
    rig.hooks.answers("refuses");
    await rig.clock.advance(seconds(1));
    expect(stateOf(outbox, "h")).toMatchObject({ kind: "given up", attempts: 2 });
  });
});

describe("the picture of a mail", () => {
  const plot = { loopId: "ms-22", fromMs: 0, toMs: 1, onsetMs: null, openedMs: 1 };
  const withPlot = (id: string) => {
    const notice = toNotice(id);
    if (notice.message.kind !== "mail") throw new Error("The sample is no mail.");
    return { ...notice, message: { kind: "mail" as const, mail: { ...notice.message.mail, plot } } };
  };
  const picture = { png: new Uint8Array([1]), alt: "A pressure falls." };

  test("is drawn when the mail is sent, and drawn anew when it is sent again", async () => {
    const drawn: object[] = [];
    rig.mailer.answers("busy");
    const outbox = rig.open({
      plotter: {
        draw(request) {
          drawn.push(request);
          return Promise.resolve(picture);
        },
      },
    });
    outbox.add([withPlot("a")]);
    expect(drawn).toEqual([]);
    await rig.clock.advance(0);
    rig.mailer.answers("takes");
    await rig.clock.advance(seconds(5));
    expect(drawn).toEqual([plot, plot]);
    expect(rig.mailer.pictures).toEqual([picture, picture]);
  });

  test("is not drawn for a mail that shows none", async () => {
    const outbox = rig.open({ plotter: { draw: () => Promise.resolve(picture) } });
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    expect(rig.mailer.pictures).toEqual([null]);
  });

  test("does not keep the mail when it cannot be drawn", async () => {
    const outbox = rig.open({ plotter: { draw: () => Promise.reject(new TypeError("bug")) } });
    outbox.add([withPlot("a")]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken).toHaveLength(1);
    expect(rig.mailer.pictures).toEqual([null]);
    expect(rig.log.entries.some(({ level }) => level === "error")).toBe(true);
  });
});

describe("a notice that the mail server does not take now", () => {
  test("is tried again after 5 s, 15 s, 1 min, 5 min, 15 min, and then every 15 min", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    const triedMs: number[] = [];
    for (let s = 1; s <= 3600; s++) {
      const before = rig.mailer.tried.length;
      await rig.clock.advance(seconds(1));
      if (rig.mailer.tried.length > before) triedMs.push(rig.clock.nowMs() - fakeStartMs);
    }
    const pauses = triedMs.map((ms, i) => ms - (triedMs[i - 1] ?? 0));
    expect(pauses.map((ms) => ms / 1000)).toEqual([5, 15, 60, 300, 900, 900, 900]);
  });

  test("is recorded with its attempts and shown in the health", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(seconds(1));
    expect(rig.ledger.stateOf("a")).toEqual({
      kind: "retrying",
      attempts: 1,
      nextAttemptMs: fakeStartMs + seconds(5),
      lastError: busy,
    });
    expect(outbox.health()).toEqual({
      name: "memory",
      ok: false,
      detail: `1 notice not delivered yet, tried again: ${busy}.`,
      waiting: 1,
    });
    expect(outbox.undelivered(fakeStartMs).map(({ state }) => state.kind)).toEqual(["retrying"]);
  });

  test("is shown with its last error while it is tried again", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    rig.mailer.answers("silent");
    await rig.clock.advance(seconds(5));
    expect(stateOf(outbox, "a")).toEqual({ kind: "sending", attempt: 2, lastError: busy });
  });

  test("arrives when the server is back, and the health with it", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(hours(1));
    rig.mailer.answers("takes");
    await rig.clock.advance(minutes(15));
    expect(rig.mailer.taken).toHaveLength(1);
    expect(outbox.health().ok).toBe(true);
  });

  test("does not wait for its pause when woken, and is not tried twice for it", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(hours(1));
    rig.mailer.answers("takes");
    const { length } = rig.mailer.tried;
    outbox.wake();
    await rig.clock.advance(0);
    expect(rig.mailer.taken).toHaveLength(1);
    await rig.clock.advance(hours(1));
    expect(rig.mailer.tried).toHaveLength(length + 1);
  });

  test("is given up after three days, and not a moment before", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(days(3) - minutes(16));
    expect(stateOf(outbox, "a")?.kind).toBe("retrying");
    await rig.clock.advance(minutes(32));
    expect(rig.ledger.stateOf("a")?.kind).toBe("given up");
  });

  test("is tried again within a minute when the wall clock was put forward", async () => {
    rig.mailer.answers("busy");
    let putForwardMs = 0;
    const clock = { ...rig.clock, nowMs: () => rig.clock.nowMs() + putForwardMs };
    rig.open({ clock }).add([toNotice("a")]);
    await rig.clock.advance(minutes(2));
    const before = rig.mailer.tried.length;
    putForwardMs = days(1);
    await rig.clock.advance(minutes(1));
    expect(rig.mailer.tried).toHaveLength(before + 1);
  });

  test("is tried again about when it should be although the wall clock was put back by a week", async () => {
    let setBackMs = 0;
    rig.mailer.answers("busy");
    const clock = { ...rig.clock, nowMs: () => rig.clock.nowMs() - setBackMs };
    const outbox = rig.open({ clock });
    outbox.add([toNotice("a")]);
    await rig.clock.advance(minutes(7));
    rig.mailer.answers("takes");
    setBackMs = days(7);
    await rig.clock.advance(minutes(16));
    expect(rig.mailer.taken).toHaveLength(1);
  });
});

describe("a notice that the mail server refuses", () => {
  test("is given up at once and shown for a day", async () => {
    rig.mailer.answers("refuses");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    expect(rig.ledger.stateOf("a")).toEqual({
      kind: "given up",
      atMs: fakeStartMs,
      attempts: 1,
      lastError: "memory: 550 no such person",
    });
    expect(outbox.health()).toMatchObject({
      ok: false,
      detail: "1 notice given up in the last day.",
      waiting: 0,
    });
    expect(outbox.undelivered(fakeStartMs).map(({ state }) => state.kind)).toEqual(["given up"]);
    await rig.clock.advance(days(1) + 1);
    expect(outbox.health().ok).toBe(true);
    expect(rig.mailer.tried).toHaveLength(1);
    await rig.clock.advance(minutes(1));
    expect(rig.clock.pending()).toBe(0);
  });

  test("does not keep others from their mails", async () => {
    rig.mailer.answers("refuses", "gone@example.org");
    const outbox = rig.open();
    outbox.add([toNotice("a", { to: "gone@example.org" }), toNotice("b")]);
    await rig.clock.advance(0);
    expect([stateOf(outbox, "a")?.kind, stateOf(outbox, "b")?.kind]).toEqual(["given up", "accepted"]);
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { toHookNotice, toNotice } from "../support/state-samples.ts";
import { createOutboxRig, type OutboxRig, stateOf } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

const to = (person: string): string => `${person}@example.org`;
const calm = (id: string, laterMs: number, changes: { readonly to?: string } = {}): Notice =>
  toNotice(id, { urgent: false, createdMs: fakeStartMs + laterMs, ...changes });
const triedIds = (): readonly string[] =>
  rig.mailer.tried.map(({ messageId }) => messageId.replace(/^<|@.*$/g, ""));

describe("to one recipient", () => {
  test("one goes at a time, urgent ones first, then the oldest", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    outbox.add([calm("c", 2), calm("b", 1), toNotice("a", { createdMs: fakeStartMs + 3 }), calm("d", 4)]);
    await rig.clock.advance(0);
    expect(triedIds()).toEqual(["a"]);
    rig.mailer.answers("takes");
    await rig.clock.settle();
    expect(triedIds()).toEqual(["a", "b", "c", "d"]);
  });

  test("however its address is written", async () => {
    rig.mailer.answers("silent");
    rig.open().add([toNotice("a", { to: "Ada@example.org" }), toNotice("b", { to: "ada@Example.org" })]);
    await rig.clock.advance(0);
    expect(triedIds()).toEqual(["a"]);
  });

  test("what comes while others wait for their pause goes at once, and they after it", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(minutes(2));
    rig.mailer.answers("takes");
    outbox.add([toNotice("b")]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken.map(({ messageId }) => messageId)).toEqual([
      "<b@example.org>",
      "<a@example.org>",
    ]);
  });
});

describe("to several recipients", () => {
  test("four are served at once, and each as soon as there is room", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    outbox.add(["a", "b", "c", "d", "e", "f"].map((id, i) => calm(id, i, { to: to(id) })));
    await rig.clock.advance(0);
    expect(triedIds()).toEqual(["a", "b", "c", "d"]);
    rig.mailer.answers("takes", to("b"));
    await rig.clock.settle();
    expect(triedIds()).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("one who never answers holds up nobody else", async () => {
    rig.mailer.answers("silent", to("slow"));
    const outbox = rig.open();
    const many = Array.from({ length: 20 }, (_, n) => calm(`slow-${n}`, n, { to: to("slow") }));
    outbox.add([...many, calm("x", 100, { to: to("x") }), calm("y", 101, { to: to("y") })]);
    await rig.clock.advance(0);
    expect([stateOf(outbox, "x")?.kind, stateOf(outbox, "y")?.kind]).toEqual(["accepted", "accepted"]);
    expect(stateOf(outbox, "slow-0")?.kind).toBe("sending");
    expect(stateOf(outbox, "slow-1")?.kind).toBe("queued");
  });

  test("they take turns, so that one with many does not come before others with few", async () => {
    const outbox = rig.open();
    const many = ["m1", "m2", "m3"].map((id, i) => calm(id, i, { to: to("many") }));
    outbox.add([...many, calm("x", 100, { to: to("x") })]);
    await rig.clock.advance(0);
    expect(triedIds().indexOf("x")).toBe(1);
  });

  test("an urgent notice goes before all that are not, whoever these are for", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    outbox.add(["a", "b", "c", "d", "e", "f"].map((id, i) => calm(id, i, { to: to(id) })));
    await rig.clock.advance(0);
    outbox.add([toNotice("u", { to: to("f"), createdMs: fakeStartMs + 99 })]);
    await rig.clock.advance(0);
    rig.mailer.answers("takes", to("a"));
    await rig.clock.settle();
    expect(triedIds()).toEqual(["a", "b", "c", "d", "u"]);
  });
});

describe("mails and webhooks", () => {
  test("do not wait for each other", async () => {
    rig.mailer.answers("silent");
    const outbox = rig.open();
    outbox.add(["a", "b", "c", "d", "e"].map((id) => toNotice(id, { to: to(id) })));
    outbox.add([toHookNotice("h", "pager")]);
    await rig.clock.advance(0);
    expect(stateOf(outbox, "h")?.kind).toBe("accepted");
    expect(stateOf(outbox, "e")?.kind).toBe("queued");
  });
});

describe("very many notices", () => {
  const many = (count: number, changes: Partial<Notice> = {}): readonly Notice[] =>
    Array.from({ length: count }, (_, n) =>
      toNotice(`n${n}`, { createdMs: fakeStartMs + n, to: to(`p${n % 50}`), ...changes }),
    );

  test("are listed newest first: 300 that wait and 200 that are settled", () => {
    const outbox = rig.open();
    outbox.recover([
      ...many(600, { state: { kind: "accepted", atMs: 1, attempts: 1, response: "" } }),
      ...Array.from({ length: 700 }, (_, n) => calm(`w${n}`, 10_000 + n)),
    ]);
    const ids = outbox.list().map(({ id }) => id);
    expect(ids).toHaveLength(500);
    expect([ids[0], ids[299], ids[300], ids[499]]).toEqual(["w699", "w400", "n599", "n400"]);
  });

  test("ten thousand all arrive, each once, after a server that was down for an hour", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add(many(10_000));
    await rig.clock.advance(seconds(30));
    rig.mailer.answers("takes");
    outbox.wake();
    await rig.clock.advance(0);
    for (let turn = 0; outbox.health().waiting > 0 && turn < 10_000; turn++) await rig.clock.settle();
    expect(rig.mailer.taken).toHaveLength(10_000);
    expect(new Set(rig.mailer.taken.map(({ messageId }) => messageId)).size).toBe(10_000);
  });

  test("that fail together are recorded in few transactions", async () => {
    rig.mailer.answers("busy");
    rig.open().add(many(500));
    await rig.clock.advance(seconds(2));
    expect(rig.mailer.tried).toHaveLength(500);
    expect(rig.ledger.commits).toBeLessThanOrEqual(3);
  });
});

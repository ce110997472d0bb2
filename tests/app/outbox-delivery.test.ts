import { beforeEach, describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../protocol/time.ts";
import type { Notice, NoticeMessage } from "../../server/domain/notice/notice.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { toNotice } from "../support/state-samples.ts";
import { createOutboxRig, type OutboxRig, stateOf, toPager } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

const openWithPager = () => rig.open({ otherWay: toPager(rig.clock) });
const failingIds = (): readonly (readonly string[])[] =>
  rig.deliveries.map(({ failing }) => failing.map(({ id }) => id));

describe("the other way", () => {
  test("is taken once when a notice is given up, in one transaction with the giving up", async () => {
    rig.mailer.answers("refuses");
    const outbox = openWithPager();
    outbox.add([toNotice("a", { urgent: false })]);
    await rig.clock.advance(0);
    expect(stateOf(outbox, "a")?.kind).toBe("given up");
    expect(rig.hooks.taken.map(({ id }) => id)).toEqual(["a.fallback"]);
    expect(outbox.list().find(({ id }) => id === "a.fallback")).toMatchObject({
      insteadOf: "a",
      channel: "webhook",
      state: { kind: "accepted" },
    });
    // One for both, and one for the copy's acceptance.
    expect(rig.ledger.commits).toBe(2);
    await rig.clock.advance(days(4));
    expect(rig.hooks.tried).toHaveLength(1);
  });

  test("is taken after two minutes when a notice is urgent, and the original goes on", async () => {
    rig.mailer.answers("busy");
    const outbox = openWithPager();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(minutes(2) - 1);
    expect(rig.hooks.tried).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.hooks.taken.map(({ id }) => id)).toEqual(["a.fallback"]);
    expect(stateOf(outbox, "a")?.kind).toBe("retrying");
    rig.mailer.answers("takes");
    await rig.clock.advance(minutes(15));
    expect(stateOf(outbox, "a")?.kind).toBe("accepted");
    expect(rig.hooks.tried).toHaveLength(1);
  });

  test("is taken too when the mail server just does not answer", async () => {
    rig.mailer.answers("silent");
    openWithPager().add([toNotice("a")]);
    await rig.clock.advance(minutes(2));
    expect(rig.hooks.taken).toHaveLength(1);
  });

  test("is taken no second time when the original is given up later", async () => {
    rig.mailer.answers("busy");
    const outbox = openWithPager();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(minutes(3));
    rig.mailer.answers("refuses");
    await rig.clock.advance(minutes(15));
    expect(stateOf(outbox, "a")?.kind).toBe("given up");
    expect(rig.hooks.tried).toHaveLength(1);
  });

  test("is not taken for what is accepted in time, nor for what is not urgent and still tried", async () => {
    const outbox = openWithPager();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(minutes(1));
    rig.mailer.answers("busy");
    outbox.add([toNotice("b", { urgent: false })]);
    await rig.clock.advance(hours(1));
    expect(rig.hooks.tried).toEqual([]);
  });

  test("has no other way itself", async () => {
    rig.mailer.answers("refuses");
    rig.hooks.answers("refuses");
    const outbox = openWithPager();
    outbox.add([toNotice("a")]);
    await rig.clock.advance(days(1));
    expect(rig.hooks.tried.map(({ id }) => id)).toEqual(["a.fallback"]);
    expect(stateOf(outbox, "a.fallback")?.kind).toBe("given up");
  });

  test("is one message for those who share it, also after a restart", async () => {
    rig.mailer.answers("busy");
    const shared = { ...toPager(rig.clock), isShared: () => true };
    const all = [toNotice("a"), toNotice("b", { to: "b@example.org" })];
    const outbox = rig.open({ otherWay: shared });
    outbox.add([...all, toNotice("calm", { urgent: false, to: "c@example.org" })]);
    await rig.clock.advance(minutes(3));
    expect(rig.hooks.taken.map(({ id }) => id)).toEqual(["a.fallback"]);
    const copy = rig.ledger.notice("a.fallback")!;
    expect(copy.alsoInsteadOf).toEqual(["b"]);
    await outbox.stop();
    rig.open({ otherWay: shared }).recover([all[1]!, copy]);
    await rig.clock.advance(hours(1));
    expect(rig.hooks.taken).toHaveLength(1);
  });

  test("is written when it is sent, and goes as it was where that fails", async () => {
    const broken = () => {
      throw new TypeError("bug");
    };
    const hook = { hook: "pager", id: "new", body: "{}" };
    rig.mailer.answers("busy");
    const toCurrent = ({ message }: Notice): NoticeMessage =>
      message.kind === "webhook" ? { kind: "webhook", hook } : message;
    rig.open({ otherWay: toPager(rig.clock), toCurrent }).add([toNotice("a")]);
    await rig.clock.advance(minutes(2));
    expect(rig.hooks.taken).toEqual([hook]);
    rig.open({ otherWay: toPager(rig.clock), toCurrent: broken }).add([toNotice("b")]);
    await rig.clock.advance(minutes(2));
    expect(rig.hooks.taken.map(({ id }) => id)).toEqual(["new", "b.fallback"]);
  });

  test("is on disk before it is tried", async () => {
    rig.mailer.answers("busy");
    const onDisk: (string | undefined)[] = [];
    const send = (message: { readonly id: string }) => {
      onDisk.push(rig.ledger.stateOf(message.id)?.kind);
      return Promise.resolve({ response: "200" });
    };
    rig.open({ otherWay: toPager(rig.clock), hooks: { send } }).add([toNotice("a")]);
    await rig.clock.advance(minutes(2));
    expect(onDisk).toEqual(["queued"]);
  });

  test("is taken also while the disk is full: people must hear of it all the same", async () => {
    rig.mailer.answers("busy");
    const outbox = openWithPager();
    outbox.add([toNotice("a")]);
    rig.ledger.full = true;
    await rig.clock.advance(minutes(2));
    expect(rig.hooks.taken).toHaveLength(1);
    expect(outbox.health().detail).toMatch(/the state of 2 notices could not be recorded on disk/);
  });

  test.each([
    { name: "was made before the crash: not again", before: true, wanted: 0 },
    { name: "was not: half a minute after the start", before: false, wanted: 1 },
  ])("after a crash, when it $name", async ({ before, wanted }) => {
    rig.mailer.answers("busy");
    const original = toNotice("a");
    if (before) rig.ledger.commit({ notices: [toPager(rig.clock).toNotice([original])!] });
    await rig.clock.advance(minutes(10));
    const outbox = openWithPager();
    outbox.recover([original]);
    await rig.clock.advance(seconds(30) - 1);
    expect(rig.hooks.tried).toEqual([]);
    await rig.clock.advance(hours(1));
    expect(rig.hooks.tried).toHaveLength(wanted);
  });

  test("that cannot be found out costs the copy, not the notice", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open({
      otherWay: {
        isShared: () => false,
        toNotice: () => {
          throw new TypeError("bug");
        },
      },
    });
    outbox.add([toNotice("a")]);
    await rig.clock.advance(minutes(3));
    rig.mailer.answers("takes");
    await rig.clock.advance(minutes(5));
    expect(stateOf(outbox, "a")?.kind).toBe("accepted");
    expect(rig.log.entries.some(({ message }) => message.includes("could not go another way"))).toBe(true);
  });
});

describe("notices that reach nobody", () => {
  test("are told when they fail for five minutes, and told again when all is well", async () => {
    rig.mailer.answers("busy");
    rig.open().add([toNotice("a"), toNotice("b", { to: "b@example.org" })]);
    await rig.clock.advance(minutes(5) - 1);
    expect(rig.deliveries).toEqual([]);
    await rig.clock.advance(1 + seconds(1));
    expect(failingIds()).toEqual([["a", "b"]]);
    expect(rig.deliveries[0]?.failing[0]?.state).toMatchObject({ kind: "retrying", attempts: 4 });
    rig.mailer.answers("takes");
    await rig.clock.advance(minutes(15));
    expect(failingIds()).toEqual([["a", "b"], []]);
    expect(rig.deliveries.at(-1)?.count).toBe(0);
  });

  test("are told at once when they are given up, for a day", async () => {
    rig.mailer.answers("refuses");
    rig.open().add([toNotice("a")]);
    await rig.clock.advance(seconds(1));
    expect(failingIds()).toEqual([["a"]]);
    expect(rig.deliveries[0]?.failing[0]?.state).toMatchObject({ lastError: "memory: 550 no such person" });
    await rig.clock.advance(days(1) - seconds(2));
    expect(failingIds()).toEqual([["a"]]);
    await rig.clock.advance(seconds(3));
    expect(failingIds()).toEqual([["a"], []]);
  });

  test("are told also when a server just does not answer", async () => {
    rig.mailer.answers("silent");
    rig.open().add([toNotice("a")]);
    await rig.clock.advance(minutes(5) + seconds(1));
    expect(failingIds()).toEqual([["a"]]);
  });

  test("are not told when they arrive in time", async () => {
    rig.mailer.answers("busy");
    rig.open().add([toNotice("a")]);
    await rig.clock.advance(minutes(1));
    rig.mailer.answers("takes");
    await rig.clock.advance(days(1));
    expect(rig.deliveries).toEqual([]);
  });

  test("are counted without those about undelivered notices, which would keep their alarm alive", async () => {
    rig.mailer.answers("refuses");
    rig
      .open()
      .add([
        toNotice("own", { occurrenceId: "loopwatch.house.delivery.1671062400" }),
        toNotice("proof", { occurrenceId: "ms-22.house.proof.1671062400" }),
      ]);
    await rig.clock.advance(minutes(6));
    expect(failingIds()).toEqual([["proof"]]);
  });

  test("are told in one piece when there are very many, the first hundred by name", async () => {
    rig.mailer.answers("busy");
    const all = Array.from({ length: 2000 }, (_, n) => toNotice(`n${n}`, { to: `p${n}@example.org` }));
    rig.open().add(all);
    await rig.clock.advance(minutes(6));
    expect(rig.deliveries.map(({ count, failing }) => [count, failing.length])).toEqual([[2000, 100]]);
  });

  test("are all listed for a digest, also while they are tried again, and as many as the health counts", async () => {
    const toMany = (name: string) =>
      Array.from({ length: 400 }, (_, n) => toNotice(`${name}${n}`, { to: `${name}${n}@example.org` }));
    const outbox = rig.open();
    rig.mailer.answers("refuses");
    outbox.add([...toMany("refused"), toNotice("own", { occurrenceId: "loopwatch.house.delivery.1" })]);
    await rig.clock.advance(minutes(1));
    rig.mailer.answers("busy");
    outbox.add(toMany("busy"));
    await rig.clock.advance(minutes(1));
    rig.mailer.answers("silent");
    await rig.clock.advance(minutes(1));
    const undelivered = outbox.undelivered(fakeStartMs);
    const count = (kind: string) => undelivered.filter(({ state }) => state.kind === kind).length;
    expect([count("retrying"), count("given up"), undelivered.length]).toEqual([400, 401, 801]);
    expect(outbox.health().detail).toMatch(/^400 notices not delivered yet.*; 401 notices given up/);
    expect(outbox.undelivered(fakeStartMs + minutes(1))).toHaveLength(400);
  });

  test("are listed once, and those that were taken after all or never tried are not", async () => {
    const outbox = rig.open();
    rig.mailer.answers("busy");
    outbox.add([toNotice("a")]);
    await rig.clock.advance(0);
    expect(outbox.undelivered(fakeStartMs).map(({ id }) => id)).toEqual(["a"]);
    rig.mailer.answers("takes");
    outbox.wake();
    await rig.clock.advance(0);
    expect(outbox.undelivered(fakeStartMs)).toEqual([]);
    rig.mailer.answers("silent");
    outbox.add([toNotice("b")]);
    await rig.clock.advance(0);
    expect(outbox.undelivered(fakeStartMs)).toEqual([]);
  });

  test("a start says how it is after half a minute, also that all is well", async () => {
    const outbox = rig.open();
    await rig.clock.advance(hours(1));
    outbox.recover([toNotice("a", { createdMs: fakeStartMs })]);
    await rig.clock.advance(seconds(30) - 1);
    expect(rig.deliveries).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.deliveries).toEqual([{ failing: [], count: 0 }]);
  });

  test("a start that finds old ones failing on says so soon after", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    await rig.clock.advance(hours(1));
    outbox.recover([toNotice("a", { createdMs: fakeStartMs })]);
    await rig.clock.advance(seconds(31));
    expect(failingIds().at(-1)).toEqual(["a"]);
  });
});

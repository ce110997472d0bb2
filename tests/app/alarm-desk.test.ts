import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../protocol/time.ts";
import { found, key, openDesk, sourceMs } from "./alarm-desk-rig.ts";

describe("what is observed", () => {
  test("is written down with its letters in one piece, then told, then recorded, then sent", () => {
    const { desk, order, commits, sent } = openDesk();
    desk.observe(key, found(0));
    expect(order).toEqual([]);
    desk.settle();
    expect(order).toEqual(["commit", "tell unacknowledged", "record unacknowledged", "send"]);
    expect(commits[0]?.journal?.map(({ kind }) => kind)).toEqual(["alarm", "call", "call"]);
    expect(commits[0]?.notices?.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
    expect(sent.map(({ message }) => message.kind === "mail" && message.mail.to)).toEqual([
      "ada@example.org",
    ]);
    expect(commits[0]?.occurrences?.map(({ id }) => id)).toEqual(["bench.leak.1600000000"]);
  });

  test("and says nothing new costs nothing", () => {
    const { desk, order } = openDesk();
    desk.observe(key, { kind: "gone", atMs: sourceMs, reason: "all is well", byPerson: false });
    desk.observe(key, { kind: "passed", atMs: sourceMs });
    desk.settle();
    desk.settle();
    expect(order).toEqual([]);
    expect(desk.seq).toBe(0);
  });

  test("is told although the disk is full, and written as soon as there is room", async () => {
    const { desk, disk, store, feed, sent, clock } = openDesk();
    disk.full = true;
    desk.observe(key, found(0));
    desk.settle();
    expect(feed.alarms).toHaveLength(1);
    expect(sent).toHaveLength(1);
    expect(desk.unsaved()).toBeGreaterThan(0);
    expect([...store.journal()]).toEqual([]);
    disk.full = false;
    await clock.advance(5000);
    expect(desk.unsaved()).toBe(0);
    expect([...store.journal()].map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(sent).toHaveLength(1);
  });

  test("of a loop that is not heard any more is marked, and stays", () => {
    const { desk } = openDesk();
    desk.observe(key, found(0));
    desk.blind("bench", true);
    desk.observe(key, {
      kind: "gone",
      atMs: sourceMs + 60_000,
      reason: "the sensors are dry",
      byPerson: false,
    });
    desk.settle();
    expect(desk.state.standing.list()[0]).toMatchObject({
      state: "unacknowledged",
      blindSinceMs: expect.any(Number),
    });
    desk.blind("other", false);
    expect(desk.state.standing.list()[0]?.blindSinceMs).not.toBeNull();
    desk.blind("bench", false);
    expect(desk.state.standing.list()[0]?.blindSinceMs).toBeNull();
  });
});

describe("an act", () => {
  test("is done at once by a named person, and told to those who were called, with what else there is to tell", async () => {
    const { desk, act, clock, feed, sent } = openDesk();
    desk.observe(key, found(0));
    desk.settle();
    expect(act("acknowledge", 1)).toEqual({ ok: true });
    expect(feed.alarms.at(-1)?.alarm).toMatchObject({
      state: "acknowledged",
      acknowledgement: { by: "Ada" },
    });
    await clock.advance(minutes(1));
    expect(sent.map(({ reason }) => reason)).toEqual(["first", "acknowledged by Ada"]);
  });

  test("on what somebody else has changed meanwhile is refused with what is true now", () => {
    const { desk, act, order, commits } = openDesk();
    desk.observe(key, found(0));
    desk.settle();
    act("acknowledge", 1);
    const [before, written] = [order.length, commits.length];
    expect(act("acknowledge", 1, "Grace")).toEqual({ ok: false, reason: "Ada has acknowledged it already." });
    expect(act("reset", 1, "Grace")).toMatchObject({
      ok: false,
      reason: expect.stringContaining("acknowledged by Ada"),
    });
    expect(order.slice(before)).toEqual(["commit", "commit"]);
    for (const { audit, journal } of commits.slice(written)) {
      expect(journal).toEqual([]);
      expect(audit).toMatchObject([{ person: "Grace", refusal: expect.stringContaining("acknowledged") }]);
      expect(audit?.[0]?.after).toEqual(audit?.[0]?.before);
    }
  });

  test("on an alarm that nobody knows is refused", () => {
    expect(openDesk().act("acknowledge", 1)).toEqual({ ok: false, reason: "There is no such alarm." });
  });
});

describe("an operation", () => {
  const refill = { loopId: "bench", operation: "refill", atMs: sourceMs, by: null, comment: "" } as const;

  test("that a sender repeats, or that is recalled after a start, is one operation", () => {
    const first = openDesk();
    first.desk.operated(refill);
    first.desk.operated(refill);
    first.desk.operated({ ...refill, atMs: sourceMs + 1000 });
    first.desk.settle();
    expect([...first.store.journal()].map(({ kind }) => kind)).toEqual(["operation", "operation"]);
    first.close();
    const second = openDesk(first.path, first.clock);
    second.desk.operated(refill);
    second.desk.settle();
    expect(second.desk.seq).toBe(2);
  });
});

describe("a proof", () => {
  const untried = (reason: string, atMs: number) =>
    ({
      loopId: "bench",
      outcome: { kind: "not tried", reason },
      leakKgPerH: null,
      atMs,
      lastFoundMs: null,
    }) as const;

  test("that cannot be had is written once for each reason, and shown each time", () => {
    const { desk, store } = openDesk();
    const tried = [
      untried("Nothing is heard of this loop.", 1),
      untried("Nothing is heard of this loop.", 2),
      untried("The loop is still being learnt: learning how this loop breathes, 6 h of its time to go.", 3),
      untried(
        "The loop is still being learnt: learning how this loop breathes, 40 min of its time to go.",
        4,
      ),
      { ...untried("", 5), outcome: { kind: "missed", waitedMs: 1 } } as const,
      { ...untried("", 6), outcome: { kind: "missed", waitedMs: 1 } } as const,
      untried("Nothing is heard of this loop.", 7),
    ];
    const shown = tried.map((proof) => {
      const before = desk.changes;
      desk.proved(proof);
      expect(desk.changes).toBeGreaterThan(before);
      return desk.state.proofs()[0]?.atMs;
    });
    desk.settle();
    expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const written = [...store.journal()].map((entry) => entry.kind === "proof" && entry.proof.atMs);
    expect(written).toEqual([1, 3, 5, 6, 7]);
  });
});

describe("time alone", () => {
  test("brings in the next person, reminds, and is still when somebody has acknowledged", async () => {
    const { desk, act, clock, sent } = openDesk();
    desk.observe(key, found(0, { severity: "warning" }));
    desk.settle();
    await clock.advance(minutes(31));
    expect(sent.map(({ personId, reason }) => [personId, reason])).toEqual([
      ["ada", "first"],
      ["grace", "escalated: nobody has acknowledged for 10 min"],
      ["ada", "1st reminder: unacknowledged for 15 min"],
      ["grace", "1st reminder: unacknowledged for 15 min"],
      ["ada", "2nd reminder: unacknowledged for 30 min"],
      ["grace", "2nd reminder: unacknowledged for 30 min"],
    ]);
    act("acknowledge", 1);
    await clock.advance(hours(2));
    expect(sent.slice(6).map(({ reason }) => reason)).toEqual(["acknowledged by Ada", "acknowledged by Ada"]);
  });

  test("calls again when an acknowledgement was ignored for a shift", async () => {
    const { desk, act, clock, sent } = openDesk();
    desk.observe(key, found(0, { severity: "warning" }));
    desk.settle();
    act("acknowledge", 1);
    await clock.advance(hours(8) + 1000);
    expect(desk.state.standing.list()[0]).toMatchObject({ state: "unacknowledged", calls: 2 });
    expect(sent.at(-1)?.reason).toMatch(/^called again: acknowledged by Ada 8 h ago/);
  });
});

describe("a start", () => {
  test("finds everything as it was, tells nobody again, and goes on counting", async () => {
    const first = openDesk();
    first.desk.observe(key, found(0, { severity: "warning" }));
    first.desk.settle();
    first.act("comment", 1);
    await first.clock.advance(minutes(11));
    const before = first.desk.state.save();
    const { seq } = first.desk;
    first.store.close();

    const second = openDesk(first.path, first.clock);
    expect(second.desk.state.save()).toEqual(before);
    expect(second.desk.seq).toBe(seq);
    expect(second.order).toEqual([]);
    second.desk.observe(key, found(600_000, { severity: "warning" }));
    second.desk.settle();
    expect(second.sent).toEqual([]);
    await second.clock.advance(minutes(20));
    expect(second.sent.map(({ reason }) => reason)).toEqual([
      "1st reminder: unacknowledged for 15 min",
      "1st reminder: unacknowledged for 15 min",
      "2nd reminder: unacknowledged for 30 min",
      "2nd reminder: unacknowledged for 30 min",
    ]);
  });

  test("reads a snapshot and what came after it, and comes to the same", () => {
    const first = openDesk();
    first.desk.observe(key, found(0));
    first.desk.settle();
    first.close();
    const again = openDesk(first.path, first.clock);
    const { snapshot, journal } = again.store.load(1);
    expect([snapshot?.seq, ...journal]).toEqual([3]);
    again.act("acknowledge", 1);
    const saved = again.desk.state.save();
    again.store.close();
    const last = openDesk(first.path, first.clock);
    expect(last.desk.state.save()).toEqual(saved);
    expect(last.desk.seq).toBe(again.desk.seq);
    const said = last.log.entries.find(({ message }) => message === "The alarm journal was read.");
    expect(said?.detail).toEqual({ facts: again.desk.seq, replayed: again.desk.seq - 3 });
  });
});

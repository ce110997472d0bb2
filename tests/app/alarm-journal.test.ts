import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { found, key, openJournal, returned, sensorKey, sourceMs } from "./journal-rig.ts";

describe("an alarm event", () => {
  test("is on disk before anybody is told, and mails go last", () => {
    const { journal, order } = openJournal();
    journal.apply(key, found(0));
    expect(order).toEqual(["commit", "tell unacknowledged", "send"]);
  });

  test("is written together with its notices", () => {
    const { journal, store, sent, clock } = openJournal();
    journal.apply(key, found(0));
    const { journal: entries, notices } = store.load();
    expect(entries).toEqual([{ seq: 1, ...key, writtenMs: clock.nowMs(), event: found(0) }]);
    expect(notices.map(({ mail }) => mail.to)).toEqual(["ada@example.org", "grace@example.org"]);
    expect(notices).toEqual(sent);
    expect(notices.every(({ reason, state }) => reason === "first" && state.kind === "pending")).toBe(true);
  });

  test("reaches the pages with its sequence and the alarm as it is now", () => {
    const { journal, feed } = openJournal();
    journal.apply(key, found(0));
    expect(feed.alarms).toEqual([
      { seq: 1, alarm: expect.objectContaining({ id: "bench.leak.1600000000", state: "unacknowledged" }) },
    ]);
    expect(journal.seq).toBe(1);
  });

  test.each([
    ["a condition that returns and never was", [returned(0)]],
    ["the same finding again", [found(seconds(10), { leakKgPerH: 1.1 })]],
  ])("that changes nothing leaves no trace: %s", (_name, events) => {
    const { journal, store, feed, order } = openJournal();
    if (events[0]?.kind === "found") journal.apply(key, found(0));
    const before = { seq: journal.seq, told: feed.alarms.length, steps: order.length };
    for (const event of events) journal.apply(key, event);
    expect({ seq: journal.seq, told: feed.alarms.length, steps: order.length }).toEqual(before);
    expect(store.load().journal).toHaveLength(before.seq);
  });

  test("that only revises an alarm is told to pages but mailed to nobody", () => {
    const { journal, feed, sent } = openJournal();
    journal.apply(key, found(0));
    journal.apply(key, found(seconds(10), { leakKgPerH: 3 }));
    expect(feed.alarms.at(-1)).toMatchObject({ seq: 2, alarm: { leakKgPerH: 3 } });
    expect(sent).toHaveLength(2);
  });

  test("that makes it worse closes one occurrence, opens another and mails again", () => {
    const { journal, feed, sent } = openJournal();
    journal.apply(key, found(0));
    journal.apply(key, found(minutes(1), { severity: "emergency" }));
    expect(feed.alarms.slice(1).map(({ alarm }) => [alarm.id, alarm.state])).toEqual([
      ["bench.leak.1600000000", "normal"],
      ["bench.leak.1600000060", "unacknowledged"],
    ]);
    expect(sent.slice(2).map(({ reason }) => reason)).toEqual(["worse", "worse"]);
    expect(journal.list().map(({ id }) => id)).toEqual(["bench.leak.1600000060", "bench.leak.1600000000"]);
  });

  test.each([
    ["acknowledged, then returned", ["acknowledge", "return"]],
    ["returned, then acknowledged", ["return", "acknowledge"]],
  ])("is mailed under an id of its own: %s", (_name, acts) => {
    const { journal, sent, acknowledge } = openJournal();
    journal.apply(key, found(0));
    for (const act of acts) {
      if (act === "return") journal.apply(key, returned(minutes(5)));
      else acknowledge(journal.list()[0]?.version ?? 0);
    }
    expect(sent).toHaveLength(6);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(6);
  });

  test("of one class leaves the other class alone", () => {
    const { journal } = openJournal();
    journal.apply(key, found(0));
    journal.apply(sensorKey, found(seconds(5), { severity: "advisory", verdict: "sensor fault" }));
    journal.apply(sensorKey, returned(seconds(9)));
    expect(journal.list().map(({ id, state }) => [id, state])).toEqual([
      ["bench.sensor.1600000005", "returned unacknowledged"],
      ["bench.leak.1600000000", "unacknowledged"],
    ]);
  });
});

describe("an acknowledgement", () => {
  test("is a named person's act in wall-clock time, told and mailed", () => {
    const { journal, acknowledge, clock, feed, sent } = openJournal();
    journal.apply(key, found(0));
    expect(acknowledge(1)).toEqual({ ok: true });
    expect(feed.alarms.at(-1)?.alarm).toMatchObject({
      state: "acknowledged",
      acknowledgement: { by: "Ada", comment: "on it", atMs: clock.nowMs() },
    });
    expect(sent.at(-1)?.reason).toBe("acknowledged by Ada");
  });

  test("ends an alarm whose condition had returned, and the page hears who it was", () => {
    const { journal, acknowledge, feed } = openJournal();
    journal.apply(key, found(0));
    journal.apply(key, returned(minutes(5)));
    expect(acknowledge(2)).toEqual({ ok: true });
    expect(feed.alarms.at(-1)?.alarm).toMatchObject({ state: "normal", acknowledgement: { by: "Ada" } });
    expect(journal.list()[0]?.state).toBe("normal");
  });

  test.each([
    [
      "of an alarm that nobody knows",
      { occurrenceId: "bench.leak.7", version: 1 },
      "There is no such alarm.",
    ],
    ["of a version that is not there", { version: 2 }, "The alarm has changed since it was shown."],
  ])("%s is refused with a sentence, and changes nothing", (_name, act, sentence) => {
    const { journal, store, feed } = openJournal();
    journal.apply(key, found(0));
    const occurrenceId = "bench.leak.1600000000";
    const result = journal.acknowledge({ occurrenceId, by: "Ada", comment: "", ...act });
    expect(result).toEqual({ ok: false, reason: expect.stringContaining(sentence) });
    expect(store.load().journal).toHaveLength(1);
    expect(feed.alarms).toHaveLength(1);
  });

  test("comes second: it is refused with the name of the first", () => {
    const { journal, acknowledge, sent } = openJournal();
    journal.apply(key, found(0));
    acknowledge(1);
    const mails = sent.length;
    expect(acknowledge(2, "Grace")).toEqual({ ok: false, reason: "Ada has acknowledged it already." });
    expect(sent).toHaveLength(mails);
  });

  test("of what has escalated is refused: an alarm that gets worse is a new call", () => {
    const { journal } = openJournal();
    journal.apply(key, found(0));
    journal.apply(key, found(minutes(1), { severity: "warning" }));
    const act = { occurrenceId: "bench.leak.1600000000", version: 1, by: "Ada", comment: "" };
    expect(journal.acknowledge(act)).toMatchObject({ ok: false });
    expect(journal.list()[0]).toMatchObject({ id: "bench.leak.1600000060", state: "unacknowledged" });
  });
});

describe("a state store that refuses", () => {
  test("does not keep people from hearing of it", () => {
    const { journal, disk, feed, sent, log } = openJournal();
    disk.full = true;
    journal.apply(key, found(0));
    expect(feed.alarms).toHaveLength(1);
    expect(sent).toHaveLength(2);
    expect(journal.unsaved()).toBe(1);
    expect(log.entries.some(({ level }) => level === "error")).toBe(true);
  });

  test("gets it five seconds later when no other event comes", async () => {
    const { journal, disk, store, clock } = openJournal();
    disk.full = true;
    journal.apply(key, found(0));
    await clock.advance(seconds(5));
    expect(journal.unsaved()).toBe(1);
    disk.full = false;
    await clock.advance(seconds(5));
    expect(journal.unsaved()).toBe(0);
    expect(store.load().journal).toHaveLength(1);
  });

  test("gets it with the next event, in order and with its notices", () => {
    const { journal, disk, store, sent, acknowledge } = openJournal();
    disk.full = true;
    journal.apply(key, found(0));
    journal.apply(key, found(minutes(1), { severity: "warning" }));
    disk.full = false;
    acknowledge(1);
    expect(journal.unsaved()).toBe(0);
    const saved = store.load();
    expect(saved.journal.map(({ seq, event }) => [seq, event.kind])).toEqual([
      [1, "found"],
      [2, "found"],
      [3, "acknowledged"],
    ]);
    expect(saved.notices.map(({ id }) => id).toSorted()).toEqual(sent.map(({ id }) => id).toSorted());
  });
});

describe("the telemetry store", () => {
  test("gets each change at the time of its event, the end of one occurrence beside the beginning of the next", () => {
    const { journal, recorded, acknowledge, clock } = openJournal();
    journal.apply(key, found(0));
    journal.apply(key, found(minutes(1), { severity: "warning" }));
    acknowledge(1);
    expect(recorded).toEqual([
      `unacknowledged ${sourceMs}`,
      `normal ${sourceMs + minutes(1)}`,
      `unacknowledged ${sourceMs + minutes(1)}`,
      `acknowledged ${clock.nowMs()}`,
    ]);
  });
});

describe("after a restart", () => {
  test("the list, the sequence and the states are as they were, and nobody is told again", () => {
    const before = openJournal();
    before.journal.apply(key, found(0));
    before.acknowledge(1);
    before.journal.apply(key, found(minutes(1), { severity: "warning", leakKgPerH: 4 }));
    before.journal.apply(sensorKey, found(minutes(2), { severity: "advisory" }));
    before.journal.apply(sensorKey, returned(minutes(3)));

    const after = openJournal(before.path);
    after.journal.recover(before.store.load().journal);
    expect(after.journal.list()).toEqual(before.journal.list());
    expect(after.journal.seq).toBe(5);
    expect(after.order).toEqual([]);
    // It goes on where it was: the standing leak does not open again, the next event has the next number.
    after.journal.apply(key, found(minutes(4), { severity: "warning", leakKgPerH: 4 }));
    expect(after.order).toEqual([]);
    after.journal.apply(key, found(minutes(5), { severity: "emergency" }));
    expect(after.store.load().journal.at(-1)?.seq).toBe(6);
  });

  test("an empty journal is an empty list", () => {
    const { journal } = openJournal();
    journal.recover([]);
    expect(journal.list()).toEqual([]);
    expect(journal.seq).toBe(0);
  });
});

test("two hundred alarms that are over are listed, the newest first; those that stand always are", () => {
  const { journal, acknowledge } = openJournal();
  journal.apply(sensorKey, found(0));
  for (let i = 1; i <= 230; i++) {
    journal.apply(key, found(minutes(2 * i)));
    acknowledge(1);
    journal.apply(key, returned(minutes(2 * i + 1)));
  }
  const list = journal.list();
  expect(list).toHaveLength(201);
  expect(list.filter(({ state }) => state === "normal")).toHaveLength(200);
  expect(list[0]?.openedMs).toBe(sourceMs + minutes(460));
  expect(list.at(-1)).toMatchObject({ alarmClass: "sensor", state: "unacknowledged" });
});

import { describe, expect, test } from "vitest";
import { createJournalWriter } from "../../server/app/journal-writer.ts";
import type { StateChange } from "../../server/app/ports.ts";
import { toAlarmViewOf } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const key = { loopId: "bench", alarmClass: "leak", part: null } as const;
const fact = (atMs: number) => ({ kind: "alarm", key, event: { kind: "sank", atMs } }) as const;

function openWriter() {
  const commits: StateChange[] = [];
  const disk = { full: false };
  const clock = createFakeClock();
  const log = createMemoryLog();
  const writer = createJournalWriter({
    clock,
    log,
    state: {
      commit(change) {
        if (disk.full) throw new Error("database or disk is full");
        commits.push(change);
      },
    },
  });
  return { writer, commits, disk, clock, log };
}

describe("the journal's writer", () => {
  test("numbers facts and writes all that belongs together in one piece", () => {
    const { writer, commits, clock } = openWriter();
    writer.continueAfter(7);
    writer.add(fact(1));
    writer.add(fact(2));
    writer.occurrence(toAlarmViewOf({ id: "a", version: 1 }));
    writer.occurrence(toAlarmViewOf({ id: "a", version: 2 }));
    writer.commit();
    expect(commits).toHaveLength(1);
    expect(commits[0]?.journal?.map(({ seq, writtenMs }) => [seq, writtenMs])).toEqual([
      [8, clock.nowMs()],
      [9, clock.nowMs()],
    ]);
    expect(commits[0]?.occurrences?.map(({ version }) => version)).toEqual([2]);
    expect(writer.seq).toBe(9);
  });

  test("writes nothing when nothing has happened", () => {
    const { writer, commits } = openWriter();
    writer.commit();
    writer.stop();
    expect(commits).toEqual([]);
  });

  test("keeps what the disk refuses, in order, and writes it with what came meanwhile", async () => {
    const { writer, commits, disk, clock, log } = openWriter();
    disk.full = true;
    writer.add(fact(1));
    writer.commit();
    expect(writer.unsaved()).toBe(1);
    expect(log.entries.some(({ message }) => message.includes("could not be written"))).toBe(true);
    writer.add(fact(2));
    disk.full = false;
    await clock.advance(5000);
    expect(writer.unsaved()).toBe(0);
    expect(commits.flatMap(({ journal }) => journal?.map(({ seq }) => seq))).toEqual([1, 2]);
  });

  test("tries once more when it stops, and then no more", async () => {
    const { writer, commits, disk, clock } = openWriter();
    disk.full = true;
    writer.add(fact(1));
    writer.stop();
    disk.full = false;
    await clock.advance(60_000);
    expect(commits).toEqual([]);
  });
});

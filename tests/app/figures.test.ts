import { expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { createFiguresReader } from "../../server/app/figures.ts";
import type { JournalEntry } from "../../server/app/ports.ts";
import { toFinding } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const t0 = 1_671_062_400_000;

/** A leak that opens on a loop of its own every minute. */
function* journalOf(count: number): Iterable<JournalEntry> {
  for (let i = 0; i < count; i++) {
    const atMs = t0 + minutes(i);
    const key = { loopId: `loop-${i}`, alarmClass: "leak", part: null } as const;
    yield {
      seq: i + 1,
      writtenMs: atMs,
      kind: "alarm",
      key,
      event: { kind: "opened", atMs, finding: toFinding() },
    };
  }
}

test("the figures of a long journal are counted in turns, so that others are served meanwhile", async () => {
  const clock = createFakeClock();
  const figures = createFiguresReader({ journal: () => journalOf(2000), clock });
  const answer = figures(t0, t0 + minutes(1500));
  let isDone = false;
  void answer.then(() => {
    isDone = true;
  });
  await clock.settle();
  expect(isDone).toBe(false);
  expect(clock.pending()).toBe(1);
  await clock.advance(0);
  expect((await answer).annunciated).toBe(1500);
});

test("the same question is counted once, another one after it", async () => {
  const clock = createFakeClock();
  let reads = 0;
  const figures = createFiguresReader({
    journal() {
      reads += 1;
      return journalOf(10);
    },
    clock,
  });
  const [one, same, other] = await Promise.all([
    figures(t0, t0 + minutes(5)),
    figures(t0, t0 + minutes(5)),
    figures(t0, t0 + minutes(6)),
  ]);
  expect([one.annunciated, same.annunciated, other.annunciated]).toEqual([5, 5, 6]);
  expect(reads).toBe(2);
  await figures(t0, t0 + minutes(5));
  expect(reads).toBe(3);
});

test("a journal that cannot be read fails its question, and not the next", async () => {
  let isDamaged = true;
  const figures = createFiguresReader({
    journal() {
      if (isDamaged) throw new Error("a row is damaged");
      return journalOf(3);
    },
    clock: createFakeClock(),
  });
  await expect(figures(t0, t0 + 1)).rejects.toThrow("a row is damaged");
  isDamaged = false;
  expect((await figures(t0, t0 + 1)).annunciated).toBe(1);
});

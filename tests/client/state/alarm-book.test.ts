import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import { busyFrom, createAlarmBook, mostOverKept } from "../../../client/state/alarm-book.ts";
import { someAlarm } from "../fixtures.ts";

/** A pace that waits until it is told, and remembers what it was asked. */
function createSlowPace() {
  const waiting: (() => void)[] = [];
  const asked: boolean[] = [];
  return {
    pace: (run: () => void, isBusy: boolean) => {
      waiting.push(run);
      asked.push(isBusy);
    },
    draw: () => {
      for (const run of waiting.splice(0)) run();
    },
    asked,
  };
}

const alarm = (n: number, change = {}) => ({ ...someAlarm, id: `loop-a.leak.${n}`, openedMs: n, ...change });

test("ten thousand changes between two pictures are one drawing", () => {
  const { pace, draw, asked } = createSlowPace();
  const book = createAlarmBook(pace);
  let drawings = 0;
  effect(() => {
    book.standing.value;
    drawings++;
  });
  for (let n = 0; n < 10_000; n++) book.take(alarm(n));
  expect([asked.length, drawings]).toEqual([1, 1]);
  draw();
  expect([drawings, book.standing.value.length]).toEqual([2, 10_000]);
});

test("only with very much standing does it ask for a slower pace", () => {
  const { pace, draw, asked } = createSlowPace();
  const book = createAlarmBook(pace);
  for (let n = 0; n <= busyFrom; n++) book.take(alarm(n));
  draw();
  book.take(alarm(busyFrom + 1));
  expect(asked).toEqual([false, true]);
});

test("an alarm that changes replaces its older self, and one that is over leaves the standing ones", () => {
  const book = createAlarmBook((run) => run());
  book.take(alarm(1));
  book.take(alarm(1, { state: "acknowledged" }));
  expect(book.standing.value.map(({ state }) => state)).toEqual(["acknowledged"]);
  book.take(alarm(1, { state: "normal" }));
  expect(book.standing.value).toEqual([]);
  expect(book.over.value.map(({ id }) => id)).toEqual(["loop-a.leak.1"]);
  expect(book.find("loop-a.leak.1")?.state).toBe("normal");
  expect(book.find("nobody")).toBeUndefined();
});

test("each loop has its own list, most urgent first", () => {
  const book = createAlarmBook((run) => run());
  book.take(alarm(1));
  book.take(alarm(2, { severity: "emergency" }));
  book.take(alarm(3, { loopId: "loop-b" }));
  const ids = (loopId: string) => book.standingByLoop.value.get(loopId)?.map(({ id }) => id);
  expect(ids("loop-a")).toEqual(["loop-a.leak.2", "loop-a.leak.1"]);
  expect(ids("loop-b")).toEqual(["loop-a.leak.3"]);
  expect(ids("loop-c")).toBeUndefined();
});

test("of those that are over only the newest are kept", () => {
  const book = createAlarmBook((run) => run());
  for (let n = 0; n < mostOverKept + 10; n++) book.take(alarm(n, { state: "normal" }));
  expect(book.over.value).toHaveLength(mostOverKept);
  expect(book.over.value.at(-1)?.openedMs).toBe(10);
});

test("a snapshot is the whole truth", () => {
  const book = createAlarmBook((run) => run());
  book.take(alarm(1));
  book.replace([alarm(2), alarm(3, { state: "normal" })]);
  expect(book.standing.value.map(({ openedMs }) => openedMs)).toEqual([2]);
  expect(book.over.value.map(({ openedMs }) => openedMs)).toEqual([3]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { createSampleQueue } from "../../server/app/sample-queue.ts";

type Sample = readonly [place: number, atMs: number, value: number];

const drained = (queue: ReturnType<typeof createSampleQueue>, untilMs: number): Sample[] => {
  const out: Sample[] = [];
  queue.drain(untilMs, (...sample) => void out.push(sample));
  return out;
};

test("an empty queue hands on nothing", () => {
  expect(drained(createSampleQueue(), Number.POSITIVE_INFINITY)).toEqual([]);
});

test("samples come out by time, those of one moment as they came in, and the last value of a channel counts", () => {
  const queue = createSampleQueue();
  const taken = [
    queue.insert(2, 10, 1),
    queue.insert(0, 10, 2),
    queue.insert(1, 5, 3),
    queue.insert(2, 10, 4),
    queue.insert(0, 20, 5),
  ];
  expect(taken).toEqual([true, true, true, false, true]);
  expect(queue.size).toBe(4);
  expect(drained(queue, 10)).toEqual([
    [1, 5, 3],
    [2, 10, 4],
    [0, 10, 2],
  ]);
  expect(drained(queue, 30)).toEqual([[0, 20, 5]]);
});

test("it does what a sorted list would do, through growth and hand-overs", () => {
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.nat(3), fc.nat(60)) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const property = fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
    const queue = createSampleQueue();
    let list: Sample[] = [];
    let base = 0;
    for (const [n, one] of steps.entries()) {
      if (one === null) {
        base += 20;
        const due = list.filter(([, atMs]) => atMs <= base);
        list = list.filter(([, atMs]) => atMs > base);
        expect(drained(queue, base)).toEqual(due);
        continue;
      }
      const [place, later] = one;
      const atMs = base + later;
      const same = list.findIndex((sample) => sample[0] === place && sample[1] === atMs);
      expect(queue.insert(place, atMs, n)).toBe(same < 0);
      if (same >= 0) list[same] = [place, atMs, n];
      else list = [...list.filter((s) => s[1] <= atMs), [place, atMs, n], ...list.filter((s) => s[1] > atMs)];
    }
    expect(drained(queue, Number.POSITIVE_INFINITY)).toEqual(list);
  });
  fc.assert(property, { seed: 20_221_215, numRuns: 200 });
});

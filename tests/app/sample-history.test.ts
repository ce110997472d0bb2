import fc from "fast-check";
import { expect, test } from "vitest";
import { createLateSamples } from "../../server/app/late-samples.ts";
import { createSampleHistory } from "../../server/app/sample-history.ts";

type Sample = readonly [place: number, atMs: number, value: number];

const drained = (history: ReturnType<typeof createSampleHistory>, untilMs: number): Sample[] => {
  const out: Sample[] = [];
  history.drain(untilMs, (...sample) => void out.push(sample));
  return out;
};

test("an empty history hands on nothing", () => {
  expect(drained(createSampleHistory(), Number.POSITIVE_INFINITY)).toEqual([]);
});

test("samples come out by time, those of one moment as they came in, and the last value of a channel counts", () => {
  const history = createSampleHistory();
  const taken = [
    history.insert(2, 10, 1),
    history.insert(0, 10, 2),
    history.insert(1, 5, 3),
    history.insert(2, 10, 4),
    history.insert(0, 20, 5),
  ];
  expect(taken).toEqual([true, true, true, false, true]);
  expect(history.waiting).toBe(4);
  expect(drained(history, 10)).toEqual([
    [1, 5, 3],
    [2, 10, 4],
    [0, 10, 2],
  ]);
  expect(drained(history, 30)).toEqual([[0, 20, 5]]);
});

test("it does what a sorted list would do, through growth and hand-overs", () => {
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.nat(3), fc.nat(60)) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const property = fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
    const history = createSampleHistory();
    let list: Sample[] = [];
    let base = 0;
    for (const [n, one] of steps.entries()) {
      if (one === null) {
        base += 20;
        const due = list.filter(([, atMs]) => atMs <= base);
        list = list.filter(([, atMs]) => atMs > base);
        expect(drained(history, base)).toEqual(due);
        continue;
      }
      const [place, later] = one;
      const atMs = base + later;
      const same = list.findIndex((sample) => sample[0] === place && sample[1] === atMs);
      expect(history.insert(place, atMs, n)).toBe(same < 0);
      if (same >= 0) list[same] = [place, atMs, n];
      else list = [...list.filter((s) => s[1] <= atMs), [place, atMs, n], ...list.filter((s) => s[1] > atMs)];
    }
    expect(drained(history, Number.POSITIVE_INFINITY)).toEqual(list);
  });
  fc.assert(property, { seed: 20_221_215, numRuns: 200 });
});

test("late samples find their places among those handed on, and all after a moment can be handed on again", () => {
  const history = createSampleHistory();
  for (const atMs of [10, 20, 40, 50, 90]) history.insert(0, atMs, atMs);
  expect(drained(history, 60)).toHaveLength(4);
  const late = createLateSamples();
  for (const [place, atMs, value] of [
    [0, 45, 45],
    [0, 30, -1],
    [0, 30, 30],
    [1, 20, 120],
    [0, 40, 140],
    [0, 50, 50],
    [0, 5, 5],
  ] as const)
    late.add(place, atMs, value, 99);
  expect(history.merge(late)).toEqual({ added: 4, replaced: 1 });
  expect(history).toMatchObject({ waiting: 1, remembered: 8 });
  history.rewind(10);
  expect(drained(history, 60)).toEqual([
    [0, 20, 20],
    [1, 20, 120],
    [0, 30, 30],
    [0, 40, 140],
    [0, 45, 45],
    [0, 50, 50],
  ]);
  expect(drained(history, 99)).toEqual([[0, 90, 90]]);
});

test("it knows a sample again until it forgets it, and never forgets one that waits", () => {
  const history = createSampleHistory();
  for (const atMs of [10, 20, 30]) history.insert(0, atMs, atMs);
  drained(history, 20);
  expect([history.holds(0, 20, 20), history.holds(0, 30, 30)]).toEqual([true, true]);
  expect([history.holds(1, 20, 20), history.holds(0, 20, 21), history.holds(0, 21, 20)]).toEqual([
    false,
    false,
    false,
  ]);
  history.forget(10);
  expect([history.holds(0, 10, 10), history.holds(0, 20, 20)]).toEqual([false, true]);
  history.forget(99);
  expect(history).toMatchObject({ waiting: 1, remembered: 0 });
  expect(drained(history, 99)).toEqual([[0, 30, 30]]);
});

test("merging does what a sorted list would do", () => {
  const sample = fc.tuple(fc.nat(2), fc.nat(40), fc.nat(5));
  const property = fc.property(fc.array(sample), fc.array(sample), (known, later) => {
    const history = createSampleHistory();
    const list = new Map<string, Sample>();
    const put = ([place, atMs, value]: Sample) => list.set(`${atMs} ${place}`, [place, atMs, value]);
    for (const one of known) {
      history.insert(...one);
      put(one);
    }
    drained(history, 40);
    const late = createLateSamples();
    for (const one of later) {
      late.add(...one, 99);
      put(one);
    }
    history.merge(late);
    history.rewind(Number.NEGATIVE_INFINITY);
    const inOrder = (samples: Iterable<Sample>) =>
      [...samples].toSorted((a, b) => a[1] - b[1] || a[0] - b[0]);
    const handedOn = drained(history, 40);
    expect(handedOn.map(([, atMs]) => atMs)).toEqual(
      handedOn.map(([, atMs]) => atMs).toSorted((a, b) => a - b),
    );
    expect(inOrder(handedOn)).toEqual(inOrder(list.values()));
  });
  fc.assert(property, { seed: 1, numRuns: 300 });
});

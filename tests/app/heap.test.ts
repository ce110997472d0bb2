import fc from "fast-check";
import { expect, test } from "vitest";
import { createHeap } from "../../server/app/heap.ts";

test("an empty heap gives nothing", () => {
  const heap = createHeap<number>((a, b) => a < b);
  expect([heap.first(), heap.takeFirst(), heap.size]).toEqual([null, null, 0]);
});

test("items come in order, and those alike in the order of putting, however putting and taking alternate", () => {
  // Small ranks, so that many are alike; after each put, up to two items are taken.
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (list) => {
      const heap = createHeap<{ rank: number; nth: number }>((a, b) => a.rank < b.rank);
      const model: { rank: number; nth: number }[] = [];
      const takeBoth = (): void => {
        const wanted = model.shift() ?? null;
        expect(heap.first()).toEqual(wanted);
        expect(heap.takeFirst()).toEqual(wanted);
      };
      for (const [nth, [rank, takes]] of list.entries()) {
        heap.put({ rank, nth });
        model.push({ rank, nth });
        model.sort((a, b) => a.rank - b.rank || a.nth - b.nth);
        for (let i = 0; i < takes; i++) takeBoth();
        expect(heap.size).toBe(model.length);
      }
      while (model.length > 0) takeBoth();
      expect(heap.takeFirst()).toBeNull();
    }),
  );
});

import { expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { createDetectorForks } from "../../server/app/detector-forks.ts";

const forkAt = (atMs: number) => ({
  atMs,
  nextMs: atMs + 1000,
  heardMs: atMs,
  detector: { fork: () => `as of ${atMs}` },
});

test("without a fork there is no way back", () => {
  const forks = createDetectorForks<string>();
  expect(forks).toMatchObject({ count: 0, oldestMs: Number.POSITIVE_INFINITY });
  expect(forks.before(Number.POSITIVE_INFINITY)).toBeUndefined();
});

test("the way back begins at the newest fork that has not been given the sample's moment", () => {
  const forks = createDetectorForks<string>();
  for (const atMs of [Number.NEGATIVE_INFINITY, 0, minutes(5), minutes(10)]) forks.add(forkAt(atMs));
  expect(forks.before(minutes(7))?.atMs).toBe(minutes(5));
  expect(forks.before(minutes(5))?.atMs).toBe(0);
  expect(forks.before(-1)?.atMs).toBe(Number.NEGATIVE_INFINITY);
  forks.dropAfter(minutes(5));
  expect(forks.before(minutes(60))?.atMs).toBe(minutes(5));
});

test("of the old ones those stay that reach back to the window's beginning", () => {
  const forks = createDetectorForks<string>();
  for (const atMs of [0, minutes(6), minutes(12), minutes(18)]) forks.add(forkAt(atMs));
  forks.dropBefore(minutes(11));
  expect(forks).toMatchObject({ count: 3, oldestMs: minutes(6) });
  forks.dropBefore(minutes(12));
  expect(forks.oldestMs).toBe(minutes(12));
  forks.dropBefore(minutes(60));
  expect(forks).toMatchObject({ count: 1, oldestMs: minutes(18) });
});

test("however often forks are made, there are not many in the same span", () => {
  const forks = createDetectorForks<string>();
  for (let atMs = 0; atMs <= minutes(20); atMs += 1000) forks.add(forkAt(atMs));
  expect(forks.count).toBeLessThanOrEqual(9);
  expect(forks.before(Number.POSITIVE_INFINITY)?.atMs).toBe(minutes(20));
  expect(forks.before(minutes(10))?.atMs).toBeGreaterThanOrEqual(minutes(4));
});

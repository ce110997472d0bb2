import { operations } from "../../protocol/wire.ts";
import { createLoopDetector, type LoopDetector } from "../../server/domain/detection/loop-detector.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";

/** What a detector was given, in order: place (operations below -1), or -1 for an evaluation; time; value. */
interface Life {
  readonly places: number[];
  readonly times: number[];
  readonly values: number[];
}

const evaluation = -1;

/**
 * A real detector of which copies can be made the long way: a copy lives the whole life of the original once more,
 * when it is first asked for anything. Slow and exact, for tests.
 */
export function createForkingDetector(loop: Loop, before: Life | null = null): LoopDetector {
  const life: Life = {
    places: [...(before?.places ?? [])],
    times: [...(before?.times ?? [])],
    values: [...(before?.values ?? [])],
  };
  let inner: LoopDetector | null = null;

  const alive = (): LoopDetector => {
    if (inner !== null) return inner;
    const detector = createLoopDetector(loop);
    for (const [n, place] of life.places.entries()) {
      const atMs = life.times[n]!;
      if (place >= 0) detector.take(place, atMs, life.values[n]!);
      else if (place === evaluation) detector.evaluate(atMs);
      else detector.operate(operations[-2 - place]!, atMs);
    }
    inner = detector;
    return detector;
  };

  const note = (place: number, atMs: number, value: number): LoopDetector => {
    const detector = alive();
    life.places.push(place);
    life.times.push(atMs);
    life.values.push(value);
    return detector;
  };

  return {
    loop,
    get held() {
      return alive().held;
    },
    take: (i, atMs, value) => note(i, atMs, value).take(i, atMs, value),
    evaluate: (atMs) => note(evaluation, atMs, 0).evaluate(atMs),
    operate: (operation, atMs) => note(-2 - operations.indexOf(operation), atMs, 0).operate(operation, atMs),
    fork: () => createForkingDetector(loop, life),
    get inventoryL() {
      return alive().inventoryL;
    },
    get leaking() {
      return alive().leaking;
    },
    get agreed() {
      return alive().agreed;
    },
    estimate: () => alive().estimate(),
    leak: () => alive().leak(),
    disagreement: () => alive().disagreement(),
  };
}

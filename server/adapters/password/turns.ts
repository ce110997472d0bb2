/** Lets a few pieces of work go on at once and a bounded number wait. */
export interface Turns {
  /** Rejects at once when too many wait. `first`: before others who wait, and in the places that are kept for such. */
  take<T>(work: () => Promise<T>, first: boolean): Promise<T>;
}

export function createTurns(limits: {
  readonly mostAtOnce: number;
  readonly mostWaiting: number;
  /** Of those that may wait, places that only the first may take. */
  readonly keptForFirst: number;
  readonly toRefusal: () => Error;
}): Turns {
  const { mostAtOnce, mostWaiting, keptForFirst, toRefusal } = limits;
  const first: (() => void)[] = [];
  const others: (() => void)[] = [];
  let running = 0;

  const next = (): void => {
    const wake = first.shift() ?? others.shift();
    // The turn goes over to the next one: `running` stays as it is.
    if (wake === undefined) running -= 1;
    else wake();
  };

  const isFull = (isFirst: boolean): boolean =>
    isFirst ? first.length + others.length >= mostWaiting : others.length >= mostWaiting - keptForFirst;

  const turn = async (isFirst: boolean): Promise<void> => {
    if (running < mostAtOnce) {
      running += 1;
      return;
    }
    if (isFull(isFirst)) throw toRefusal();
    await new Promise<void>((resolve) => void (isFirst ? first : others).push(resolve));
  };

  return {
    async take(work, isFirst) {
      await turn(isFirst);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}

/** Draws one picture an animation frame, so that many of them never hold up a click or a key together. */
export interface Turns<T> {
  /** Each will be drawn once more; those that still wait keep their place. */
  readonly ask: (all: Iterable<T>) => void;
  readonly close: () => void;
}

/** A hidden or starved tab gets no animation frames. */
const fallbackMs = 400;

/** Nothing waits yet. */
export function createTurns<T>(draw: (one: T) => void): Turns<T> {
  const waiting = new Set<T>();
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
  }
  function take(one: T): void {
    waiting.delete(one);
    draw(one);
  }
  function next(): void {
    stop();
    for (const one of waiting) {
      take(one);
      break;
    }
    plan();
  }
  function allAtOnce(): void {
    stop();
    for (const one of waiting) take(one);
  }
  function plan(): void {
    if (frame !== 0 || waiting.size === 0) return;
    frame = requestAnimationFrame(next);
    timer = setTimeout(allAtOnce, fallbackMs);
  }

  return {
    ask: (all) => {
      for (const one of all) waiting.add(one);
      if (frame === 0) next();
    },
    close: () => {
      stop();
      waiting.clear();
    },
  };
}

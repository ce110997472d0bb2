/** A hidden tab paints nothing; nobody waits for its figures either. */
const hiddenMs = 1000;

/** Runs when the next picture stands on the screen: after the frame that draws it has been handed over. */
export function afterPaint(run: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    run();
  };
  requestAnimationFrame(() => requestAnimationFrame(once));
  setTimeout(once, hiddenMs);
}

import { type Terminal, toCountText } from "./terminal.ts";

/** Shows how far a long piece of work is. */
export interface Progress {
  /** `done` only grows. */
  show(done: number): void;
  /** Leaves the last state standing and goes to a new line. */
  finish(): void;
}

/** Characters of the bar. */
const barWidth = 24;

/** Without a screen a line is written each time another tenth is done. */
const plainStepPercent = 10;

/** A bar that is drawn over itself on a screen, and a line every 10 % elsewhere. `unit` is the thing counted, plural. */
export function createProgress(terminal: Terminal, total: number, unit: string): Progress {
  let shownPercent = -1;
  const text = (done: number): string => `${toCountText(done)} of ${toCountText(total)} ${unit}`;
  return {
    show(done) {
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      if (terminal.isScreen) {
        if (percent === shownPercent) return;
        const filled = Math.round((barWidth * percent) / 100);
        const bar = "█".repeat(filled).padEnd(barWidth, "░");
        terminal.err(`\r${bar} ${String(percent).padStart(3)} %  ${text(done)}`);
      } else {
        if (Math.floor(percent / plainStepPercent) <= Math.floor(shownPercent / plainStepPercent)) return;
        terminal.err(`${percent} %, ${text(done)}\n`);
      }
      shownPercent = percent;
    },
    finish() {
      if (terminal.isScreen && shownPercent >= 0) terminal.err("\n");
    },
  };
}

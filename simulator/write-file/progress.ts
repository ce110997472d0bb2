/** Shows how far a long run is. */
export interface Progress {
  /** `share` of the whole, 0..1; never goes back. */
  update(share: number): void;
  /** Leaves the terminal on a line of its own. */
  end(): void;
}

/** Where progress is shown. */
export interface ProgressScreen {
  /** A terminal gets a bar that moves in place; anything else a line every tenth. */
  readonly isTerminal: boolean;
  write(text: string): void;
}

const barWidth = 40;
const linesInAll = 10;

/** Shows nothing before the first `update`. */
export function createProgress(what: string, screen: ProgressScreen): Progress {
  let shownPercent = -1;
  let shownTenth = 0;
  return {
    update(share) {
      const percent = Math.floor(100 * Math.min(1, Math.max(0, share)));
      if (percent <= shownPercent) return;
      shownPercent = percent;
      if (screen.isTerminal) {
        const filled = Math.floor((percent * barWidth) / 100);
        screen.write(`\r${what} [${"=".repeat(filled).padEnd(barWidth)}] ${String(percent).padStart(3)} %`);
        return;
      }
      const tenth = Math.floor((percent * linesInAll) / 100);
      if (tenth > shownTenth) screen.write(`${what}: ${(tenth * 100) / linesInAll} %\n`);
      shownTenth = tenth;
    },
    end() {
      if (screen.isTerminal && shownPercent >= 0) screen.write("\n");
    },
  };
}

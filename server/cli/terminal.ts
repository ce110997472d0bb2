/** Where a command writes: results to `out`, progress and complaints to `err`. Texts bring their own line feeds. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** True when `err` is a screen on which a line can be written over. */
  readonly isScreen: boolean;
}

/** The process's own terminal. */
export function createTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isScreen: process.stderr.isTTY === true,
  };
}

/** A command's answer for the shell: 0 fine, 1 the answer is "no". Wrong use is 2 and decided before a command runs. */
export type ExitCode = 0 | 1;

/** 113867 as `113,867`. */
export const toCountText = (count: number): string => count.toLocaleString("en-US");

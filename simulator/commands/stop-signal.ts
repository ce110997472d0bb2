import { fstatSync } from "node:fs";

/** Ends on a signal, and when the process that started this one is gone. */
export function createStopSignal(): AbortSignal {
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once("SIGTERM", onStop);
  process.once("SIGINT", onStop);
  if (process.connected) process.once("disconnect", onStop);
  else if (isPipe(0)) {
    // A parent that holds our input is gone when the input ends. A terminal or /dev/null says nothing about a parent.
    process.stdin.once("end", onStop).once("error", onStop).resume();
  }
  return stop.signal;
}

function isPipe(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isSocket();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EBADF") return false;
    throw error;
  }
}

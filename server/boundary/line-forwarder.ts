import { newline } from "./line-cursor.ts";

/** Gathers accepted lines of one body. Stretches that need no change are taken as they came, not copied line by line. */
export interface Forwarder {
  /** Takes the line [from, to) as it is; the answer is the offset behind it in what `finish` will give. */
  keep(from: number, to: number): number;
  /** Takes a line that a store cannot take as it is; the answer is as of `keep`. */
  change(line: ChangedLine): number;
  /** All accepted lines, each ended by a line feed. Shares the body's memory where nothing had to change. */
  finish(): Buffer;
}

/** An accepted line: offsets [from, to) in the body, and what must change before a store can take it. */
export interface ChangedLine {
  readonly from: number;
  readonly to: number;
  /** Timestamp to add; `null` when the line has its own. */
  readonly stamp: string | null;
  /** Offsets of the `u` of unsigned values: InfluxDB 1.x does not know them, as integers it does. */
  readonly unsignedAt: readonly number[];
}

/** A forwarder over one body. */
export function createForwarder(bytes: Buffer): Forwarder {
  const parts: Buffer[] = [];
  let runFrom = 0;
  let runTo = 0;
  let total = 0;
  const flush = (): void => {
    if (runTo > runFrom) parts.push(bytes.subarray(runFrom, runTo));
    runFrom = runTo;
  };
  const change = (line: ChangedLine): number => {
    flush();
    const forwarded = toForwarded(bytes, line);
    parts.push(forwarded);
    total += forwarded.length;
    return total;
  };
  return {
    keep(from, to) {
      // The last line may have no line feed, and a line of a CRLF body ends with two characters.
      if (to >= bytes.length || bytes[to] !== newline)
        return change({ from, to, stamp: null, unsignedAt: [] });
      if (from !== runTo) {
        flush();
        runFrom = from;
      }
      runTo = to + 1;
      total += to + 1 - from;
      return total;
    },
    change,
    finish() {
      flush();
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    },
  };
}

function toForwarded(bytes: Buffer, line: ChangedLine): Buffer {
  const end = line.stamp === null ? "\n" : ` ${line.stamp}\n`;
  const changed = Buffer.concat([bytes.subarray(line.from, line.to), Buffer.from(end)]);
  for (const at of line.unsignedAt) changed[at - line.from] = 0x69;
  return changed;
}

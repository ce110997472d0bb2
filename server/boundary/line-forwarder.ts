import { newline } from "./line-cursor.ts";

/** An accepted line in the body: offsets [from, to), and what must change before a store can take it. */
export interface AcceptedLine {
  readonly from: number;
  readonly to: number;
  /** Timestamp to add; `null` when the line has its own. */
  readonly stamp: string | null;
  /** Offsets of the `u` of unsigned values: InfluxDB 1.x does not know them, as integers it does. */
  readonly unsignedAt: readonly number[];
}

/** Gathers accepted lines. */
export interface Forwarder {
  /** Takes a line; the answer is the offset behind it in what `finish` will give. */
  accept(line: AcceptedLine): number;
  /** All accepted lines, each ended by a line feed. Shares the body's memory where nothing had to change. */
  finish(): Buffer;
}

/** A forwarder over one body. Stretches of untouched lines are taken as they came, not copied line by line. */
export function createForwarder(bytes: Buffer): Forwarder {
  const parts: Buffer[] = [];
  let runFrom = 0;
  let runTo = 0;
  let total = 0;
  const flush = (): void => {
    if (runTo > runFrom) parts.push(bytes.subarray(runFrom, runTo));
    runFrom = runTo;
  };
  return {
    accept(line) {
      const isUntouched = line.stamp === null && line.unsignedAt.length === 0 && bytes[line.to] === newline;
      if (isUntouched) {
        if (line.from !== runTo) {
          flush();
          runFrom = line.from;
        }
        runTo = line.to + 1;
        total += line.to + 1 - line.from;
        return total;
      }
      flush();
      const forwarded = toForwarded(bytes, line);
      parts.push(forwarded);
      total += forwarded.length;
      return total;
    },
    finish() {
      flush();
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    },
  };
}

function toForwarded(bytes: Buffer, line: AcceptedLine): Buffer {
  const end = line.stamp === null ? "\n" : ` ${line.stamp}\n`;
  const changed = Buffer.concat([bytes.subarray(line.from, line.to), Buffer.from(end)]);
  for (const at of line.unsignedAt) changed[at - line.from] = 0x69;
  return changed;
}
